from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import TranslatedText
from headway.foundation.notices.models import Mail
from headway.foundation.publication.models import ContentVersion
from headway.monitoring.meetings.facts import Attended, QuorumRule
from headway.monitoring.meetings.models import Decision, TypedMinutes, Vote
from headway.monitoring.meetings.queries.attending import Present, present_at, voting_at
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.queries.minutes import typed_minutes
from headway.monitoring.meetings.services import (
    begin_meeting,
    confirm_minutes,
    finish_minutes,
    note_attendance,
    note_votes,
    remove_decision,
    save_minutes,
    take_up_minutes,
    type_minutes,
)
from headway.monitoring.meetings.states import Choice, MeetingState, Presence, VoteResult
from headway.monitoring.meetings.tests.factories import (
    AT,
    REASON,
    START,
    World,
    again,
    attend,
    begun,
    confirmed,
    decided,
    joined,
    planned,
    point,
    voted,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db
YES, NO, ABSTAINED = Choice.YES, Choice.NO, Choice.ABSTAINED
DECISIONS = Decision.objects.unrestricted(reason=REASON)


def noted(of: World, *attended: Attended) -> Present:
    meeting = planned(of)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    return note_attendance(meeting_id=meeting.pk, attended=attended, by=of.coordinator, at=START)


# -- attendance --------------------------------------------------------------------------------


def test_a_quorum_says_why_there_is_one() -> None:
    of = world(members=4)
    meeting = begun(of, attending=3)
    present = present_at(meeting)
    assert (present.voting, present.filled, present.needed, present.is_enough) == (5, 3, 3, True)
    assert present.sentence == ("There is a quorum: 3 of 5 members who vote attend, 3 are needed.")
    attend(meeting, of, attending=2)
    assert present_at(meeting).sentence == (
        "There is no quorum: 2 of 5 members who vote attend, 3 are needed."
    )


def test_who_is_far_away_or_substituted_fills_a_seat_and_who_is_absent_does_not() -> None:
    of = world(members=4)
    stand_in = joined(of.body, of.coordinator, name="Ona", substitutes_id=of.members[0].pk)
    chair, first, second, third, _fourth = of.seats
    present = noted(
        of,
        Attended(chair.pk, Presence.REMOTE),
        Attended(first.pk, Presence.SUBSTITUTED, stand_in.pk),
        Attended(second.pk, Presence.SUBSTITUTED, substitute_name="Jonas"),
        Attended(third.pk, Presence.ABSENT),
        Attended(of.secretary.pk, Presence.PRESENT),
    )
    assert [seat.is_filled for seat in present.seats].count(True) == 3
    assert {seat.who for seat in present.seats if seat.is_filled} == {str(chair), "Ona", "Jonas"}


def test_nobody_fills_two_seats() -> None:
    of = world(members=3)
    stand_in = joined(of.body, of.coordinator, name="Ona")
    chair, first, second, third = of.seats
    cases = [
        (Attended(first.pk, Presence.SUBSTITUTED), "Say who stands in"),
        (Attended(first.pk, Presence.SUBSTITUTED, chair.pk), "fills a seat here already"),
        (Attended(first.pk, Presence.SUBSTITUTED, first.pk), "somebody else"),
        (Attended(first.pk, Presence.PRESENT, stand_in.pk), "Nobody stands in"),
        (Attended(first.pk, "asleep"), "how this member attends"),
    ]
    for attended, words in cases:
        with pytest.raises(BadInput, match=words):
            noted(of, Attended(chair.pk, Presence.PRESENT), attended)
    with pytest.raises(BadInput) as refused:
        noted(
            of,
            Attended(second.pk, Presence.SUBSTITUTED, stand_in.pk),
            Attended(third.pk, Presence.SUBSTITUTED, stand_in.pk),
        )
    assert set(refused.value.problems) == {f"member-{third.pk}"}


def test_members_of_another_day_or_body_are_not_noted() -> None:
    of, other = world(), world()
    late = joined(of.body, of.coordinator, since=(START + timedelta(days=9)).date())
    present = noted(
        of, Attended(late.pk, Presence.PRESENT), Attended(other.chair.pk, Presence.PRESENT)
    )
    assert (present.voting, present.filled) == (3, 0)


def test_votes_of_who_has_left_fall_away() -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    voted(at_point, of, YES, YES, NO)
    attend(meeting, of, attending=2)
    assert voting_at(at_point, present_at(meeting)).tally.cast == 2


def test_votes_by_which_something_was_decided_stay() -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    voted(at_point, of, YES, YES, NO)
    decided(at_point, of)
    attend(meeting, of, attending=2)
    votes = Vote.objects.unrestricted(reason=REASON).filter(point=at_point)
    assert votes.count() == 3


# -- votes -------------------------------------------------------------------------------------


def test_who_is_excluded_is_not_counted_and_why_is_kept() -> None:
    of = world(members=2)
    meeting = begun(of)
    at_point = point(meeting, of)
    voted(at_point, of, YES, NO, excluded={of.members[1].pk: "Works for the stand builder."})
    found = voting_at(at_point, present_at(meeting))
    assert (found.may_vote, found.result) == (2, VoteResult.TIED)
    assert [(b.seat.member, b.excluded) for b in found.excluded] == [
        (of.members[1], "Works for the stand builder.")
    ]


def test_the_chair_decides_a_tie_where_the_body_says_so() -> None:
    for has_casting_vote, result in ((False, VoteResult.TIED), (True, VoteResult.CARRIED)):
        of = world(members=1, has_casting_vote=has_casting_vote)
        meeting = begun(of)
        at_point = point(meeting, of)
        voted(at_point, of, YES, NO)
        assert voting_at(at_point, present_at(meeting)).result == result


def test_a_vote_says_what_it_came_to() -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    voted(at_point, of, YES, NO, ABSTAINED)
    found = voting_at(at_point, present_at(meeting))
    assert found.sentence == "Tied: 1 for, 1 against, 1 abstained."
    assert voting_at(point(meeting, of), present_at(meeting)).sentence == ""


def test_votes_need_a_quorum_a_right_to_vote_and_a_reason_not_to() -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    chair = of.chair.pk
    cases: list[tuple[dict[int, str], dict[int, str]]] = [
        ({of.secretary.pk: YES}, {}),
        ({chair: "maybe"}, {}),
        ({}, {chair: " "}),
        ({}, {of.secretary.pk: "Kin"}),
        ({chair: YES}, {chair: "Kin"}),
        ({}, {chair: "x" * 501}),
    ]
    for votes, excluded in cases:
        with pytest.raises(BadInput):
            note_votes(
                point_id=at_point.pk, votes=votes, excluded=excluded, by=of.coordinator, at=START
            )
    attend(meeting, of, attending=1)
    with pytest.raises(WrongState, match="no quorum"):
        voted(at_point, of, YES)


# -- minutes -----------------------------------------------------------------------------------


def test_what_is_typed_is_kept_apart_until_it_is_saved() -> None:
    of = world()
    at_point = point(begun(of), of)
    writer = who(of.secretary)
    type_minutes(
        point_id=at_point.pk, typed={"minutes.lt": "Kalb"}, seen_version=1, by=writer, at=START
    )
    assert typed_minutes(at_point, writer=writer_of(of.leader)) is None
    kept = typed_minutes(at_point, writer=writer_of(writer))
    assert kept is not None
    assert (kept.typed, kept.seen_version) == ({"minutes.lt": "Kalb"}, 1)
    [standing] = points_of(at_point.meeting)
    assert not standing.minutes
    save_minutes(point_id=at_point.pk, words=text("Talked"), version=1, by=writer, at=START)
    assert not TypedMinutes.objects.unrestricted(reason=REASON).exists()
    [standing] = points_of(at_point.meeting)
    assert (standing.minutes.words("en"), standing.minutes_by) == ("Talked", str(writer))


def test_the_second_of_two_who_write_minutes_sees_both_texts() -> None:
    of = world()
    at_point = point(begun(of), of)
    save_minutes(point_id=at_point.pk, words=text("Mine"), version=1, by=of.coordinator, at=START)
    with pytest.raises(Conflict) as clashing:
        save_minutes(point_id=at_point.pk, words=text("Yours"), version=1, by=of.leader, at=START)
    assert {clash.theirs for clash in clashing.value.clashes} == {"Mine", "Mine (lt)"}


def test_words_of_theirs_in_a_language_that_i_left_empty_are_not_lost_unseen() -> None:
    of = world()
    at_point = point(begun(of), of)
    theirs, mine = TranslatedText.of({"lt": "Jų"}), TranslatedText.of({"en": "Mine"})
    save_minutes(point_id=at_point.pk, words=theirs, version=1, by=of.coordinator, at=START)
    with pytest.raises(Conflict) as clashing:
        save_minutes(point_id=at_point.pk, words=mine, version=1, by=of.leader, at=START)
    assert {(c.field, c.label, c.theirs, c.mine) for c in clashing.value.clashes} == {
        ("minutes.lt", "Minutes (Lietuvių)", "Jų", ""),
        ("minutes.en", "Minutes (English)", "", "Mine"),
    }


def test_too_much_is_refused_and_nothing_is_kept() -> None:
    of = world()
    at_point = point(begun(of), of)
    with pytest.raises(BadInput):
        type_minutes(
            point_id=at_point.pk,
            typed={"minutes.lt": "x" * 200_001},
            seen_version=1,
            by=of.coordinator,
            at=START,
        )
    with pytest.raises(BadInput):
        save_minutes(
            point_id=at_point.pk, words=text("x" * 20_001), version=1, by=of.coordinator, at=START
        )
    assert not TypedMinutes.objects.unrestricted(reason=REASON).exists()


def test_members_are_told_that_minutes_wait_and_a_second_time_if_they_changed() -> None:
    of = world()
    meeting = written(of)
    mails = Mail.objects.unrestricted(reason="test").filter(kind="meetings_to_confirm")
    assert (meeting.state, mails.count()) == (MeetingState.TO_CONFIRM, 4)
    assert all(not mail.enclosed for mail in mails.all())
    take_up_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)
    later = START + timedelta(hours=1)
    finish_minutes(meeting_id=meeting.pk, by=of.coordinator, at=later)
    assert mails.count() == 8


