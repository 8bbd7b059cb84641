"""Tells the bodies of the demonstration and their meetings: past, and one a week ahead.

Days are counted from the meeting ahead. Who sits in a body by name only is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from headway.demo.rounds import deliver
from headway.demo.values import provenance, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.provenance import ALL, Provenance
from headway.front.workspace.agendas import waiting_for
from headway.monitoring.meetings.facts import (
    ActivityPlan,
    Attended,
    BodyPlan,
    FollowUpPlan,
    MeetingPlan,
    MemberPlan,
    PointPlan,
    QuorumRule,
    Rhythm,
)
from headway.monitoring.meetings.services import (
    add_member,
    add_point,
    add_points,
    begin_meeting,
    confirm_minutes,
    create_body,
    finish_minutes,
    give_follow_up,
    invite,
    note_attendance,
    note_votes,
    plan_activity,
    plan_meeting,
    record_decision,
    report_activity,
    report_follow_up,
    save_minutes,
)
from headway.monitoring.meetings.states import Choice, Presence, QuorumKind, RhythmUnit
from headway.monitoring.strategy.models import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.demo.rounds import Cast
    from headway.demo.values import Sources, Told
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.monitoring.meetings.models import AgendaPoint, Body, Meeting, Member

SLUG = "keds"
MADE_UP = Provenance(synthetic=(ALL,))
CLOCK, LENGTH = time(10), timedelta(minutes=90)
A_WEEK = timedelta(days=7)
SATURDAY = 5
INVITED_BEFORE = timedelta(days=14)
"""How long before a meeting its members are invited; to the one ahead, a week and three days."""
LONG_BEFORE = timedelta(days=400)
COUNCIL, MARKETING = "council", "marketing-council"
CHAIR, SECRETARY = "chair_kid", "reporter_kid"


@dataclass(frozen=True, slots=True)
class Seated:
    """A body and its members, by the key of a person or by name."""

    body: Body
    members: dict[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Who meets, what is told of it, and from which moment days are counted."""

    cast: Cast
    told: Told
    seated: Mapping[str, Seated]
    at: datetime

    @property
    def chair(self) -> User:
        return self.cast.people[CHAIR]

    @property
    def secretary(self) -> User:
        return self.cast.people[SECRETARY]

    @property
    def ahead(self) -> date:
        return day_ahead(self.cast, self.at)

    def past(self) -> list[tuple[date, Told]]:
        """Return the days of the past meetings, the oldest first, with what happened."""
        told = self.told["marketing"]
        apart = told["weeks_apart"] * A_WEEK
        number = len(told["past"])
        return [(self.ahead - (number - n) * apart, each) for n, each in enumerate(told["past"])]

    def nodes(self, codes: list[str]) -> list[int]:
        keys = [derived_key("node", SLUG, code) for code in codes]
        return list(Node.objects.filter(key__in=keys).values_list("pk", flat=True))


def day_ahead(cast: Cast, at: datetime) -> date:
    """Return a working day about a week ahead."""
    day = at.astimezone(ZoneInfo(cast.strategy.time_zone)).date() + A_WEEK
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def load_bodies(
    cast: Cast, told: Told, sources: Sources, *, by: SystemActor, at: datetime
) -> dict[str, Seated]:
    """Found the bodies and seat their members."""
    ahead = day_ahead(cast, at)
    first = ahead - len(told["marketing"]["past"]) * told["marketing"]["weeks_apart"] * A_WEEK
    found = {}
    for entry in told["bodies"]:
        since = date(2019, 1, 1) if entry["key"] == COUNCIL else first - LONG_BEFORE
        founded = cast.local(since, CLOCK)
        rhythm = Rhythm(told["marketing"]["weeks_apart"], RhythmUnit.WEEK, ahead.weekday(), first)
        body = create_body(
            strategy_id=cast.strategy.pk,
            slug=entry["key"],
            plan=_plan(cast, entry, rhythm if entry["key"] == MARKETING else None, since),
            provenance=provenance(entry, sources),
            key=derived_key("body", SLUG, entry["key"]),
            by=by,
            at=founded,
        )
        found[entry["key"]] = Seated(body)
        for member in entry["members"]:
            _seat(cast, found[entry["key"]], member, since, by=by, at=founded)
    return found


