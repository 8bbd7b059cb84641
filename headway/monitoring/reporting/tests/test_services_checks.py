"""What cannot be said in a report is refused at its field, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY
from headway.monitoring.indicators.services.values import Implausible
from headway.monitoring.indicators.states import Missing
from headway.monitoring.indicators.tests.factories import tell
from headway.monitoring.reporting.facts import Measured, Reported
from headway.monitoring.reporting.models import Answer
from headway.monitoring.reporting.services import close_round, save_answer
from headway.monitoring.reporting.services.checks import LONGEST_TEXT, clashes_of
from headway.monitoring.reporting.states import Way
from headway.monitoring.reporting.tests.factories import (
    AT,
    REASON,
    TEN,
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
from headway.monitoring.strategy.frame import StatusOption
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.states import Canonical, NodeKind
from headway.monitoring.strategy.tests.factories import STATUSES, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Person

pytestmark = pytest.mark.django_db
TOO_LONG = text("x" * (LONGEST_TEXT + 1))
SLOW = StatusOption("slow", text("slow"), Canonical.PARTLY_DONE)


@pytest.fixture
def of() -> World:
    found = world(partners=2, measures=2)
    strategy = found.edition.strategy
    strategy.statuses = (*STATUSES, SLOW)
    strategy.save()
    return found


@pytest.fixture
def report(of: World) -> Report:
    return report_of(opened(of), of.partners[0])


def say(
    answer: Answer,
    said: Reported,
    figures: Sequence[Measured] = (),
    *,
    by: Person,
    version: int = 0,
    is_sure: bool = False,
) -> None:
    save_answer(
        answer_id=answer.pk, said=said, figures=figures, version=version or answer.version,
        by=by, at=AT, is_sure=is_sure,
    )  # fmt: skip


def standing(answer: Answer) -> Answer:
    return Answer.objects.unrestricted(reason=REASON).get(pk=answer.pk)


def is_untouched(answer: Answer) -> bool:
    row = standing(answer)
    return (row.way, row.status, row.version, row.saved_at) == ("", "", 1, None)


def described(node_pk: int, **columns: object) -> None:
    NodeText.objects.unrestricted(reason=REASON).filter(node=node_pk).update(**columns)


# -- words ---------------------------------------------------------------------------------------

BAD = [
    (reported(way=""), "way", "Say how far the measure has got, or why it does not apply."),
    (reported(way="maybe"), "way", "Say how far the measure has got, or why it does not apply."),
    (Reported(way=Way.NONE), "cause", "Say why the measure does not apply."),
    (reported(status=""), "status", "Choose how far the measure has got."),
    (reported(status="of another strategy"), "status", "Choose how far the measure has got."),
    (reported(status="slow"), "cause", "Say why: a cause is needed"),
    (reported(done=TOO_LONG), "done", "Shorten it."),
    (reported(ahead=TOO_LONG), "ahead", "Shorten it."),
    (reported(obstacles=TOO_LONG), "obstacles", "Shorten it."),
    (reported(cause=TOO_LONG), "cause", "Shorten it."),
    (reported(evidence_address="javascript:alert(1)"), "evidence_address", "is no web address"),
    (reported(evidence_address="notes on my desk"), "evidence_address", "is no web address"),
]


@pytest.mark.parametrize(("said", "field", "sentence"), BAD)
def test_what_cannot_be_said_of_a_measure_is_refused_at_its_field(
    of: World, report: Report, said: Reported, field: str, sentence: str
) -> None:
    answer = answers_of(report)[0]
    with pytest.raises(BadInput) as refused:
        say(answer, said, by=of.reporters[0])
    assert list(refused.value.problems) == [field]
    assert sentence in refused.value.problems[field]
    assert is_untouched(answer)


GOOD = [
    reported(),
    reported(way=Way.SAME),
    Reported(way=Way.NONE, cause=text("It was merged with another.")),
    reported(status="slow", cause=text("The tender failed.")),
    reported(done=text("x" * (LONGEST_TEXT - len(" (lt)")))),
    reported(done=EMPTY, evidence_address="https://example.org/act"),
]


@pytest.mark.parametrize("said", GOOD)
def test_what_can_be_said_is_kept_as_it_is(of: World, report: Report, said: Reported) -> None:
    answer = answers_of(report)[0]
    say(answer, said, by=of.reporters[0])
    row = standing(answer)
    assert (row.way, row.status, row.done, row.cause) == (
        said.way, said.status, said.done, said.cause,
    )  # fmt: skip
    assert (row.evidence_address, row.version) == (said.evidence_address, 2)


def test_all_that_is_wrong_is_named_at_once(of: World, report: Report) -> None:
    said = reported(status="", done=TOO_LONG, evidence_address="?")
    with pytest.raises(BadInput) as refused:
        say(answers_of(report)[0], said, by=of.reporters[0])
    assert set(refused.value.problems) == {"status", "done", "evidence_address"}


def test_a_round_that_asks_for_no_statuses_takes_none(of: World) -> None:
    figures = world(figures=True)
    report = report_of(opened(figures, asks_statuses=False), figures.partners[0])
    [answer] = answers_of(report)
    [due] = figures_in(answer)
    said = reported(status="")
    say(answer, said, [figure(due, TEN)], by=figures.reporters[0], is_sure=True)
    assert standing(answer).way == Way.NEW


def test_a_continuous_measure_is_not_done_before_the_horizon(of: World, report: Report) -> None:
    first, second = answers_of(report)
    described(of.nodes[0].pk, kind=NodeKind.CONTINUOUS)
    with pytest.raises(BadInput, match="not done before the horizon") as refused:
        say(first, reported(status="finished"), by=of.reporters[0])
    assert set(refused.value.problems) == {"status"}
    assert is_untouched(first)
    say(first, reported(status="going"), by=of.reporters[0])
    say(second, reported(status="finished"), by=of.reporters[0])


def test_a_measure_past_its_own_day_needs_a_cause_that_names_the_day(
    of: World, report: Report
) -> None:
    first, second = answers_of(report)
    described(of.nodes[0].pk, due=PartialDate(2026, 5))
    described(of.nodes[1].pk, due=PartialDate(2026, 6))  # the last day of the period is still in it
    with pytest.raises(BadInput, match="May 2026") as refused:
        say(first, reported(), by=of.reporters[0])
    assert set(refused.value.problems) == {"cause"}
    assert is_untouched(first)
    say(first, reported(cause=text("The tender failed.")), by=of.reporters[0])
    say(second, reported(), by=of.reporters[0])


# -- figures -------------------------------------------------------------------------------------


@pytest.fixture
def counted() -> World:
    return world(partners=2, measures=2, figures=True)


BAD_FIGURES: list[tuple[dict[str, Any], str]] = [
    ({"value": None}, "There is no value."),
    ({"value": TEN, "missing": Missing.NOT_COLLECTED}, "a value and a reason for none"),
    ({"value": None, "missing": "lost"}, "is not in the list"),
]


@pytest.mark.parametrize(("said", "sentence"), BAD_FIGURES)
def test_a_figure_that_cannot_be_is_refused_at_its_field(
    counted: World, said: dict[str, Any], sentence: str
) -> None:
    answer = answers_of(report_of(opened(counted), counted.partners[0]))[0]
    [due] = figures_in(answer)
    measured = replace(figure(due, None), **said)
    with pytest.raises(BadInput, match=sentence) as refused:
        say(answer, reported(), [measured], by=counted.reporters[0], is_sure=True)
    assert set(refused.value.problems) == {f"figure-{due.pk}"}
    assert is_untouched(answer)


def test_a_figure_that_is_asked_and_not_said_is_refused_unless_the_measure_does_not_apply(
    counted: World,
) -> None:
    answer = answers_of(report_of(opened(counted), counted.partners[0]))[0]
    [due] = figures_in(answer)
    with pytest.raises(BadInput) as refused:
        say(answer, reported(), by=counted.reporters[0])
    assert set(refused.value.problems) == {f"figure-{due.pk}"}
    say(answer, Reported(way=Way.NONE, cause=text("Merged.")), by=counted.reporters[0])
    assert standing(answer).way == Way.NONE


def test_a_figure_of_another_part_or_partner_is_not_written(counted: World) -> None:
    asked = opened(counted)
    first, second = answers_of(report_of(asked, counted.partners[0]))
    foreign = answers_of(report_of(asked, counted.partners[1]))[0]
    own, others = figures_in(first), [*figures_in(second), *figures_in(foreign)]
    said = [figure(each, TEN) for each in [*own, *others]]
    say(first, reported(), said, by=counted.reporters[0], is_sure=True)
    assert [each.value for each in figures_in(first)] == [TEN]
    assert [each.value for each in [*figures_in(second), *figures_in(foreign)]] == [None, None]


def doubted(counted: World) -> tuple[Answer, Measured]:
    """Return a part whose running total fell, which is asked about."""
    tell(counted.indicators[0], "2025-S1", 400)
    answer = answers_of(report_of(opened(counted), counted.partners[0]))[0]
    [due] = figures_in(answer)
    return answer, figure(due, TEN)


def test_a_figure_that_looks_like_a_mistake_is_kept_only_by_who_is_sure(counted: World) -> None:
    answer, fallen = doubted(counted)
    with pytest.raises(Implausible) as asked:
        say(answer, reported(), [fallen], by=counted.reporters[0])
    assert set(asked.value.doubts) == {f"figure-{fallen.figure_id}"}
    assert is_untouched(answer)
    say(answer, reported(), [fallen], by=counted.reporters[0], is_sure=True)
    assert [each.value for each in figures_in(answer)] == [TEN]


def test_who_gives_a_reason_for_none_or_repeats_the_last_is_not_asked(counted: World) -> None:
    answer, fallen = doubted(counted)
    none = replace(fallen, value=None, missing=Missing.NOT_COLLECTED)
    say(answer, reported(), [none], by=counted.reporters[0])
    again = replace(fallen, way=Way.SAME)
    say(standing(answer), reported(), [again], by=counted.reporters[0])


# -- who, when, and after whom -------------------------------------------------------------------


def test_nobody_else_answers(of: World, report: Report) -> None:
    answer = answers_of(report)[0]
    for stranger in (of.reporters[1], of.coordinator):
        with pytest.raises(NotAllowed):
            say(answer, reported(), by=stranger)
    assert is_untouched(answer)


def test_a_report_that_was_handed_in_or_whose_round_is_over_takes_no_answers(of: World) -> None:
    asked = opened(of)
    first, second = (report_of(asked, partner) for partner in of.partners)
    handed_in(first, by=of.reporters[0])
    with pytest.raises(WrongState, match="Take it back"):
        say(answers_of(first)[0], reported(), by=of.reporters[0])
    asked.state = "closed"
    asked.closed_at = AT
    asked.save()
    with pytest.raises(WrongState, match="takes no more answers"):
        say(answers_of(second)[0], reported(), by=of.reporters[1])
    assert is_untouched(answers_of(second)[0])
    with pytest.raises(WrongState):
        close_round(round_id=asked.pk, by=of.coordinator, at=AT)


@pytest.mark.parametrize("version", [1, 3])
def test_who_saw_an_older_or_no_version_is_shown_both(
    of: World, report: Report, version: int
) -> None:
    answer = answers_of(report)[0]
    say(answer, reported(), by=of.reporters[0])
    with pytest.raises(Conflict) as conflict:
        say(answer, reported(done=text("Three halls")), by=of.reporters[0], version=version)
    assert [(each.field, each.theirs, each.mine) for each in conflict.value.clashes] == [
        ("done.lt", "Two halls (lt)", "Three halls (lt)"),
        ("done.en", "Two halls", "Three halls"),
    ]
    assert conflict.value.token == "2"
    assert standing(answer).done == text("Two halls")


# -- what is shown where two differ --------------------------------------------------------------

MINE: list[tuple[Callable[[Reported], Reported], set[str]]] = [
    (lambda said: said, set()),
    (lambda said: replace(said, status="waiting"), {"status"}),
    *(
        (
            lambda said, name=name: replace(said, **{name: text("Other")}),
            {f"{name}.en", f"{name}.lt"},
        )
        for name in ("done", "ahead", "obstacles", "cause")
    ),
    (lambda said: replace(said, way=Way.NONE), {"is_none"}),
    (lambda said: replace(said, evidence_address="https://example.org"), {"evidence_address"}),
]


@pytest.mark.parametrize(("change", "fields"), MINE)
def test_each_word_that_reads_otherwise_is_shown(
    of: World, report: Report, change: Callable[[Reported], Reported], fields: set[str]
) -> None:
    answer = answers_of(report)[0]
    say(answer, reported(), by=of.reporters[0])
    row = standing(answer)
    row.report = report
    assert {each.field for each in clashes_of(row, change(reported()))} == fields


FIGURES: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"value": Decimal(11)}, {"value"}),
    ({"numerator": TEN}, {"numerator"}),
    ({"denominator": TEN}, {"denominator"}),
    ({"missing": Missing.WITHDRAWN}, {"missing"}),
    ({"evidence_address": "https://example.org"}, {"evidence_address"}),
    ({"words": text("Many")}, {"words.en", "words.lt"}),
    ({"note": text("A note")}, {"note"}),
]


@pytest.mark.parametrize(("change", "fields"), FIGURES)
def test_each_figure_that_reads_otherwise_is_shown(
    counted: World, change: dict[str, Any], fields: set[str]
) -> None:
    answer = answers_of(report_of(opened(counted), counted.partners[0]))[0]
    [due] = figures_in(answer)
    say(answer, reported(), [figure(due, TEN)], by=counted.reporters[0], is_sure=True)
    mine = replace(figure(due, TEN), **change)
    with pytest.raises(Conflict) as conflict:
        say(answer, reported(), [mine], by=counted.reporters[0], version=1)
    found = {each.field for each in conflict.value.clashes}
    assert found == {f"figure-{due.pk}.{field}" for field in fields}
