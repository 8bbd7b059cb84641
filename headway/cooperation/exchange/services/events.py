"""Events: planned, changed, announced, held, cancelled; their programme and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.exchange import verbs
from headway.cooperation.exchange.models import Event, Participation, ProgrammePoint
from headway.cooperation.exchange.permissions import can_add_event, can_keep_event, takes_changes
from headway.cooperation.exchange.queries.people import partners_of
from headway.cooperation.exchange.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    REASON,
    locked_event,
    renewed,
    step,
    told,
)
from headway.cooperation.exchange.services.letters import tell_cancelled, tell_changed
from headway.cooperation.exchange.services.places import give_places
from headway.cooperation.exchange.services.plans import (
    columns_of,
    labels,
    own_host_problems,
    plan_of,
    plan_problems,
    shown_plan,
)
from headway.cooperation.exchange.states import EventState
from headway.cooperation.partnerships.models import Project
from headway.cooperation.partnerships.permissions import leads
from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import texts_shown, tidied
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems, tidy_reason, too_long
from headway.foundation.ui.conflicts import require_seen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.cooperation.exchange.facts import EventPlan, PointPlan, TookPart
    from headway.cooperation.exchange.permissions import Keeper
    from headway.foundation.core.texts import TranslatedText

CALENDAR = ("starts_at", "ends_at", "start", "end", "title", "mode", "place", "online_link")
"""What calendars hold: a change of it reaches them."""
LONGEST_NAME = 200
MOST_POINTS = 200
MOST_PEOPLE = 1_000_000


@transaction.atomic
def create_event(
    *,
    project_id: int,
    plan: EventPlan,
    by: Keeper,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Event:
    """Plan an event of a project; only its hosts and the lead partner see it until announced.

    :raises NotAllowed: unless somebody who writes for a partner does it.
    :raises BadInput: for days or times that cannot be, a missing title, or strange hosts; also for
        hosts without one's own organisation, unless one writes for the lead partner.
    """
    project = Project.objects.get(pk=project_id)
    require(can_add_event(by, project))
    refuse(plan_problems(plan, project) | _own_problems(plan, project, by))
    event = Event.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        project=project,
        changed_at=at,
        provenance=provenance,
        **columns_of(plan),
    )
    event.hosts.set(plan.host_ids)
    told(verbs.EVENT_CREATED, event, by=by, at=at)
    return event


def _own_problems(plan: EventPlan, project: Project, by: Keeper) -> dict[str, str]:
    if leads(by, project):
        return {}
    return own_host_problems(plan, project, by)


@transaction.atomic
def change_event(
    *, event_id: int, plan: EventPlan, version: int, by: Keeper, at: datetime
) -> Event:
    """Change what an event is, when and where; who registered is told, and their calendar.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises WrongState: after it was cancelled.
    :raises BadInput: as `create_event`.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    require_now(takes_changes(event))
    require_seen(
        version,
        current=event.version,
        theirs=plan_of(event),
        mine=shown_plan(plan),
        labels=labels(),
    )
    refuse(plan_problems(plan, event.project) | _own_problems(plan, event.project, by))
    columns = columns_of(plan)
    is_moved = any(getattr(event, name) != columns[name] for name in CALENDAR)
    for name, value in columns.items():
        setattr(event, name, value)
    event.changed_at = at
    reaches = is_moved and event.state == EventState.ANNOUNCED
    event.sequence += int(reaches)
    event.hosts.set(plan.host_ids)
    keep(event, *columns, "changed_at", "sequence")
    told(verbs.EVENT_CHANGED, event, by=by, at=at)
    renewed(event, at=at)
    if reaches:
        tell_changed(event, at=at)
    give_places(event, at=at)
    return event