def test_minutes_say_who_attended() -> None:
    of = world()
    meeting = planned(of)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    with pytest.raises(WrongState, match="who attended"):
        finish_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)


def test_the_chair_or_a_coordinator_confirms_and_nobody_else() -> None:
    of = world()
    meeting = written(of)
    for other in (who(of.secretary), of.leader, who(of.members[0])):
        with pytest.raises(NotAllowed, match="Only the chair"):
            confirm_minutes(meeting_id=meeting.pk, by=other, at=START)
    confirm_minutes(meeting_id=meeting.pk, by=who(of.chair), at=START)
    found = again(meeting)
    assert (found.state, found.confirmed_by) == (MeetingState.CONFIRMED, str(who(of.chair)))


def test_what_is_confirmed_stays_as_it_is() -> None:
    of = world()
    meeting = confirmed(of)
    [at_point], [decision] = points_of(meeting), DECISIONS.filter(meeting=meeting)
    writes: list[Callable[[], object]] = [
        lambda: save_minutes(
            point_id=at_point.pk, words=text("x"), version=1, by=of.coordinator, at=START
        ),
        lambda: voted(at_point, of, YES),
        lambda: decided(at_point, of),
        lambda: remove_decision(decision_id=decision.pk, by=of.coordinator, at=START),
        lambda: attend(meeting, of),
        lambda: take_up_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START),
        lambda: type_minutes(
            point_id=at_point.pk, typed={}, seen_version=1, by=of.coordinator, at=START
        ),
    ]
    for write in writes:
        with pytest.raises(WrongState):
            write()


def test_nothing_is_written_before_a_meeting_begins() -> None:
    of = world()
    at_point = point(planned(of), of)
    with pytest.raises(WrongState, match="has not begun"):
        decided(at_point, of)


def test_decisions_of_a_public_body_renew_what_the_public_reads() -> None:
    for is_public, renewed in ((True, 1), (False, 0)):
        of = world(is_public=is_public)
        meeting = written(of)
        ContentVersion.objects.all().delete()
        confirm_minutes(meeting_id=meeting.pk, by=who(of.chair), at=AT)
        found = ContentVersion.objects.filter(scope=f"strategy:{of.strategy.key}")
        assert found.count() == renewed


def test_a_body_may_need_a_number_of_members() -> None:
    of = world(members=4, quorum=QuorumRule("number", 2))
    assert present_at(begun(of, attending=2)).is_enough
    assert not present_at(begun(of, attending=1)).is_enough
