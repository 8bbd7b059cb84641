"""Answers as last time, and what is typed and not yet saved."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.monitoring.indicators.tests.factories import tell
from headway.monitoring.reporting.facts import Reported
from headway.monitoring.reporting.models import Answer, Autosave
from headway.monitoring.reporting.services import (
    autosave,
    repeat_answer,
    save_answer,
    submit_report,
)
from headway.monitoring.reporting.services.answers import LONGEST_TYPED
from headway.monitoring.reporting.states import Way
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    TEN,
    World,
    answered,
    answers_of,
    figure,
    figures_in,
    handed_in,
    opened,
    report_of,
    reported,
    world,
    world_of_ambition,
)
from headway.monitoring.strategy.tests.factories import (
    text,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Round

pytestmark = pytest.mark.django_db
HALF = timedelta(days=184)
MERGED = Reported(way=Way.NONE, cause=text("It was merged with another."))


def next_round(of: World, asked: Round) -> Round:
    return opened(of, at=AT + HALF, period=asked.when.following, deadline_at=DEADLINE + HALF)


def repeat(answer: Answer, *, by: User, version: int = 1) -> Answer:
    return repeat_answer(answer_id=answer.pk, version=version, by=by, at=AT + HALF)


def said_before(of: World, said: Reported) -> Answer:
    """Hand in a report that says something; return the same part of the next round."""
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    [answer] = answers_of(report)
    figures = [figure(each, TEN) for each in figures_in(answer)]
    save_answer(
        answer_id=answer.pk, said=said, figures=figures, version=1, by=of.reporters[0], at=AT,
        is_sure=True,
    )  # fmt: skip
    submit_report(report_id=report.pk, request_key="one", by=of.reporters[0], at=AT)
    [again] = answers_of(report_of(next_round(of, asked), of.partners[0]))
    return again


# -- as last time --------------------------------------------------------------------------------


def test_what_did_not_apply_still_does_not() -> None:
    of = world()
    again = said_before(of, MERGED)
    row = repeat(again, by=of.reporters[0])
    assert (row.way, row.status, row.cause) == (Way.NONE, "", MERGED.cause)


def test_what_did_not_apply_still_does_not_where_a_figure_is_due() -> None:
    of = world(figures=True, kind="stock")
    tell(of.indicators[0], "2025-S1", 7)
    again = said_before(of, MERGED)
    row = repeat(again, by=of.reporters[0])
    assert (row.way, row.cause) == (Way.NONE, MERGED.cause)


def test_words_and_status_are_said_again() -> None:
    of = world()
    said = reported(ahead=text("A third hall"), obstacles=text("Prices"), cause=text("The tender"))
    row = repeat(said_before(of, said), by=of.reporters[0])
    assert (row.way, row.status, row.version) == (Way.SAME, "going", 2)
    assert (row.done, row.ahead, row.obstacles, row.cause) == (
        said.done, said.ahead, said.obstacles, said.cause,
    )  # fmt: skip


def only_figures(**said: Any) -> tuple[World, Answer]:  # noqa: ANN401 -- of a definition
    """Return a partner who answers for an ambition, and so for no measure; a value is known."""
    of = world_of_ambition(**({"kind": "stock"} | said))
    tell(of.indicators[0], "2025-S1", 7)
    [part] = answers_of(report_of(opened(of), of.partners[0]))
    assert part.node_id is None
    return of, part


def test_a_part_that_only_asks_for_figures_repeats_them() -> None:
    of, part = only_figures()
    row = repeat(part, by=of.reporters[0])
    assert row.way == Way.SAME
    assert [(each.way, each.value) for each in figures_in(part)] == [("same", Decimal(7))]


def test_a_total_is_counted_anew_and_so_is_not_repeated() -> None:
    of, part = only_figures(kind="flow")
    with pytest.raises(BadInput, match="is counted anew each time"):
        repeat(part, by=of.reporters[0])
    assert figures_in(part)[0].value is None


def test_where_one_figure_is_counted_anew_it_is_named() -> None:
    of = world(figures=True, kind="flow")
    again = said_before(of, reported())
    [due] = figures_in(again)
    with pytest.raises(BadInput, match="is counted anew each time") as refused:
        repeat(again, by=of.reporters[0])
    assert set(refused.value.problems) == {f"figure-{due.pk}"}
    assert answers_of(again.report)[0].way == ""


def test_where_nothing_was_said_there_is_nothing_to_repeat() -> None:
    of = world()
    [answer] = answers_of(report_of(opened(of), of.partners[0]))
    with pytest.raises(BadInput, match="Nothing was said last time") as refused:
        repeat(answer, by=of.reporters[0])
    assert set(refused.value.problems) == {"way"}


def test_what_was_never_handed_in_is_not_repeated() -> None:
    of = world()
    asked = opened(of)
    answered(report_of(asked, of.partners[0]), by=of.reporters[0])
    [again] = answers_of(report_of(next_round(of, asked), of.partners[0]))
    with pytest.raises(BadInput, match="Nothing was said last time"):
        repeat(again, by=of.reporters[0])


def test_nobody_else_repeats_and_nobody_over_the_words_of_another() -> None:
    of = world()
    again = said_before(of, reported())
    for stranger in (of.coordinator, world().reporters[0]):
        with pytest.raises(NotAllowed):
            repeat(again, by=stranger)
    save_answer(
        answer_id=again.pk, said=reported(done=text("Three")), figures=[], version=1,
        by=of.reporters[0], at=AT,
    )  # fmt: skip
    with pytest.raises(Conflict):
        repeat(again, by=of.reporters[0])
    assert answers_of(again.report)[0].done == text("Three")


def test_a_report_that_was_handed_in_repeats_nothing() -> None:
    of = world()
    again = said_before(of, reported())
    handed_in(again.report, by=of.reporters[0], at=AT + HALF)
    with pytest.raises(WrongState):
        repeat(again, by=of.reporters[0], version=2)


# -- typed ---------------------------------------------------------------------------------------


def typed(answer: Answer) -> list[dict[str, str]]:
    rows = Autosave.objects.unrestricted(reason=REASON).filter(answer=answer).order_by("pk")
    return [row.typed for row in rows]


def type_in(answer: Answer, words: str, *, by: User) -> None:
    autosave(answer_id=answer.pk, typed={"done.en": words}, seen_version=1, by=by, at=AT)


def test_more_than_fits_is_refused_and_what_was_kept_before_stays() -> None:
    of = world()
    [answer] = answers_of(report_of(opened(of), of.partners[0]))
    type_in(answer, "x" * LONGEST_TYPED, by=of.reporters[0])
    with pytest.raises(BadInput, match="too much to keep") as refused:
        type_in(answer, "y" * (LONGEST_TYPED + 1), by=of.reporters[0])
    assert set(refused.value.problems) == {"typed"}
    assert [row["done.en"][0] for row in typed(answer)] == ["x"]


def test_nobody_else_types_and_not_into_what_was_handed_in() -> None:
    of = world(partners=2)
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    [answer] = answers_of(report)
    for stranger in (of.reporters[1], of.coordinator):
        with pytest.raises(NotAllowed):
            type_in(answer, "x", by=stranger)
    handed_in(report, by=of.reporters[0])
    with pytest.raises(WrongState, match="Take it back"):
        type_in(answer, "x", by=of.reporters[0])
    assert typed(answer) == []


def test_what_is_typed_counts_as_nothing_said() -> None:
    of = world()
    report = report_of(opened(of), of.partners[0])
    [answer] = answers_of(report)
    type_in(answer, "Two halls", by=of.reporters[0])
    report.refresh_from_db()
    assert (report.count_done, report.started_at, answers_of(report)[0].way) == (0, AT, "")


@pytest.mark.parametrize(
    ("kind", "sentence"), [("stock", "No figures were entered"), ("flow", "counted anew each time")]
)
def test_what_only_asks_for_figures_is_not_told_to_answer_in_words(
    kind: str, sentence: str
) -> None:
    of = world(figures=True, kind=kind)
    asked = opened(of, asks_statuses=False)
    [part] = answers_of(report_of(asked, of.partners[0]))
    with pytest.raises(BadInput) as refused:
        repeat(part, by=of.reporters[0])
    [(field, said)] = refused.value.problems.items()
    assert field == f"figure-{figures_in(part)[0].pk}"
    assert sentence in said
