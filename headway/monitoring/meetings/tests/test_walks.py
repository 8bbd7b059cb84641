"""Whatever is done to a meeting in whatever order: the law of meetings holds at every step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, Conflict, WrongState
from headway.foundation.core.texts import TranslatedText
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings import services
from headway.monitoring.meetings.facts import Attended, Said
from headway.monitoring.meetings.models import (
    AgendaPoint,
    Attendance,
    Decision,
    Exclusion,
    FollowUp,
    Meeting,
    Reply,
    Vote,
)
from headway.monitoring.meetings.queries.attending import present_at, voting_at
from headway.monitoring.meetings.queries.duties import points_for
from headway.monitoring.meetings.states import FollowUpState, MeetingState
from headway.monitoring.meetings.tests.factories import (
    PLAN,
    REASON,
    START,
    again,
    begun,
    decided,
    follow_up,
    invited,
    planned,
    point,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PICK = st.integers(0, 5)
CHOICES = st.sampled_from(["yes", "no", "yes", "abstained", ""])
PRESENCES = st.sampled_from(["present", "remote", "substituted", "absent", ""])
BY = SystemActor("test")


def rows(model: Any, **which: Any) -> list[Any]:  # noqa: ANN401
    return list(model.objects.unrestricted(reason=REASON).filter(**which).order_by("pk"))


class Convening(RuleBasedStateMachine):
    """One body of three votes and a secretary, and its meetings, done to at random."""

    @initialize(
        casting=st.booleans(),
        majority=st.sampled_from(["of_votes", "of_present"]),
        quorum=st.sampled_from(["more_than_half", "two_thirds"]),
    )
    def begin(self, *, casting: bool, majority: str, quorum: str) -> None:
        self.savepoint = transaction.savepoint()
        self.of = world(has_casting_vote=casting, majority=majority, is_public=True)
        self.of.body.quorum_kind = quorum
        self.of.body.save()
        for meeting in (invited(self.of), begun(self.of)):
            for title in ("Fair", "Film"):
                point(meeting, self.of, title)
        self.written: dict[int, str] = {}
        self.sequences: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def attempt(self, write: Callable[[], object]) -> None:
        """Do something; what is refused changes nothing, and says why."""
        before = self.stored()
        try:
            with transaction.atomic():
                write()
        except (WrongState, BadInput, Conflict) as refused:
            problem = str(refused)
        else:
            return
        assert problem
        assert self.stored() == before

    def stored(self) -> list[Any]:
        return [
            list(model.objects.unrestricted(reason=REASON).order_by("pk").values_list())
            for model in (Meeting, AgendaPoint, Attendance, Vote, Exclusion, Decision, FollowUp)
        ]

    def meeting(self, pick: int) -> Meeting | None:
        found = rows(Meeting, body=self.of.body)
        return again(found[pick % len(found)]) if found else None

    def points(self, meeting: Meeting) -> list[AgendaPoint]:
        found = rows(AgendaPoint, meeting=meeting)
        for each in found:
            each.meeting = meeting
        return found

    @rule()
    def plan(self) -> None:
        if len(rows(Meeting, body=self.of.body)) < 3:
            meeting = planned(self.of)
            point(meeting, self.of, "Fair")
            point(meeting, self.of, "Film")

    @rule(pick=PICK, name=st.sampled_from(["invite", "begin", "finish", "take_up", "confirm"]))
    def step(self, pick: int, name: str) -> None:
        meeting = self.meeting(pick)
        if meeting is None:
            return
        service = {
            "invite": services.invite,
            "begin": services.begin_meeting,
            "finish": services.finish_minutes,
            "take_up": services.take_up_minutes,
            "confirm": services.confirm_minutes,
        }[name]
        at = START - timedelta(days=3) if name == "invite" else START
        self.attempt(lambda: service(meeting_id=meeting.pk, by=BY, at=at))

    @rule(pick=PICK, days=st.integers(-1, 3))
    def move(self, pick: int, days: int) -> None:
        meeting = self.meeting(pick)
        if meeting is None:
            return
        shift = timedelta(days=days)
        plan = replace(PLAN, starts_at=PLAN.starts_at + shift, ends_at=PLAN.ends_at + shift)
        self.attempt(
            lambda: services.change_meeting(
                meeting_id=meeting.pk, plan=plan, version=meeting.version, by=BY,
                at=START - timedelta(days=3),
            )
        )  # fmt: skip

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        meeting = self.meeting(pick)
        if meeting is not None:
            self.attempt(
                lambda: services.cancel_meeting(
                    meeting_id=meeting.pk, reason="Ill", by=BY, at=START - timedelta(days=2)
                )
            )

    @rule(pick=PICK, who=PICK, answer=st.sampled_from(["comes", "declines", "substituted"]))
    def answer(self, pick: int, who: int, answer: str) -> None:
        meeting = self.meeting(pick)
        if meeting is None:
            return
        member = [*self.of.seats, self.of.secretary][who % 4]
        said = Said(answer, substitute_name="Petras" if answer == "substituted" else "")
        self.attempt(
            lambda: services.answer_invitation(
                meeting_id=meeting.pk, member_id=member.pk, said=said, by=BY, at=START
            )
        )

    @rule(pick=PICK, said=st.tuples(PRESENCES, PRESENCES, PRESENCES, PRESENCES))
    def attend(self, pick: int, said: tuple[str, ...]) -> None:
        meeting = self.meeting(pick)
        if meeting is None:
            return
        members = [*self.of.seats, self.of.secretary]
        attended = [
            Attended(member.pk, presence, substitute_name="Ona" if presence[:1] == "s" else "")
            for member, presence in zip(members, said, strict=True)
            if presence
        ]
        self.attempt(
            lambda: services.note_attendance(
                meeting_id=meeting.pk, attended=attended, by=BY, at=START
            )
        )

    @rule(
        pick=PICK, which=PICK, said=st.tuples(CHOICES, CHOICES, CHOICES),
        out=st.sets(PICK, max_size=2), is_careless=st.booleans(),
    )  # fmt: skip
    def vote(
        self, pick: int, which: int, said: tuple[str, ...], out: set[int], *, is_careless: bool
    ) -> None:
        meeting = self.meeting(pick)
        if meeting is None or not self.points(meeting):
            return
        points = self.points(meeting)
        members = [*self.of.seats, self.of.secretary]
        excluded = {members[place].pk: "Owns the stand" for place in out if place < 4}
        votes = {m.pk: choice for m, choice in zip(self.of.seats, said, strict=True) if choice}
        if not is_careless:
            votes = {pk: choice for pk, choice in votes.items() if pk not in excluded}
        self.attempt(
            lambda: services.note_votes(
                point_id=points[which % len(points)].pk, votes=votes, excluded=excluded,
                by=BY, at=START,
            )
        )  # fmt: skip

    @rule(pick=PICK, which=PICK)
    def decide(self, pick: int, which: int) -> None:
        meeting = self.meeting(pick)
        if meeting is not None and self.points(meeting):
            points = self.points(meeting)
            self.attempt(lambda: decided(points[which % len(points)], self.of))

    @rule(pick=PICK)
    def undecide(self, pick: int) -> None:
        found = rows(Decision, body=self.of.body)
        if found:
            one = found[pick % len(found)]
            self.attempt(lambda: services.remove_decision(decision_id=one.pk, by=BY, at=START))

    @rule(pick=PICK, which=PICK, words=st.sampled_from(["Agreed.", "Talked.", ""]))
    def write(self, pick: int, which: int, words: str) -> None:
        meeting = self.meeting(pick)
        if meeting is None or not self.points(meeting):
            return
        one = self.points(meeting)[which % 2]
        self.attempt(
            lambda: services.save_minutes(
                point_id=one.pk, words=TranslatedText.of({"en": words} if words else {}),
                version=one.version, by=BY, at=START,
            )
        )  # fmt: skip

    @rule(pick=PICK)
    def give(self, pick: int) -> None:
        meeting = self.meeting(pick)
        if meeting is not None:
            self.attempt(lambda: follow_up(meeting, self.of))

    @rule(pick=PICK, step=st.sampled_from(["finish", "drop"]))
    def report(self, pick: int, step: str) -> None:
        found = rows(FollowUp, body=self.of.body)
        if found:
            one = found[pick % len(found)]
            self.attempt(
                lambda: services.report_follow_up(
                    follow_up_id=one.pk, step=step, result="x", by=BY, at=START
                )
            )

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def votes_are_of_seats_that_are_filled_and_of_nobody_who_takes_no_part(self) -> None:
        if not hasattr(self, "of"):
            return
        for meeting in rows(Meeting, body=self.of.body):
            meeting = again(meeting)
            present = present_at(meeting)
            filled = {seat.member.pk for seat in present.seats if seat.is_filled}
            for one in self.points(meeting):
                voting = voting_at(one, present)
                out = {row.member_id for row in rows(Exclusion, point=one)}
                cast = {row.member_id for row in rows(Vote, point=one)}
                assert not cast & out
                assert voting.tally.cast <= voting.may_vote <= len(filled - out)
                if not rows(Decision, point=one):
                    assert cast <= filled

    @invariant()
    def what_was_decided_was_decided_in_a_meeting_that_began(self) -> None:
        if not hasattr(self, "of"):
            return
        found = rows(Decision, body=self.of.body)
        numbers = [(each.year, each.number) for each in found]
        assert len(set(numbers)) == len(numbers)
        for each in found:
            meeting = again(each.meeting)
            assert meeting.began_at is not None
            assert meeting.state not in {MeetingState.CANCELLED, MeetingState.PLANNED}

    @invariant()
    def what_is_confirmed_stays(self) -> None:
        if not hasattr(self, "of"):
            return
        for meeting in rows(Meeting, body=self.of.body, state=MeetingState.CONFIRMED):
            said = repr(
                [
                    [(one.pk, one.minutes.as_json()) for one in rows(AgendaPoint, meeting=meeting)],
                    [(one.pk, one.words.as_json()) for one in rows(Decision, meeting=meeting)],
                    [(one.member_id, one.presence) for one in rows(Attendance, meeting=meeting)],
                    [(one.member_id, one.choice) for one in rows(Vote, point__meeting=meeting)],
                ]
            )
            assert self.written.setdefault(meeting.pk, said) == said
            assert rows(Attendance, meeting=meeting), "minutes say who attended"

    @invariant()
    def calendars_are_told_of_each_change_once_and_in_order(self) -> None:
        if not hasattr(self, "of"):
            return
        for meeting in rows(Meeting, body=self.of.body):
            assert meeting.sequence >= self.sequences.get(meeting.pk, 0)
            self.sequences[meeting.pk] = meeting.sequence
            mails = rows(Mail, about_key=meeting.key)
            if meeting.invited_at is None:
                assert not [mail for mail in mails if mail.enclosed]
            told = {int(_value(mail.enclosed, "SEQUENCE")) for mail in mails if mail.enclosed}
            assert told == (set(range(meeting.sequence + 1)) if meeting.invited_at else set())
            assert {_value(mail.enclosed, "UID") for mail in mails if mail.enclosed} <= {
                meeting.uid
            }

    @invariant()
    def answers_are_of_meetings_that_people_were_invited_to(self) -> None:
        if not hasattr(self, "of"):
            return
        for reply in rows(Reply, meeting__body=self.of.body):
            assert again(reply.meeting).invited_at is not None

    @invariant()
    def every_open_follow_up_heads_the_next_agenda(self) -> None:
        if not hasattr(self, "of"):
            return
        waiting = {row.key for row in rows(FollowUp, body=self.of.body, state=FollowUpState.OPEN)}
        assert {each.key for each in points_for(self.of.body, START.date())} == waiting


def _value(calendar: str, name: str) -> str:
    return next(
        line.partition(":")[2]
        for line in calendar.replace("\r\n ", "").split("\r\n")
        if line.startswith(name)
    )


def walk(examples: int) -> None:
    run_state_machine_as_test(
        Convening,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_the_law_of_meetings_holds_whatever_is_done_to_them() -> None:
    walk(6)


@pytest.mark.audit
@pytest.mark.django_db
def test_it_holds_in_long_walks() -> None:
    walk(150)
