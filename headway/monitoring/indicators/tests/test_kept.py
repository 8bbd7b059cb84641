"""Kept answers: whatever is done, and however the clock moves, they are what would be computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.models import Indicator, IndicatorText, Kept, Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.queries.kept import MOST_SPARKS, read, short, standing_on
from headway.monitoring.indicators.queries.overview import overview
from headway.monitoring.indicators.services import (
    add_indicator,
    change_indicator,
    choose_method,
    end_indicator,
    rebuild,
    record_values,
    renew_due,
)
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.indicators.tests.factories import d, defining, measured, tell, wanted
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.services import discard_draft, end_node, open_draft, put_in_force
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests.factories import AT, BY, EditionFactory, add

if TYPE_CHECKING:
    from headway.monitoring.indicators.definition import Definition
    from headway.monitoring.indicators.queries.rollups import Rollup

Seen = tuple[Any, ...]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Not shrunk: that takes longer than reading the steps of a failure."""
PICK = st.integers(0, 5)
FIGURES = st.integers(-3, 40)
YEARS = st.integers(2018, 2026)
KINDS = {"stock": "up", "flow": "down", "cumulative": "up", "band": "band"}


def definition(kind: str, low: int, high: int, nodes: tuple[int, ...], lag: int) -> Definition:
    low, high = sorted((abs(low), abs(high)))
    return defining(
        kind=kind,
        direction=KINDS[kind],
        baseline=None if kind == "band" else d(high),
        baseline_period=None if kind == "band" else Period.parse("2018"),
        targets=(wanted("2030", low, high if kind == "band" else low),),
        lag_days=lag,
        frequency="year" if lag else "irregular",
        node_ids=nodes,
        is_ambition=not nodes,
    )


def seen(edition: Edition, *, on: date, is_today: bool) -> tuple[Rollup, list[Seen]]:
    """Return what the page of a strategy shows: from what is kept today, from the values else."""
    found = overview(edition, on=on, is_today=is_today)
    return found.rollup, [
        (
            each.key,
            each.provenance,
            each.answer.verdict,
            each.answer.assessment,
            each.answer.targets,
            each.answer.facts.points[-MOST_SPARKS:],
        )
        for each in found.ambitions
    ]


