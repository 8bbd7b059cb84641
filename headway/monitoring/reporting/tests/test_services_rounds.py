"""Rounds: what cannot be prepared, changed, opened or discarded, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.periods import Period
from headway.foundation.core.tests.racing import at_once, refusals
from headway.monitoring.reporting.facts import ReminderPlan
from headway.monitoring.reporting.models import Round
from headway.monitoring.reporting.services import (
    ask_again,
    change_round,
    close_round,
    discard_round,
    open_round,
    publish_round,
    reassign_measures,
)
from headway.monitoring.reporting.services import rounds as services
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    PLAN,
    REASON,
    World,
    handed_in,
    opened,
    prepared,
    report_of,
    world,
)
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"asks_statuses": False, "asks_figures": False}, "asks_statuses"),
        ({"deadline_at": AT.replace(month=6, day=30)}, "deadline"),
        ({"reminders": ReminderPlan(before=tuple(range(1, 14)))}, "reminders.before"),
        ({"reminders": ReminderPlan(before=(0,))}, "reminders.before"),
        ({"reminders": ReminderPlan(after=(366,))}, "reminders.after"),
        ({"period": Period.parse("1999")}, "period"),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_field(plan: dict[str, Any], field: str) -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        prepared(of, **plan)
    assert set(refused.value.problems) == {field}
    assert not Round.objects.unrestricted(reason=REASON).exists()


def test_a_period_has_one_round_unless_it_was_discarded() -> None:
    of = world()
    first = prepared(of)
    with pytest.raises(BadInput, match="There is a round"):
        prepared(of)
    discard_round(round_id=first.pk, by=of.coordinator, at=AT)
    assert prepared(of).state == RoundState.DRAFT


def test_nobody_but_a_coordinator_keeps_rounds() -> None:
    of = world()
    asked = prepared(of)
    for stranger in (of.reporters[0], UserFactory.create()):
        acts = (
            lambda by=stranger: prepared(replace_coordinator(of, by), period=Period.parse("2025")),
            lambda by=stranger: change_round(round_id=asked.pk, plan=PLAN, version=1, by=by, at=AT),
            lambda by=stranger: ask_again(round_id=asked.pk, by=by, at=AT),
            lambda by=stranger: open_round(round_id=asked.pk, by=by, at=AT),
            lambda by=stranger: discard_round(round_id=asked.pk, by=by, at=AT),
            lambda by=stranger: close_round(round_id=asked.pk, by=by, at=AT),
            lambda by=stranger: publish_round(round_id=asked.pk, by=by, at=AT),
            lambda by=stranger: reassign_measures(
                round_id=asked.pk, node_ids=[], organisation=of.partners[0], by=by, at=AT
            ),
        )
        for act in acts:
            with pytest.raises(NotAllowed):
                act()


def replace_coordinator(of: World, by: Any) -> World:  # noqa: ANN401 -- a person
    return replace(of, coordinator=by)


def test_what_is_past_its_moment_is_refused() -> None:
    of = world()
    asked = prepared(of)
    with pytest.raises(WrongState, match="deadline has passed"):
        open_round(round_id=asked.pk, by=of.coordinator, at=DEADLINE)
    open_round(round_id=asked.pk, by=of.coordinator, at=AT)
    for act in (ask_again, discard_round, open_round, publish_round):
        with pytest.raises(WrongState):
            act(round_id=asked.pk, by=of.coordinator, at=AT)
    close_round(round_id=asked.pk, by=of.coordinator, at=AT)
    with pytest.raises(WrongState, match="is over"):
        change_round(round_id=asked.pk, plan=PLAN, version=3, by=of.coordinator, at=AT)


def test_a_round_with_a_report_in_review_is_not_closed() -> None:
    of = world()
    asked = opened(of)
    handed_in(report_of(asked, of.partners[0]), by=of.reporters[0])
    with pytest.raises(WrongState, match="wait"):
        close_round(round_id=asked.pk, by=of.coordinator, at=AT)


def change(of: World, asked: Round, words: str, version: int = 1) -> Any:  # noqa: ANN401
    plan = replace(PLAN, title=text(words))
    return lambda: change_round(
        round_id=asked.pk, plan=plan, version=version, by=of.coordinator, at=AT
    )


def title(asked: Round) -> str:
    return str(Round.objects.unrestricted(reason=REASON).get(pk=asked.pk).title)


def test_of_two_who_saw_the_same_round_the_second_is_shown_both() -> None:
    of = world()
    asked = prepared(of)
    change(of, asked, "Ona")()
    with pytest.raises(Conflict) as conflict:
        change(of, asked, "Jonas")()
    fields = {clash.field: (clash.theirs, clash.mine) for clash in conflict.value.clashes}
    assert fields["title.lt"] == ("Ona (lt)", "Jonas (lt)")
    assert title(asked) == "Ona (lt)"
    change(of, asked, "Jonas", int(conflict.value.token))()
    assert title(asked) == "Jonas (lt)"


def test_without_the_version_the_second_would_save_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "require_version", lambda *_args, **_options: None)
    of = world()
    asked = prepared(of)
    change(of, asked, "Ona")()
    change(of, asked, "Jonas")()
    assert title(asked) == "Jonas (lt)"


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told() -> None:
    of = world()
    asked = prepared(of)
    outcomes = at_once(change(of, asked, "Ona"), change(of, asked, "Jonas"))
    assert refusals(outcomes) == 1


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_save_and_one_be_lost_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = world()
    asked = prepared(of)
    both_have_read = Barrier(2, timeout=10)

    def unlocked(round_id: int) -> Round:
        rounds = Round.objects.unrestricted(reason=REASON).select_related("strategy", "edition")
        found = rounds.get(pk=round_id)
        both_have_read.wait()
        return found

    monkeypatch.setattr(services, "locked_round", unlocked)
    outcomes = at_once(change(of, asked, "Ona"), change(of, asked, "Jonas"))
    assert refusals(outcomes) == 0


def test_measures_of_a_report_that_was_handed_in_stay() -> None:
    of = world(partners=2)
    asked = opened(of)
    handed_in(report_of(asked, of.partners[0]), by=of.reporters[0])
    with pytest.raises(WrongState, match="was handed in"):
        reassign_measures(
            round_id=asked.pk,
            node_ids=[of.nodes[0].pk],
            organisation=of.partners[1],
            by=of.coordinator,
            at=AT + timedelta(days=2),
        )