def _plan(cast: Cast, entry: Told, rhythm: Rhythm | None, since: date) -> BodyPlan:
    number = entry.get("quorum", 0)
    return BodyPlan(
        name=translated(entry["name"], entry),
        organisation_id=cast.organisations[entry["organisation"]].pk,
        kind=entry["kind"],
        quorum=QuorumRule(QuorumKind.NUMBER, number) if number else QuorumRule(),
        has_casting_vote=entry.get("casting", False),
        is_public=entry["public"],
        since=since,
        rhythm=rhythm,
        usual_time=CLOCK if rhythm else None,
        usual_place=translated(entry.get("place", {}), entry),
    )


def _seat(
    cast: Cast, seated: Seated, told: Told, since: date, *, by: SystemActor, at: datetime
) -> None:
    name = told.get("person") or told["name"]
    organisation = told.get("organisation")
    substituted = seated.members.get(told.get("substitutes", ""))
    plan = MemberPlan(
        since=since,
        role=told["role"],
        user_id=cast.people[name].pk if "person" in told else None,
        name=told.get("name", ""),
        email=told.get("email", ""),
        organisation_id=cast.organisations[organisation].pk if organisation else None,
        votes=told.get("votes", True),
        substitutes_id=substituted.pk if substituted else None,
    )
    seated.members[name] = add_member(body_id=seated.body.pk, plan=plan, by=by, at=at)


def load_council(table: Table, *, by: SystemActor) -> None:
    """Tell the meeting at which the council adopted the first amendment."""
    told, seated = table.told["council"], table.seated[COUNCIL]
    day = date.fromisoformat(told["date"])
    point = told["point"] | {"kind": "decision", "minutes_planned": 20}
    point["votes"] = dict.fromkeys(seated.members, "yes")
    meeting = _planned(table, seated, day, "amendment", {}, by=by)
    _held(table, seated, meeting, {"points": [point]}, by=by, confirmed_by=by)


def load_past(table: Table) -> None:
    """Tell the past meetings of the Marketing Council, and its programme of activities."""
    seated = table.seated[MARKETING]
    for number, (day, told) in enumerate(table.past(), start=1):
        meeting = _planned(table, seated, day, f"past-{number}", told, by=table.secretary)
        invite(meeting_id=meeting.pk, by=table.secretary, at=meeting.starts_at - INVITED_BEFORE)
        _held(table, seated, meeting, told, by=table.secretary, confirmed_by=table.chair)
    for each in table.told["programme"]:
        _activity(table, seated, each)


def load_ahead(table: Table) -> None:
    """Tell the meeting ahead: its agenda is drawn from what waits, its members are invited."""
    seated, told, by = table.seated[MARKETING], table.told["marketing"]["ahead"], table.secretary
    meeting = _planned(table, seated, table.ahead, "ahead", told, by=by)
    invited_at = table.at - timedelta(days=3)
    today = table.at.astimezone(ZoneInfo(table.cast.strategy.time_zone)).date()
    groups = waiting_for(seated.body, today)
    # The first of each app, the follow-ups all: an agenda for an hour and a half.
    waiting = [p for n, group in enumerate(groups) for p in group.points[: None if n == 0 else 1]]
    add_points(meeting_id=meeting.pk, points=waiting, by=by, at=invited_at)
    for number, each in enumerate(told["points"]):
        _point(meeting, each, f"ahead-{number}", by=by, at=invited_at)
    invite(meeting_id=meeting.pk, by=by, at=invited_at)
    deliver(at=invited_at)


def _planned(
    table: Table, seated: Seated, day: date, name: str, told: Told, *, by: User | SystemActor
) -> Meeting:
    starts = table.cast.local(day, CLOCK)
    return plan_meeting(
        body_id=seated.body.pk,
        plan=MeetingPlan(
            starts,
            starts + LENGTH,
            place=seated.body.usual_place,
            link=told.get("link", ""),
            note=translated(told.get("note", {}), {}),
        ),
        provenance=MADE_UP,
        key=derived_key("meeting", SLUG, seated.body.slug, name),
        by=by,
        at=min(starts - 2 * INVITED_BEFORE, table.at - timedelta(days=4)),
    )


def _point(
    meeting: Meeting, told: Told, name: str, *, by: User | SystemActor, at: datetime
) -> AgendaPoint:
    plan = PointPlan(
        translated(told["title"], {}),
        told["kind"],
        told["minutes_planned"],
        translated(told.get("note", {}), {}),
    )
    key = derived_key("point", meeting.key, name)
    return add_point(meeting_id=meeting.pk, plan=plan, key=key, by=by, at=at)


