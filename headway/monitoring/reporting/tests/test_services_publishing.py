"""How a round ends: what is refused, what stays, and what a later report adds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from headway.foundation.core.errors import NotAllowed, WrongState
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import Provenance
from headway.foundation.publication.queries import versions
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.indicators.models import Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.reporting.models import Round, RoundVerdict, Statement
from headway.monitoring.reporting.queries.published import verdicts_in
from headway.monitoring.reporting.queries.verdicts import verdicts_of
from headway.monitoring.reporting.services import (
    accept_report,
    close_round,
    publish_round,
    reopen_report,
    save_answer,
    submit_report,
)
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    World,
    answers_of,
    figure,
    figures_in,
    handed_in,
    opened,
    report_of,
    reported,
    world,
)
from headway.monitoring.strategy.models import Life, LifeRecord
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.services import set_life

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
CLOSED = AT + timedelta(days=30)
PUBLISHED = AT + timedelta(days=40)
LATER = AT + timedelta(days=60)


def accepted(of: World, asked: Round, number: int = 0, *, at: datetime = AT) -> None:
    report = report_of(asked, of.partners[number])
    handed_in(report, by=of.reporters[number], at=at + timedelta(days=1))
    accept_report(report_id=report.pk, by=of.coordinator, at=at + timedelta(days=2))


def ended(of: World, asked: Round) -> Round:
    close_round(round_id=asked.pk, by=of.coordinator, at=CLOSED)
    return publish_round(round_id=asked.pk, by=of.coordinator, at=PUBLISHED)


def frozen(
    asked: Round, *, known_before: datetime | None = None
) -> list[tuple[int, str, str, Decimal | None, str]]:
    rows = verdicts_of(asked, known_before=known_before)
    return [
        (pk, row.verdict, row.method, row.value, row.period) for pk, row in sorted(rows.items())
    ]


def said_of(asked: Round) -> list[tuple[int, str]]:
    rows = Statement.objects.unrestricted(reason=REASON).filter(round=asked)
    return list(rows.order_by("published_at", "node").values_list("node", "status"))


def reported_again(of: World, asked: Round, value: int, *, at: datetime) -> None:
    """Reopen the first partner's report, change its figure and status, and accept it again."""
    report = report_of(asked, of.partners[0])
    until = at + timedelta(days=9)
    reopen_report(
        report_id=report.pk, until=until, reason="A typing error", by=of.coordinator, at=at
    )
    for answer in answers_of(report):
        save_answer(
            answer_id=answer.pk,
            said=reported(status="finished"),
            figures=[figure(each, Decimal(value)) for each in figures_in(answer)],
            version=answer.version,
            by=of.reporters[0],
            at=at,
            is_sure=True,
        )
    submit_report(report_id=report.pk, request_key=f"again-{at}", by=of.reporters[0], at=at)
    accept_report(report_id=report.pk, by=of.coordinator, at=at)


def test_a_round_stays_open_while_a_report_waits_for_review() -> None:
    of = world()
    asked = opened(of)
    handed_in(report_of(asked, of.partners[0]), by=of.reporters[0])

    with pytest.raises(WrongState, match="for your review"):
        close_round(round_id=asked.pk, by=of.coordinator, at=CLOSED)

    asked.refresh_from_db()
    assert (asked.state, frozen(asked)) == (RoundState.OPEN, [])


@pytest.mark.parametrize("who", ["reporter", "coordinator of another"])
def test_only_a_coordinator_of_the_strategy_ends_a_round(who: str) -> None:
    of = world()
    asked = opened(of)
    accepted(of, asked)
    by: User = of.reporters[0] if who == "reporter" else world().coordinator

    with pytest.raises(NotAllowed):
        close_round(round_id=asked.pk, by=by, at=CLOSED)
    close_round(round_id=asked.pk, by=of.coordinator, at=CLOSED)
    with pytest.raises(NotAllowed):
        publish_round(round_id=asked.pk, by=by, at=PUBLISHED)
    assert said_of(asked) == []


def test_an_open_round_is_not_published_and_a_published_one_not_again() -> None:
    of = world()
    asked = opened(of)
    with pytest.raises(WrongState):
        publish_round(round_id=asked.pk, by=of.coordinator, at=PUBLISHED)
    ended(of, asked)
    with pytest.raises(WrongState):
        publish_round(round_id=asked.pk, by=of.coordinator, at=LATER)


def test_verdicts_are_frozen_as_indicators_are_judged_once_the_values_are_published() -> None:
    of = world(measures=3, figures=True)
    asked = opened(of)
    accepted(of, asked)

    ended(of, asked)

    judged = answers(of.edition, on=day_of(of.edition.strategy, CLOSED))
    assert frozen(asked) == sorted(
        (
            each.text.indicator_id,
            each.verdict,
            each.assessment.method,
            each.facts.latest.value if each.facts.latest else None,
            each.period,
        )
        for each in judged
    )
    assert {value for *_rest, value, _period in frozen(asked)} == {Decimal(10)}


