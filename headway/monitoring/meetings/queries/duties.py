"""What is to be done after meetings: whose, when, what is late, what heads the next agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.core.agenda import ProposedPoint
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.words import worded
from headway.foundation.notices.rules import mailing_day
from headway.foundation.organisations.models import Membership
from headway.monitoring.meetings.models import Activity, FollowUp
from headway.monitoring.meetings.models.bodies import WRITERS
from headway.monitoring.meetings.models.duties import owned_by
from headway.monitoring.meetings.rules import duty_mail_due
from headway.monitoring.meetings.states import ActivityState, FollowUpState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.meetings.models import Body, Meeting

REASON = "the caller may see the body"
LETTERS = "letters about them go to their owners"
FOLLOW_UP = "follow_up"
D = TypeVar("D", FollowUp, Activity)


def follow_ups_of(body: Body) -> QuerySet[FollowUp]:
    """Return the follow-ups of a body: open ones first, then the next due."""
    everyone = FollowUp.objects.unrestricted(reason=REASON).filter(body=body)
    return (
        _with_owner(everyone)
        .select_related("meeting", "organisation", "person", "point")
        .order_by("due_on", "pk")
    )


def follow_ups_given(meeting: Meeting) -> list[FollowUp]:
    """Return what was given to do in a meeting, the next due first. One query."""
    found = list(follow_ups_of(meeting.body).filter(meeting=meeting))
    for each in found:
        each.meeting, each.body = meeting, meeting.body
    return found


def open_follow_ups(body: Body) -> QuerySet[FollowUp]:
    """Return what is still to be done after a body's meetings, the next due first."""
    return follow_ups_of(body).filter(state=FollowUpState.OPEN)


def follow_ups_waiting(user: User) -> QuerySet[FollowUp]:
    """Return the follow-ups that wait for a person: their own, and those of their organisations."""
    return FollowUp.objects.visible_to(user).filter(owned_by(user), state=FollowUpState.OPEN)


def activities_waiting(user: User) -> QuerySet[Activity]:
    """Return the activities of programmes that wait for a person, as follow-ups do."""
    return Activity.objects.visible_to(user).filter(owned_by(user), state=ActivityState.PLANNED)


def _with_owner(rows: QuerySet[D]) -> QuerySet[D]:
    return rows.select_related("body__strategy", "body__organisation", "organisation", "person")


def activities_of(body: Body) -> QuerySet[Activity]:
    """Return the programme of a body, by day."""
    everyone = Activity.objects.unrestricted(reason=REASON).filter(body=body)
    return (
        _with_owner(everyone)
        .select_related("body__strategy", "organisation", "person", "node")
        .order_by("due_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class Due:
    """Something of which its owners are to be told now: who, and for which of its days."""

    duty: FollowUp | Activity
    people: tuple[User, ...]
    day: date


def duties_due(at: datetime) -> tuple[Due, ...]:
    """Return all that owners are to be told of now: follow-ups, then activities."""
    return (*follow_ups_due(at), *activities_due(at))


def follow_ups_due(at: datetime, *, only: int | None = None) -> tuple[Due, ...]:
    """Return the follow-ups whose owners are to be told of them now: of all, or of one.

    One query, and one for each that is an organisation's.
    """
    everyone = FollowUp.objects.unrestricted(reason=LETTERS).filter(state=FollowUpState.OPEN)
    return _due(everyone.select_related("meeting"), at, only)


def activities_due(at: datetime, *, only: int | None = None) -> tuple[Due, ...]:
    """Return the activities of programmes whose owners are to be told of them now.

    Queries as for `follow_ups_due`.
    """
    everyone = Activity.objects.unrestricted(reason=LETTERS).filter(state=ActivityState.PLANNED)
    return _due(everyone, at, only)


def _due(rows: QuerySet[D], at: datetime, only: int | None) -> tuple[Due, ...]:
    found = _with_owner(rows if only is None else rows.filter(pk=only))
    due = [(duty, _day_due(duty, at)) for duty in found.order_by("due_on", "pk")]
    return tuple(Due(duty, people_for(duty), day) for duty, day in due if day)


def _day_due(duty: FollowUp | Activity, at: datetime) -> date | None:
    strategy = duty.body.strategy
    today = mailing_day(at, strategy.time_zone)
    if today is None:
        return None
    return duty_mail_due(
        due_on=duty.due_on,
        given_on=day_of(strategy, duty.given_at),
        told_on=duty.told_on,
        today=today,
    )


def people_for(duty: FollowUp | Activity) -> tuple[User, ...]:
    """Return who is told of what is to be done: its person, else who writes for the organisation.

    That is the one that leads the body where an activity has no owner. One query.
    """
    if duty.person:
        return (duty.person,) if duty.person.is_active else ()
    roles = Membership.objects.unrestricted(reason="letters go to who is to do it")
    found = roles.filter(
        organisation=duty.organisation or duty.body.organisation,
        role__in=WRITERS,
        until__isnull=True,
        user__is_active=True,
    ).select_related("user")
    people = {role.user_id: role.user for role in found.order_by("since", "pk")}
    return tuple(people.values())


def points_for(body: Body, on: date) -> list[ProposedPoint]:
    """Return the follow-ups that are open on a day, the oldest first, for an agenda. One query."""
    rows = open_follow_ups(body)
    label = worded(lambda: _("Follow-up from last time"))
    return [
        ProposedPoint(
            origin=FOLLOW_UP,
            key=row.key,
            label=label,
            title=row.words,
            link=f"/follow-ups/{row.key}/",
            note=_standing(row, on),
            due_on=row.due_on,
        )
        for row in rows
    ]


def _standing(row: FollowUp, on: date) -> TranslatedText:
    """Say who is to do it until when, and whether that day has passed."""

    def said() -> str:
        given = {"owner": owner_of(row), "day": PartialDate.of(row.due_on).worded()}
        if on > row.due_on:
            return _("%(owner)s, due %(day)s, overdue") % given
        return _("%(owner)s, due %(day)s") % given

    return worded(said)


def owner_of(duty: FollowUp | Activity) -> str:
    """Say who is to do something: the person, their house, or both."""
    names = [str(duty.person or "")]
    if duty.organisation:
        language = translation.get_language() or "en"
        names.append(str(duty.organisation.name.passage(language)))
    return ", ".join(filter(None, names))
