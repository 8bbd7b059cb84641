"""Agendas: points that people write or take up, their order, their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import texts_shown, tidied
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.facts import PointPlan
from headway.monitoring.meetings.models import AgendaPoint, Paper
from headway.monitoring.meetings.models.bodies import LONGEST_NAME
from headway.monitoring.meetings.permissions import can_keep_body, takes_changes
from headway.monitoring.meetings.queries.duties import FOLLOW_UP
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    REASON,
    locked_meeting,
    locked_point,
    name_in,
    told,
)
from headway.monitoring.meetings.states import PointKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.agenda import ProposedPoint
    from headway.monitoring.meetings.models import Meeting
    from headway.monitoring.meetings.permissions import Keeper

MOST_POINTS = 60
MOST_MINUTES = 600
USUAL_MINUTES = 10


@transaction.atomic
def add_points(
    *, meeting_id: int, points: Iterable[ProposedPoint], by: Keeper, at: datetime
) -> list[AgendaPoint]:
    """Put what waits on an agenda: follow-ups from last time before the rest, else in this order.

    What is on the agenda already is left out. Kept are words and a link, nothing of the thing.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the minutes are handed in, or for a cancelled meeting.
    :raises BadInput: for more points than an agenda holds.
    """
    meeting = _open_agenda(meeting_id, by)
    standing = points_of(meeting)
    known = {(point.origin_type, point.origin_key) for point in standing}
    wanted = [each for each in points if (each.origin, each.key) not in known]
    if len(standing) + len(wanted) > MOST_POINTS:
        raise BadInput({"points": _too_many()})
    made = [_from_proposal(meeting, each) for each in wanted]
    first = [point for point in made if point.origin_type == FOLLOW_UP]
    last_follow_up = sum(point.origin_type == FOLLOW_UP for point in standing)
    others = [point for point in made if point.origin_type != FOLLOW_UP]
    _in_order([*standing[:last_follow_up], *first, *standing[last_follow_up:], *others])
    if made:
        _tell_added(meeting, made, by=by, at=at)
    return made


def _from_proposal(meeting: Meeting, proposal: ProposedPoint) -> AgendaPoint:
    kind = PointKind.DECISION if proposal.is_to_decide else PointKind.DISCUSSION
    return AgendaPoint(
        key=new_key(),
        meeting=meeting,
        kind=PointKind.FOLLOW_UP if proposal.origin == FOLLOW_UP else kind,
        duration=USUAL_MINUTES,
        title=proposal.title,
        note=proposal.note,
        origin_type=proposal.origin,
        origin_label=proposal.label,
        origin_key=proposal.key,
        origin_title=proposal.title,
        origin_link=proposal.link,
    )


def _tell_added(meeting: Meeting, made: Sequence[AgendaPoint], *, by: Keeper, at: datetime) -> None:
    names = ", ".join(name_in(meeting.body, point) for point in made)
    payload = {"points": names}
    told(verbs.POINT_ADDED, meeting, of=meeting.body, by=by, at=at, payload=payload)


def _too_many() -> str:
    return _("An agenda holds %(most)d points. Take some off it first.") % {"most": MOST_POINTS}


@transaction.atomic
def add_point(
    *, meeting_id: int, plan: PointPlan, by: Keeper, at: datetime, key: str = ""
) -> AgendaPoint:
    """Put a point of one's own at the end of an agenda.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the minutes are handed in, or for a cancelled meeting.
    :raises BadInput: without a title, or for what cannot be.
    """
    meeting = _open_agenda(meeting_id, by)
    standing = points_of(meeting)
    problems = _problems(plan)
    if len(standing) >= MOST_POINTS:
        problems["title"] = _too_many()
    refuse(problems)
    point = AgendaPoint(key=key or new_key(), meeting=meeting, **_columns(plan))
    _in_order([*standing, point])
    _tell_added(meeting, [point], by=by, at=at)
    return point


@transaction.atomic
def change_point(
    *, point_id: int, plan: PointPlan, version: int, by: Keeper, at: datetime
) -> AgendaPoint:
    """Change what a point is about.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the minutes are handed in, or for a cancelled meeting.
    :raises BadInput: without a title, or for what cannot be.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    point = _open_point(point_id, by)
    require_seen(
        version,
        current=point.version,
        theirs=_shown(PointPlan(point.title, point.kind, point.duration, point.note)),
        mine=_shown(plan),
        labels={
            "title": _("What it is about"),
            "note": _("Explanation"),
            "kind": pgettext("agenda", "Kind"),
            "minutes": _("Length in minutes"),
        },
    )
    refuse(_problems(plan))
    columns = _columns(plan)
    for name, value in columns.items():
        setattr(point, name, value)
    keep(point, *columns)
    _tell_point(verbs.POINT_CHANGED, point, by=by, at=at)
    return point


def _shown(plan: PointPlan) -> dict[str, str]:
    return {
        "kind": str(PointKind(plan.kind).label),
        "minutes": str(plan.minutes),
        **texts_shown(title=plan.title, note=plan.note),
    }