def test_a_silent_partner_changes_nothing() -> None:
    of = world(partners=2, figures=True)
    set_life(node_id=of.nodes[1].pk, status="waiting", by=of.coordinator, at=AT)
    asked = opened(of)
    accepted(of, asked)
    records = LifeRecord.objects.filter(node=of.nodes[1]).count()

    ended(of, asked)

    assert said_of(asked) == [(of.nodes[0].pk, "going")]
    assert Life.objects.get(node=of.nodes[1]).status == "waiting"
    assert LifeRecord.objects.filter(node=of.nodes[1]).count() == records
    values = Value.objects.unrestricted(reason=REASON)
    assert list(values.values_list("indicator", flat=True)) == [of.indicators[0].pk]
    assert report_of(asked, of.partners[1]).state == ReportState.DRAFT


@pytest.mark.parametrize(
    ("day", "standing"), [(date(2026, 6, 30), "going"), (date(2026, 7, 1), "finished")]
)
def test_a_status_of_a_later_day_than_the_period_stands(day: date, standing: str) -> None:
    of = world()
    asked = opened(of)
    accepted(of, asked)
    set_life(node_id=of.nodes[0].pk, status="finished", status_on=day, by=of.coordinator, at=CLOSED)

    ended(of, asked)

    assert Life.objects.get(node=of.nodes[0]).status == standing
    assert said_of(asked) == [(of.nodes[0].pk, "going")]


def test_a_report_accepted_after_publication_is_published_above_the_old_one() -> None:
    of = world(partners=2, figures=True)
    asked = opened(of)
    accepted(of, asked, 0)
    accepted(of, asked, 1)
    ended(of, asked)

    reported_again(of, asked, 25, at=LATER)

    first, second = (node.pk for node in of.nodes)
    assert said_of(asked) == [(first, "going"), (second, "going"), (first, "finished")]
    assert Life.objects.get(node=of.nodes[0]).status == "finished"
    values = Value.objects.unrestricted(reason=REASON).filter(indicator=of.indicators[0])
    vintages = values.order_by("pk").values_list("value", "is_latest")
    assert list(vintages) == [(Decimal(10), False), (Decimal(25), True)]
    assert [value for *_rest, value, _period in frozen(asked)] == [Decimal(25), Decimal(10)]


@pytest.mark.parametrize("synthetic", [(), ("all",)])
def test_what_is_reported_of_a_made_up_indicator_is_marked_as_made_up(
    synthetic: tuple[str, ...],
) -> None:
    of = world(figures=True, provenance=Provenance(synthetic=synthetic))
    asked = opened(of)
    accepted(of, asked)
    ended(of, asked)
    [value] = Value.objects.unrestricted(reason=REASON).filter(indicator=of.indicators[0])
    assert value.provenance.is_synthetic() is bool(synthetic)


def test_how_a_round_was_judged_before_a_report_was_reopened_stays_to_be_read() -> None:
    of = world(partners=2, figures=True)
    asked = opened(of)
    accepted(of, asked, 0)
    accepted(of, asked, 1)
    ended(of, asked)
    before = frozen(asked)

    reported_again(of, asked, 25, at=LATER)

    asked.refresh_from_db()
    shown = {each.row.value for each in verdicts_in(asked)}
    then = {each.row.value for each in verdicts_in(asked, known_before=LATER)}
    assert (shown, then) == ({Decimal(25), Decimal(10)}, {Decimal(10)})
    assert frozen(asked, known_before=LATER) == before
    rows = RoundVerdict.objects.unrestricted(reason=REASON).filter(round=asked)
    assert rows.count() == len(before) + 1, "what is judged alike is not kept twice"


def test_what_a_later_round_reported_does_not_reach_back_into_an_earlier_one() -> None:
    of = world(partners=2, figures=True)
    first = opened(of)
    accepted(of, first, 0)
    accepted(of, first, 1)
    ended(of, first)
    half = timedelta(days=184)
    second = opened(of, at=AT + half, period=Period.parse("2026-S2"), deadline_at=DEADLINE + half)
    accepted(of, second, 0, at=AT + half)
    accepted(of, second, 1, at=AT + half)
    close_round(round_id=second.pk, by=of.coordinator, at=CLOSED + half)
    publish_round(round_id=second.pk, by=of.coordinator, at=PUBLISHED + half)
    before = frozen(first)

    reported_again(of, first, 25, at=LATER + half)

    again = frozen(first)
    assert [row[3:] for row in again] == [(Decimal(25), "2025-S2"), (Decimal(10), "2025-S2")]
    assert again[1:] == before[1:]


def test_what_readers_see_is_renewed_when_a_round_is_closed_and_when_it_is_published() -> None:
    """Closed, its deadline stands on the page of its strategy no more."""
    of = world(figures=True)
    asked = opened(of)
    accepted(of, asked)
    scope = strategy_scope(of.edition.strategy.key)
    before = versions([scope])[scope]

    close_round(round_id=asked.pk, by=of.coordinator, at=CLOSED)
    closed = versions([scope])[scope]
    publish_round(round_id=asked.pk, by=of.coordinator, at=PUBLISHED)
    published = versions([scope])[scope]
    reported_again(of, asked, 25, at=LATER)

    assert before < closed < published < versions([scope])[scope]