@transaction.atomic
def set_programme(
    *, event_id: int, points: Sequence[PointPlan], version: int, by: Keeper, at: datetime
) -> Event:
    """Write the programme of an event, in its order; what stood before goes. Empty rows are none.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises WrongState: after it was cancelled.
    :raises BadInput: for a point without a title, or words that are too long.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    require_now(takes_changes(event))
    require_seen(version, current=event.version, theirs={}, mine={}, labels={})
    refuse(_point_problems(points))
    told_points = [point for point in points if not _is_blank(point)]
    rows = ProgrammePoint.objects.unrestricted(reason=REASON)
    rows.filter(event=event).delete()
    rows.bulk_create(
        ProgrammePoint(
            event=event,
            place=place,
            starts=point.starts,
            title=point.title,
            speaker=tidied(point.speaker),
        )
        for place, point in enumerate(told_points, start=1)
    )
    event.changed_at = at
    keep(event, "changed_at")
    told(verbs.PROGRAMME_SET, event, by=by, at=at, payload={"points": len(told_points)})
    renewed(event, at=at)
    return event


def _point_problems(points: Sequence[PointPlan]) -> dict[str, str]:
    if len(points) > MOST_POINTS:
        return {"points": _("Write at most %(number)d points.") % {"number": MOST_POINTS}}
    problems: dict[str, str] = {}
    for number, point in enumerate(points):
        if not _is_blank(point):
            problems |= _problems_at(number, point)
    return problems


def _problems_at(number: int, point: PointPlan) -> dict[str, str]:
    field = f"title-{number}"
    missing = {field: _("Say what happens then, or empty the whole row.")}
    found = text_problems([(field, point.title, LONGEST_TITLE)], wanted=missing)
    if len(point.speaker) > LONGEST_NAME:
        found[f"speaker-{number}"] = too_long(LONGEST_NAME)
    return found


def _is_blank(point: PointPlan) -> bool:
    return not (point.title or point.starts or point.speaker.strip())


@transaction.atomic
def note_outcome(
    *,
    event_id: int,
    learnt: TranslatedText,
    took_part: Sequence[TookPart],
    version: int,
    by: Keeper,
    at: datetime,
) -> Event:
    """Note what was learnt at an event, and how many of which organisation took part.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises WrongState: after it was cancelled.
    :raises BadInput: for a strange organisation, a number that cannot be, or too many words.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    require_now(takes_changes(event))
    require_seen(
        version,
        current=event.version,
        theirs=texts_shown(learnt=event.learnt),
        mine=texts_shown(learnt=learnt),
        labels={"learnt": _("What was learnt")},
    )
    refuse(_outcome_problems(event, learnt, took_part))
    rows = Participation.objects.unrestricted(reason=REASON)
    rows.filter(event=event).delete()
    rows.bulk_create(
        Participation(
            event=event,
            organisation_id=one.organisation_id,
            words=one.words,
            people=one.people,
        )
        for one in took_part
    )
    event.learnt, event.changed_at = learnt, at
    keep(event, "learnt", "changed_at")
    told(verbs.OUTCOME_NOTED, event, by=by, at=at)
    renewed(event, at=at)
    return event


def _outcome_problems(
    event: Event, learnt: TranslatedText, took_part: Sequence[TookPart]
) -> dict[str, str]:
    problems = text_problems([("learnt", learnt, LONGEST_WORDS)])
    partners = set(partners_of(event.project).values_list("pk", flat=True))
    named = [one.organisation_id for one in took_part if one.organisation_id]
    if set(named) - partners or len(named) != len(set(named)):
        problems["took_part"] = _("Each partner of the project is counted once.")
    for one in took_part:
        if one.people is not None and not 0 <= one.people <= MOST_PEOPLE:
            name = f"people-{one.organisation_id}" if one.organisation_id else "people-others"
            problems[name] = _("Write a whole number.")
        problems |= text_problems([("others", one.words, LONGEST_TITLE)])
    return problems


@transaction.atomic
def announce_event(*, event_id: int, by: Keeper, at: datetime) -> Event:
    """Announce an event: partners read of it, and everybody if it is public.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises WrongState: unless it is a draft.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    step(event, "announce", at=at)
    told(verbs.EVENT_ANNOUNCED, event, by=by, at=at)
    renewed(event, at=at)
    return event


@transaction.atomic
def hold_event(*, event_id: int, by: Keeper, at: datetime) -> Event:
    """Say that an event was held.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises WrongState: if it was held or cancelled before, or lies ahead.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    if event.starts_at:
        has_begun = event.starts_at <= at
    else:
        has_begun = event.start is None or event.start.first_day <= at.date()
    if not has_begun:
        raise WrongState(_("It lies ahead. Say that it was held once it has begun."))
    step(event, "hold", at=at)
    told(verbs.EVENT_HELD, event, by=by, at=at)
    renewed(event, at=at)
    return event


@transaction.atomic
def cancel_event(*, event_id: int, reason: str, by: Keeper, at: datetime) -> Event:
    """Cancel an event. Those who registered are told why, and their calendars.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises WrongState: if it was held or cancelled before.
    :raises BadInput: without a reason.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    why = tidy_reason(reason, missing=_("Say why it is cancelled. Who registered reads it."))
    was_announced = event.state == EventState.ANNOUNCED
    number = event.sequence + int(was_announced)
    step(event, "cancel", at=at, cancelled_because=why, sequence=number)
    told(verbs.EVENT_CANCELLED, event, by=by, at=at, reason=why)
    renewed(event, at=at)
    if was_announced:
        tell_cancelled(event, at=at)
    return event