def _held(
    table: Table,
    seated: Seated,
    meeting: Meeting,
    told: Told,
    *,
    by: User | SystemActor,
    confirmed_by: User | SystemActor,
) -> None:
    """Hold a meeting, and have its minutes confirmed a week later."""
    before, during = meeting.starts_at - INVITED_BEFORE, meeting.starts_at
    points = [
        (_point(meeting, each, str(number), by=by, at=before), each)
        for number, each in enumerate(told["points"])
    ]
    begin_meeting(meeting_id=meeting.pk, by=by, at=during)
    attended = [
        _attended(seated, name, told.get("attendance", {}).get(name, Presence.PRESENT))
        for name, member in seated.members.items()
        if not member.substitutes_id
    ]
    note_attendance(meeting_id=meeting.pk, attended=attended, by=by, at=during)
    for point, each in points:
        _discussed(table, seated, point, each, by=by, at=during + LENGTH)
    finish_minutes(meeting_id=meeting.pk, by=by, at=during + timedelta(days=1))
    confirm_minutes(meeting_id=meeting.pk, by=confirmed_by, at=during + A_WEEK)


def _attended(seated: Seated, name: str, said: str) -> Attended:
    """Read how a member attended: a word, or “substituted: NAME”."""
    presence, _colon, substitute = said.partition(": ")
    stands_in = seated.members[substitute].pk if substitute else None
    return Attended(seated.members[name].pk, presence, stands_in)


def _discussed(
    table: Table,
    seated: Seated,
    point: AgendaPoint,
    told: Told,
    *,
    by: User | SystemActor,
    at: datetime,
) -> None:
    """Write the minutes of a point, its votes, its decision, and what is to be done."""
    words = translated(told["minutes"], {})
    save_minutes(point_id=point.pk, words=words, version=point.version, by=by, at=at)
    if "votes" in told:
        votes = {seated.members[name].pk: Choice(v) for name, v in told["votes"].items()}
        out = {seated.members[name].pk: why for name, why in told.get("excluded", {}).items()}
        note_votes(point_id=point.pk, votes=votes, excluded=out, by=by, at=at)
    if "decision" in told:
        record_decision(
            point_id=point.pk,
            words=translated(told["decision"], {}),
            node_ids=table.nodes(told["nodes"]),
            provenance=MADE_UP,
            key=derived_key("decision", point.key),
            by=by,
            at=at,
        )
    for number, each in enumerate(told.get("follow_ups", ())):
        _follow_up(table, point, each, str(number), by=by, at=at)


def _follow_up(
    table: Table,
    point: AgendaPoint,
    told: Told,
    name: str,
    *,
    by: User | SystemActor,
    at: datetime,
) -> None:
    owner = table.cast.people[told["person"]]
    plan = FollowUpPlan(
        translated(told["words"], {}),
        table.ahead + timedelta(days=told["due"]),
        table.cast.organisations[told["organisation"]].pk,
        owner.pk,
    )
    key = derived_key("follow-up", point.key, name)
    made = give_follow_up(
        meeting_id=point.meeting_id, point_id=point.pk, plan=plan, key=key, by=by, at=at
    )
    if "done" in told:
        on = table.cast.local(table.ahead + timedelta(days=told["done_on"]), CLOCK)
        report_follow_up(follow_up_id=made.pk, step="finish", result=told["done"], by=owner, at=on)


def _activity(table: Table, seated: Seated, told: Told) -> None:
    by, day = table.secretary, table.ahead + timedelta(days=told["due"])
    begun = table.cast.local(table.past()[0][0], CLOCK)
    said: dict[str, Any] = {name: translated(told[name], {}) for name in ("words", "audience")}
    plan = ActivityPlan(
        due_on=day,
        channel=told["channel"],
        node_id=table.nodes([told["node"]])[0],
        organisation_id=table.cast.organisations[told["organisation"]].pk,
        **said,
    )
    key = derived_key("activity", SLUG, told["words"]["en"])
    made = plan_activity(body_id=seated.body.pk, plan=plan, key=key, by=by, at=begun)
    if "done" in told:
        on = table.cast.local(day, time(15))
        report_activity(activity_id=made.pk, step="finish", result=told["done"], by=by, at=on)
