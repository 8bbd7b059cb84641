"""Meetings with their agenda: what is planned, what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat

from headway.foundation.core.aggregates import Joined
from headway.monitoring.meetings.models import AgendaPoint, Body, Decision, Meeting, Paper
from headway.monitoring.meetings.rules import agenda_times, next_dates
from headway.monitoring.meetings.states import AHEAD, FollowUpState, MeetingState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User

REASON = "the caller may see the meeting"
PROPOSED = 3


def meetings_of(body: Body, user: User) -> tuple[Meeting, ...]:
    """Return the meetings of a body that a person may see, the newest first. One query.

    Each knows how many decisions it made (`decided`) and how many follow-ups are open (`open`).
    """
    found = Meeting.objects.visible_to(user).filter(body=body).order_by("-starts_at", "-pk")
    rows = tuple(
        found.annotate(
            decided=Count("decisions", distinct=True),
            open=Count("follow_ups", filter=Q(follow_ups__state=FollowUpState.OPEN), distinct=True),
        )
    )
    for row in rows:
        row.body = body
    return rows


def meetings_ahead(user: User, *, at: datetime) -> QuerySet[Meeting]:
    """Return the meetings that a person may go to and that have not ended, the next first."""
    seen = Meeting.objects.visible_to(user).filter(
        state__in=[*AHEAD, MeetingState.UNDER_WAY], ends_at__gte=at
    )
    return seen.select_related("body__strategy").order_by("starts_at", "pk")


def bodies_inside(user: User) -> QuerySet[Body]:
    """Return the bodies whose meetings a person may see."""
    found = Body.objects.inside(user).select_related("strategy", "organisation")
    return found.order_by("strategy__slug", "slug")


def bodies_and_ahead(user: User, *, at: datetime, most: int) -> tuple[bool, list[Meeting]]:
    """Tell whether a person belongs to a body, with the next meetings ahead of them. One query."""
    ahead = FilteredRelation("meetings", condition=Q(meetings__ends_at__gte=at))
    rows = Body.objects.inside(user).annotate(ahead=ahead).select_related("strategy", "ahead")  # type: ignore[misc]  # annotated
    seen = Exists(meetings_ahead(user, at=at).filter(pk=OuterRef("ahead__pk")))
    ordered = rows.annotate(is_seen=seen).order_by("-is_seen", "ahead__starts_at", "ahead__pk")
    found: list[Any] = list(ordered[:most])
    meetings = []
    for body in found:
        if body.is_seen:
            body.ahead.body = body
            meetings.append(body.ahead)
    return bool(found), meetings


def points_of(meeting: Meeting) -> list[AgendaPoint]:
    """Return the points of an agenda in order. One query."""
    points = AgendaPoint.objects.unrestricted(reason=REASON).filter(meeting=meeting)
    found = list(points.order_by("place", "pk"))
    for point in found:
        point.meeting = meeting
    return found


def origins_taken() -> Subquery:
    """Return what to read meetings with: where the points of their agendas come from, joined."""
    points = AgendaPoint.objects.unrestricted(reason=REASON).filter(meeting=OuterRef("pk"))
    named = points.annotate(ident=Concat("origin_type", Value(":"), "origin_key"))
    joined = named.order_by().values("meeting").annotate(all=Joined("ident"))
    return Subquery(joined.values("all"))


@dataclass(frozen=True, slots=True)
class PointShown:
    """One point of an agenda, when it begins, and the papers for it."""

    point: AgendaPoint
    begins_at: datetime
    clock: str
    """When it begins, on the clocks of the strategy: “10:15”."""
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda in order; `papers` are those for the meeting as a whole."""

    points: tuple[PointShown, ...]
    papers: tuple[Paper, ...]

    @property
    def minutes(self) -> int:
        return sum(shown.point.duration for shown in self.points)


def agenda_of(meeting: Meeting) -> Agenda:
    """Return the agenda of a meeting with its papers. Two queries."""
    points, papers = points_of(meeting), papers_of(meeting)
    zone = ZoneInfo(meeting.body.strategy.time_zone)
    times = agenda_times(meeting.starts_at, [point.duration for point in points])
    shown = tuple(
        PointShown(
            point,
            begins,
            f"{begins.astimezone(zone):%H:%M}",
            tuple(p for p in papers if p.point_id == point.pk),
        )
        for point, begins in zip(points, times, strict=True)
    )
    return Agenda(shown, tuple(paper for paper in papers if paper.point_id is None))


def papers_of(meeting: Meeting) -> list[Paper]:
    papers = Paper.objects.unrestricted(reason=REASON).filter(meeting=meeting)
    return list(papers.select_related("file").order_by("added_at", "pk"))


def proposed_days(body: Body, *, at: datetime) -> tuple[date, ...]:
    """Return the next days on which a body meets as a rule and has no meeting yet. One query."""
    if body.rhythm is None:
        return ()
    today = day_of(body.strategy, at)
    meetings = Meeting.objects.unrestricted(reason=REASON).filter(body=body, ends_at__gte=at)
    taken = {
        day_of(body.strategy, starts)
        for starts in meetings.exclude(state=MeetingState.CANCELLED).values_list(
            "starts_at", flat=True
        )
    }
    days = next_dates(body.rhythm, after=today, count=PROPOSED + len(taken), until=body.until)
    return tuple(day for day in days if day not in taken)[:PROPOSED]


def decisions_of(meeting: Meeting) -> list[Decision]:
    """Return what was decided in a meeting, by number. One query."""
    found = Decision.objects.unrestricted(reason=REASON).filter(meeting=meeting)
    rows = list(found.order_by("year", "number"))
    for row in rows:
        row.meeting, row.body = meeting, meeting.body
    return rows


def decisions_seen(user: User | AnonymousUser) -> QuerySet[Decision]:
    """Return the decisions that somebody may read, the newest first."""
    seen = Decision.objects.visible_to(user).select_related("body", "meeting", "point")
    return seen.order_by("-meeting__starts_at", "-year", "-number")
