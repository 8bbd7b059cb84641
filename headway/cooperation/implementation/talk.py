"""The threads of a report as its page shows them, by planned action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.cooperation.implementation.wording import said
from headway.foundation.conversations import talking
from headway.foundation.conversations.models import key_of, type_of
from headway.foundation.conversations.queries import threads_on

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.implementation.facts import ReportTold
    from headway.cooperation.implementation.models import ProgressReport
    from headway.foundation.accounts.models import User
    from headway.foundation.conversations.queries import ThreadShown
    from headway.foundation.core.verdicts import Verdict
    from headway.foundation.ui.threads import ThreadBox


def boxes_of(
    report: ProgressReport, told: ReportTold, *, by: User, may: Verdict, at: datetime
) -> dict[str, ThreadBox]:
    """Return a thread, or a place for one, for each action and the whole (“”). One query."""
    key = key_of(report)
    threads = threads_on(type_of(report), [key]).get(key, {})
    places = {"": _("the whole report")} | {each.key: said(each.title) for each in told.actions}
    return {
        place: box_of(report, place, name, threads.get(place), by=by, may=may, at=at)
        for place, name in places.items()
    }


def box_of(
    report: ProgressReport,
    place: str,
    name: str,
    thread: ThreadShown | None,
    *,
    by: User,
    may: Verdict,
    at: datetime,
    text: str = "",
    problem: str = "",
) -> ThreadBox:
    return talking.box_of(
        thread,
        place=place,
        name=name,
        address=reverse("implementation:say", args=[report.plan.project.slug, report.key]),
        by=by,
        may=may,
        at=at,
        text=text,
        problem=problem,
    )
