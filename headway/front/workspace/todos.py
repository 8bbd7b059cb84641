"""What waits for a person, gathered from every app in one visible list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.cooperation.peerreview.wording import TO_ANSWER, TO_REVIEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.monitoring.strategy.hooks import Task
    from headway.monitoring.strategy.queries.overview import Kept

PLANS, DUTY = (TO_REVIEW, TO_ANSWER), "duty"


def sentence(
    kept: Sequence[Kept], tasks: Sequence[Task], *, reports: int = 0, agreements: int = 0
) -> str:
    """Say in one sentence what waits: reports, agreements, tasks, drafts, statuses, translations.

    Strategies that are kept know how many `reviews` and `requests` for more time wait in them.
    """
    counts = Counter[str]()
    for task in tasks:
        counts[task.kind if task.kind in PLANS else DUTY] += task.count
    reviews = sum(each.strategy.reviews for each in kept)  # type: ignore[attr-defined]  # read with it
    requests = sum(each.strategy.requests for each in kept)  # type: ignore[attr-defined]  # read with it
    drafts = sum(1 for each in kept if each.draft)
    silent = sum(each.without_status for each in kept)
    gaps = sum(each.missing + each.outdated for each in kept)
    found = (
        _reports(reports),
        _agreements(agreements),
        _duties(counts[DUTY]),
        _plans(counts[TO_REVIEW]),
        _suggestions(counts[TO_ANSWER]),
        _reviews(reviews),
        _requests(requests),
        _drafts(drafts),
        _statuses(silent),
        _gaps(gaps),
    )
    waiting = [words for words in found if words]
    if not waiting:
        return _("Nothing waits for you.")
    return _("Waiting for you: %(things)s.") % {"things": ", ".join(waiting)}


def _reports(count: int) -> str:
    words = ngettext("%(count)s report to hand in", "%(count)s reports to hand in", count)
    return words % {"count": count} if count else ""


def _duties(count: int) -> str:
    words = ngettext(
        "%(count)s task that you were given", "%(count)s tasks that you were given", count
    )
    return words % {"count": count} if count else ""


def _plans(count: int) -> str:
    words = ngettext("%(count)s plan to review", "%(count)s plans to review", count)
    return words % {"count": count} if count else ""


def _suggestions(count: int) -> str:
    words = ngettext("%(count)s suggestion to answer", "%(count)s suggestions to answer", count)
    return words % {"count": count} if count else ""


def _agreements(count: int) -> str:
    words = ngettext("%(count)s amendment to answer on", "%(count)s amendments to answer on", count)
    return words % {"count": count} if count else ""


def _reviews(count: int) -> str:
    words = ngettext("%(count)s report to review", "%(count)s reports to review", count)
    return words % {"count": count} if count else ""


def _requests(count: int) -> str:
    words = ngettext("%(count)s request for more time", "%(count)s requests for more time", count)
    return words % {"count": count} if count else ""


def _drafts(count: int) -> str:
    words = ngettext("%(count)s open draft", "%(count)s open drafts", count)
    return words % {"count": count} if count else ""


def _statuses(count: int) -> str:
    words = ngettext("%(count)s status to set", "%(count)s statuses to set", count)
    return words % {"count": count} if count else ""


def _gaps(count: int) -> str:
    words = ngettext("%(count)s translation to look at", "%(count)s translations to look at", count)
    return words % {"count": count} if count else ""