def _tell_point(verb: Verb, point: AgendaPoint, *, by: Keeper, at: datetime) -> None:
    meeting = point.meeting
    payload = {"point": name_in(meeting.body, point)}
    told(verb, meeting, of=meeting.body, by=by, at=at, payload=payload)


def _columns(plan: PointPlan) -> dict[str, object]:
    return {
        "title": plan.title,
        "kind": plan.kind,
        "duration": plan.minutes,
        "note": plan.note,
    }


def _problems(plan: PointPlan) -> dict[str, str]:
    problems = text_problems(
        [("title", plan.title, LONGEST_TITLE), ("note", plan.note, LONGEST_WORDS)],
        wanted={"title": _("Say what the point is about.")},
    )
    if not 0 < plan.minutes <= MOST_MINUTES:
        sentence = _("Write a number of minutes from 1 to %(most)d.")
        problems["minutes"] = sentence % {"most": MOST_MINUTES}
    return problems


@transaction.atomic
def move_point(*, point_id: int, place: int, by: Keeper, at: datetime) -> AgendaPoint:
    """Move a point to another place of the agenda, from 1; beyond the end is the end.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the minutes are handed in, or for a cancelled meeting.
    """
    point = _open_point(point_id, by)
    standing = points_of(point.meeting)
    others = [each for each in standing if each.pk != point.pk]
    wanted = min(max(place, 1), len(standing))
    moved = next(each for each in standing if each.pk == point.pk)
    _in_order([*others[: wanted - 1], moved, *others[wanted - 1 :]])
    _tell_point(verbs.POINT_MOVED, point, by=by, at=at)
    return moved


@transaction.atomic
def remove_point(*, point_id: int, by: Keeper, at: datetime) -> None:
    """Take a point off an agenda, as long as nothing was written or decided at it.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once something was written, voted or decided at it.
    """
    point = _open_point(point_id, by)
    if _has_a_past(point):
        raise WrongState(
            _("Something was written or decided at this point, so it stays on the agenda.")
        )
    _tell_point(verbs.POINT_REMOVED, point, by=by, at=at)
    left = [each for each in points_of(point.meeting) if each.pk != point.pk]
    point.delete()
    _in_order(left)


def _has_a_past(point: AgendaPoint) -> bool:
    return bool(point.minutes) or any(
        rows.unrestricted(reason=REASON).exists()
        for rows in (
            point.decisions,
            point.votes,
            point.exclusions,
            point.follow_ups,
        )
    )


def _in_order(points: Sequence[AgendaPoint]) -> None:
    """Give points their places, and keep those that have new ones."""
    for place, point in enumerate(points, start=1):
        if point.pk is None:
            point.place = place
            point.save()
        elif point.place != place:
            point.place = place
            point.save(update_fields=["place"])


def _open_agenda(meeting_id: int, by: Keeper) -> Meeting:
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    require_now(takes_changes(meeting))
    return meeting


def _open_point(point_id: int, by: Keeper) -> AgendaPoint:
    point = locked_point(point_id)
    require(can_keep_body(by, point.meeting.body))
    require_now(takes_changes(point.meeting))
    return point


# -- papers ------------------------------------------------------------------------------------


@transaction.atomic
def add_paper(
    *,
    meeting_id: int,
    title: str,
    by: Keeper,
    at: datetime,
    file: StoredFile | None = None,
    address: str = "",
    point_id: int | None = None,
) -> Paper:
    """Add a paper to a meeting, or to one of its points: a file, or a page of ours by its path.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the minutes are handed in, or for a cancelled meeting.
    :raises BadInput: without a title, a file or a page.
    """
    meeting = _open_agenda(meeting_id, by)
    title = tidied(title)[:LONGEST_NAME]
    problems = {}
    if not title:
        problems["title"] = _("Say what the paper is called.")
    if (file is None) == (not address):
        problems["file"] = _("Choose a file, or write the address of a page.")
    if point_id and point_id not in {point.pk for point in points_of(meeting)}:
        problems["point"] = _("Choose a point of this agenda.")
    refuse(problems)
    paper = Paper.objects.unrestricted(reason=REASON).create(
        meeting=meeting,
        point_id=point_id,
        title=title,
        file=file,
        address=address,
        added_at=at,
        added_by=str(by),
    )
    payload = {"paper": title}
    told(verbs.PAPER_ADDED, meeting, of=meeting.body, by=by, at=at, payload=payload)
    return paper


@transaction.atomic
def remove_paper(*, paper_id: int, by: Keeper, at: datetime) -> None:
    """Take a paper from a meeting; its file stays where it is kept.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the minutes are handed in, or for a cancelled meeting.
    """
    papers = Paper.objects.unrestricted(reason=REASON)
    paper = papers.get(pk=paper_id)
    meeting = _open_agenda(paper.meeting_id, by)
    payload = {"paper": paper.title}
    told(verbs.PAPER_REMOVED, meeting, of=meeting.body, by=by, at=at, payload=payload)
    paper.delete()