class Keeping(RuleBasedStateMachine):
    """A coordinator, a worker that sometimes looks, and a calendar that moves on."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.clock = datetime(2024, 1, 20, 22, 30, tzinfo=UTC)
        self.draft: Edition | None = EditionFactory.create()
        self.strategy = self.draft.strategy
        tops = [add(self.draft, f"Objective {n}", code=str(n)) for n in (1, 2)]
        self.nodes = [add(self.draft, "Measure", top).node for top in (*tops, *tops)]
        self.indicators: list[Indicator] = []
        for number, kind in enumerate(KINDS):
            self.add(kind, number, 30, {number}, 90)
        self.put_in_force(0)

    @property
    def today(self) -> date:
        return day_of(self.strategy, self.clock)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def edition(self) -> Edition | None:
        editions = Edition.objects.unrestricted(reason="test").filter(strategy=self.strategy)
        return in_force(tuple(editions.select_related("strategy")), on=self.today)

    def defined(self) -> list[IndicatorText]:
        assert self.draft
        return list(IndicatorText.objects.of(self.draft).select_related("indicator").order_by("pk"))

    def node_ids(self, picked: set[int]) -> tuple[int, ...]:
        assert self.draft
        standing = [node.pk for node in self.nodes]
        return tuple({standing[n % len(standing)] for n in picked}) if standing else ()

    # -- the draft -----------------------------------------------------------------------------

    @precondition(lambda self: not self.draft)
    @rule()
    def open(self) -> None:
        self.draft = open_draft(strategy_id=self.strategy.pk, by=BY, at=self.now)
        self.before = list(self.indicators), list(self.nodes)

    @precondition(lambda self: self.draft and len(self.indicators) < 7)
    @rule(kind=st.sampled_from(sorted(KINDS)), low=FIGURES, high=FIGURES, nodes=st.sets(PICK),
          lag=st.sampled_from([0, 30, 400]))  # fmt: skip
    def add(self, kind: str, low: int, high: int, nodes: set[int], lag: int) -> None:
        assert self.draft
        said = definition(kind, low, high, self.node_ids(nodes), lag)
        row = add_indicator(draft_id=self.draft.pk, said=said, by=BY, at=self.now)
        self.indicators.append(row.indicator)

    @precondition(lambda self: self.draft and self.defined())
    @rule(pick=PICK, low=FIGURES, high=FIGURES, nodes=st.sets(PICK),
          lag=st.sampled_from([0, 30, 400]))  # fmt: skip
    def change(self, pick: int, low: int, high: int, nodes: set[int], lag: int) -> None:
        assert self.draft
        rows = self.defined()
        row = rows[pick % len(rows)]
        change_indicator(
            draft_id=self.draft.pk,
            indicator=row.indicator,
            said=definition(row.kind, low, high, self.node_ids(nodes), lag),
            token=definition_token(row),
            by=BY,
            at=self.now,
        )

    @precondition(lambda self: self.draft and self.defined())
    @rule(pick=PICK)
    def end(self, pick: int) -> None:
        assert self.draft
        rows = self.defined()
        row = rows[pick % len(rows)].indicator
        end_indicator(draft_id=self.draft.pk, indicator=row, by=BY, at=self.now)
        self._forget_the_unread()

    @precondition(lambda self: self.draft and len(self.nodes) > 1)
    @rule(pick=PICK)
    def end_a_node(self, pick: int) -> None:
        assert self.draft
        node = self.nodes.pop(pick % len(self.nodes))
        end_node(draft_id=self.draft.pk, node=node, by=BY, at=self.now)

    @precondition(lambda self: self.draft and self.edition())
    @rule()
    def discard(self) -> None:
        assert self.draft
        discard_draft(draft_id=self.draft.pk, by=BY, at=self.now)
        self.draft, (_indicators, self.nodes) = None, self.before
        self._forget_the_unread()

    @precondition(lambda self: self.draft)
    @rule(ahead=st.sampled_from([0, 0, 3, 200]))
    def put_in_force(self, ahead: int) -> None:
        assert self.draft
        act = Act(PartialDate.of(self.today + timedelta(days=ahead)))
        try:
            with transaction.atomic():
                put_in_force(draft_id=self.draft.pk, act=act, by=BY, at=self.now)
        except BadInput:  # before the edition that is in force from a later day
            return
        self.draft = None

    def _forget_the_unread(self) -> None:
        read = IndicatorText.objects.unrestricted(reason="test").values("indicator")
        rows = Indicator.objects.filter(pk__in=read, strategy=self.strategy)
        self.indicators = list(rows.order_by("pk"))

    # -- values, methods, the calendar ---------------------------------------------------------

    @precondition(lambda self: self.indicators)
    @rule(pick=PICK, year=YEARS, value=st.none() | FIGURES, early=st.sampled_from([0, 0, 9, 300]))
    def tell(self, pick: int, year: int, value: int | None, early: int) -> None:
        indicator = self.indicators[pick % len(self.indicators)]
        at = self.now
        period = Period.parse(str(year))
        if period.first_day > self.today:
            return
        number = None if value is None else d(abs(value))
        standing = Value.objects.unrestricted(reason="test").filter(
            indicator=indicator, period=str(year), is_latest=True
        )
        said = Said(
            period,
            value=number,
            missing="not_collected" if number is None else "",
            received_at=at - timedelta(days=early),
            seen=standing.values_list("pk", flat=True).first(),
        )
        record_values(indicator_id=indicator.pk, said=[said], by=BY, at=at, is_sure=True)

    @rule(method=st.sampled_from(sorted(METHODS)))
    def choose(self, method: str) -> None:
        choose_method(strategy_id=self.strategy.pk, method=method, by=BY, at=self.now)

    @rule(days=st.sampled_from([1, 3, 30, 200, 366]))
    def move_on(self, days: int) -> None:
        self.clock += timedelta(days=days)

    @rule()
    def look(self) -> None:
        renew_due(at=self.now)
        edition = self.edition()
        kept = Kept.objects.unrestricted(reason="test").filter(indicator__strategy=self.strategy)
        rows = IndicatorText.objects.of(edition) if edition else None
        wanted = list(rows.values_list("indicator", flat=True)) if rows is not None else []
        assert not kept.exclude(standing_on(self.today)).exists()
        assert kept.filter(indicator__in=wanted).count() == len(wanted)
        assert renew_due(at=self.now) == 0

    # -- what must always hold -----------------------------------------------------------------

    @invariant()
    def what_is_kept_is_what_would_be_computed(self) -> None:
        edition = self.edition()
        if edition is None:
            return
        computed = {each.text.indicator_id: short(each) for each in answers(edition, on=self.today)}
        kept = Kept.objects.unrestricted(reason="test").filter(
            standing_on(self.today), indicator__strategy=self.strategy
        )
        assert {row.pk: read(row) for row in kept}.items() <= computed.items()
        assert seen(edition, on=self.today, is_today=True) == seen(
            edition, on=self.today, is_today=False
        )

    @invariant()
    def as_of_now_is_now(self) -> None:
        edition = self.edition()
        if edition is not None:
            on = self.today
            assert answers(edition, on=on, as_of=self.clock) == answers(edition, on=on)


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [5, pytest.param(300, marks=pytest.mark.audit)])
def test_kept_and_computed_agree_after_any_edits_and_clock_moves(examples: int) -> None:
    run_state_machine_as_test(
        Keeping,
        settings=settings(
            max_examples=examples,
            phases=PHASES,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )


def kept_of(indicator: Indicator) -> Kept:
    return Kept.objects.unrestricted(reason="test").get(indicator=indicator)


@pytest.mark.django_db
def test_a_read_past_the_day_until_which_an_answer_holds_judges_anew() -> None:
    edition, _nodes, [indicator] = measured()
    tell(indicator, "2024", 500)
    kept = kept_of(indicator)
    assert (kept.verdict, kept.holds_until) == ("on_path", date(2026, 4, 1))
    days = (date(2026, 3, 31), date(2026, 4, 1))
    counted = [overview(edition, on=day, is_today=True).rollup.in_all for day in days]
    assert counted == [{"on_path": 1}, {"not_reported": 1}]
    assert kept_of(indicator).verdict == "on_path"


@pytest.mark.django_db
def test_the_worker_renews_what_the_calendar_has_overtaken_and_nothing_else() -> None:
    _edition, _nodes, [due, _later] = measured(2)
    tell(due, "2024", 500)
    assert renew_due(at=AT) == 0
    assert renew_due(at=datetime(2026, 4, 1, 9, tzinfo=UTC)) == 1
    assert (kept_of(due).verdict, kept_of(due).holds_until) == ("not_reported", None)


@pytest.mark.django_db
def test_all_answers_are_made_again() -> None:
    edition, _nodes, made = measured(3)
    for each in made:
        tell(each, "2024", 500)
    rows = Kept.objects.unrestricted(reason="test")
    before = list(rows.order_by("pk").values())
    rows.update(verdict="behind", answer={}, tops="")
    rows.filter(pk=made[0].pk).delete()
    assert rebuild(at=AT) == 3
    assert list(rows.order_by("pk").values()) == before
    assert overview(edition, on=AT.date(), is_today=True).rollup.total == 3


@pytest.mark.django_db
def test_a_missing_answer_is_judged_anew() -> None:
    edition, _nodes, [gone, _stays] = measured(2)
    computed = seen(edition, on=AT.date(), is_today=False)
    Kept.objects.unrestricted(reason="test").filter(pk=gone.pk).delete()
    assert seen(edition, on=AT.date(), is_today=True) == computed
    assert computed[0].total == 2
