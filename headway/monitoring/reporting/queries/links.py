"""Task links: whose they are, and whether they still lead in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.utils.translation import gettext as _

from headway.monitoring.reporting.models import TaskLink
from headway.monitoring.reporting.queries.people import know_people, respondents, with_people
from headway.monitoring.reporting.states import RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Answer, Report

REASON = "whoever holds a link holds its key"
WITH = (
    "person",
    "answer",
    "report__organisation",
    "report__round__strategy",
    "report__round__edition",
)


def find_link(**by: Any) -> TaskLink | None:  # noqa: ANN401 -- pk or key
    """Return a link with its report, round and person. One query."""
    links = TaskLink.objects.unrestricted(reason=REASON)
    return links.select_related(*WITH).filter(**by).first()


def links_held(keys: Iterable[int], *, report_key: str) -> tuple[TaskLink, ...]:
    """Return those of some links that lead to one report, the newest first. At most one query."""
    wanted = tuple(keys)
    if not wanted:
        return ()
    links = TaskLink.objects.unrestricted(reason=REASON).filter(pk__in=wanted)
    rows = links.select_related(*WITH).filter(report__key=report_key)
    found: dict[int, TaskLink] = {}
    for row in with_people(rows, OuterRef("person"), "report__"):
        found.setdefault(row.pk, row)
    for link in found.values():
        know_people(link.report, link, link.acts_as)
    return tuple(sorted(found.values(), key=lambda link: wanted.index(link.pk), reverse=True))


def links_in(keys: Iterable[int], *, at: datetime) -> tuple[TaskLink, ...]:
    """Return those of some links that still lead in, the next due first. At most one query."""
    wanted = tuple(keys)
    if not wanted:
        return ()
    links = TaskLink.objects.unrestricted(reason=REASON).filter(pk__in=wanted)
    found = [link for link in links.select_related(*WITH) if is_usable(link, at=at)]
    return tuple(sorted(found, key=lambda link: link.report.deadline_at))


def is_usable(link: TaskLink, *, at: datetime) -> bool:
    """Tell whether a link still leads in.

    Until its round closes, unless it was ended, ran out, or its person may not sign in; into a
    report that was reopened also afterwards.

    Source: trust principles, section 2.10.
    """
    if link.revoked_at is not None or (link.expires_at is not None and link.expires_at <= at):
        return False
    if link.person is not None and not link.person.is_active:
        return False
    report = link.report
    return report.round.state == RoundState.OPEN or report.reopened_at is not None


def link_problem(link: TaskLink | None, *, at: datetime) -> str:
    """Say why a link leads nowhere, and what to do."""
    if link is None:
        return _("This link is not complete. Copy the whole address from the mail.")
    if link.expires_at is not None and link.expires_at <= at:
        return _("This link has run out. Ask %(person)s for a new one.") % {"person": link.made_by}
    if link.revoked_at is None and link.report.round.state != RoundState.OPEN:
        return _("This round is closed. Ask the coordinator to reopen your report.")
    return _("This link was ended. Open the newest mail about the report, or sign in.")


@dataclass(frozen=True, slots=True)
class Held:
    """Who may enter a report without signing in: one link, or a person who has none now."""

    link: TaskLink | None
    person: User | None
    """None for a colleague, who has one part."""
    leads_in: bool


def links_of(report: Report, *, at: datetime) -> tuple[Held, ...]:
    """Return who holds links into a report, newest first; then who answers and holds none.

    Four queries. Of a person's links the newest stands for all; those of before have ended.
    """
    links = TaskLink.objects.unrestricted(reason=REASON).filter(report=report)
    newest: dict[object, TaskLink] = {}
    for link in links.select_related("person", "answer__node").order_by("-made_at", "-pk"):
        link.report = report
        newest.setdefault(link.person_id or f"link {link.pk}", link)
    held = [Held(link, link.person, is_usable(link, at=at)) for link in newest.values()]
    pk = report.organisation_id
    speakers = respondents(report.round.strategy, [pk])[pk]
    own = () if speakers.has_nobody else speakers.to_write_to
    return (
        *held,
        *(Held(None, person, leads_in=False) for person in own if person.pk not in newest),
    )


def parts_handed_over(report: Report, *, at: datetime) -> QuerySet[TaskLink]:
    """Return the links of colleagues into parts of a report that still lead in, newest first."""
    links = TaskLink.objects.unrestricted(reason=REASON).filter(report=report, person=None)
    return links.filter(revoked_at=None, expires_at__gt=at).order_by("-made_at")


def colleague_of(answer: Answer, *, at: datetime) -> TaskLink | None:
    """Return who has a part in hand by a link now, if anybody."""
    return parts_handed_over(answer.report, at=at).filter(answer=answer).first()
