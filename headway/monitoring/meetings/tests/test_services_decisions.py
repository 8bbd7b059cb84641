"""What a body decides: numbered, by the votes that stand, about measures of its strategy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from headway.foundation.core.errors import BadInput, Conflict, WrongState
from headway.foundation.core.texts import EMPTY
from headway.monitoring.meetings.models import Decision
from headway.monitoring.meetings.services import (
    change_decision,
    record_decision,
    remove_decision,
)
from headway.monitoring.meetings.states import Choice
from headway.monitoring.meetings.tests.factories import (
    REASON,
    START,
    attend,
    begun,
    decided,
    point,
    voted,
    world,
)
from headway.monitoring.strategy.tests.factories import adopted, text

pytestmark = pytest.mark.django_db
YES, NO, ABSTAINED = Choice.YES, Choice.NO, Choice.ABSTAINED
DECISIONS = Decision.objects.unrestricted(reason=REASON)


def test_decisions_are_numbered_by_body_and_year_of_the_strategys_clocks() -> None:
    of, other = world(), world()
    at_point = point(begun(of), of)
    assert [decided(at_point, of).code for _time in range(2)] == ["2026-1", "2026-2"]
    assert decided(point(begun(other), other), other).code == "2026-1"
    new_year = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # half past midnight in Lithuania
    later = begun(of, starts_at=new_year, ends_at=new_year + timedelta(hours=1))
    assert decided(point(later, of), of).code == "2027-1"


def test_a_decision_keeps_the_votes_by_which_it_was_made() -> None:
    of = world()
    at_point = point(begun(of), of)
    consensus = decided(at_point, of)
    assert consensus.tally is None
    remove_decision(decision_id=consensus.pk, by=of.coordinator, at=START)
    voted(at_point, of, YES, YES, NO)
    tally = decided(at_point, of).tally
    assert tally is not None
    assert (tally.yes, tally.no, tally.abstained) == (2, 1, 0)
    with pytest.raises(WrongState, match="Remove the decision"):
        voted(at_point, of, NO, NO, NO)


def test_nothing_is_decided_without_a_quorum_or_by_a_vote_that_did_not_carry() -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    voted(at_point, of, YES, NO, NO)
    with pytest.raises(WrongState, match="Not carried: 1 for, 2 against"):
        decided(at_point, of)
    attend(meeting, of, attending=1)
    with pytest.raises(WrongState, match="no quorum"):
        decided(point(meeting, of), of)
    assert not DECISIONS.exists()


def test_only_measures_of_the_strategy_are_decided_about() -> None:
    edition, nodes = adopted(measures=2)
    _other, foreign = adopted()
    of = world(strategy=edition.strategy)
    at_point = point(begun(of), of)
    decision = decided(at_point, of, node_ids=[nodes[0].pk, foreign[0].pk])
    assert list(decision.nodes.all()) == [nodes[0]]
    change_decision(
        decision_id=decision.pk,
        words=text("Stay at home"),
        node_ids=[nodes[1].pk],
        version=1,
        by=of.coordinator,
        at=START,
    )
    assert list(decision.nodes.all()) == [nodes[1]]


def test_only_the_newest_decision_is_removed_so_that_no_number_is_missing() -> None:
    of = world()
    at_point = point(begun(of), of)
    first, second = decided(at_point, of), decided(at_point, of)
    with pytest.raises(WrongState, match="have numbers already"):
        remove_decision(decision_id=first.pk, by=of.coordinator, at=START)
    remove_decision(decision_id=second.pk, by=of.coordinator, at=START)
    assert decided(at_point, of).code == "2026-2"


def test_a_decision_has_words_and_the_second_writer_sees_those_of_the_first() -> None:
    of = world()
    at_point = point(begun(of), of)
    with pytest.raises(BadInput):
        record_decision(point_id=at_point.pk, words=EMPTY, by=of.coordinator, at=START)
    decision = decided(at_point, of)
    for words in ("One", "Two"):
        change: dict[str, Any] = {
            "decision_id": decision.pk,
            "words": text(words),
            "node_ids": (),
            "version": 1,
        }
        if words == "One":
            change_decision(**change, by=of.coordinator, at=START)
            continue
        with pytest.raises(Conflict):
            change_decision(**change, by=of.coordinator, at=START)
