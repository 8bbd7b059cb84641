"""Several parts of a report are saved together, all or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.monitoring.reporting.facts import Colleague, PartSaid
from headway.monitoring.reporting.services import autosave, save_answers, submit_report
from headway.monitoring.reporting.tests.factories import (
    AT,
    TEN,
    World,
    answers_of,
    figure,
    figures_in,
    opened,
    report_of,
    reported,
    world,
)
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.reporting.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> World:
    return world(partners=2, measures=3, figures=True)


@pytest.fixture
def report(of: World) -> Report:
    return report_of(opened(of), of.partners[0])


def given(report: Report) -> list[PartSaid]:
    return [
        PartSaid(
            answer.pk,
            reported(),
            tuple(figure(each, TEN) for each in figures_in(answer)),
            answer.version,
        )
        for answer in answers_of(report)
    ]


def ways(report: Report) -> list[str]:
    return [answer.way for answer in answers_of(report)]


def test_all_are_kept_and_counted(of: World, report: Report) -> None:
    first = answers_of(report)[0]
    autosave(answer_id=first.pk, typed={"done": "x"}, seen_version=1, by=of.reporters[0], at=AT)
    said = given(report)
    assert save_answers(parts=said, by=of.reporters[0], at=AT, is_sure=True) == 3
    report.refresh_from_db()
    assert (report.count_done, report.count_asked, report.started_at) == (3, 3, AT)
    assert ways(report) == ["new"] * 3
    assert [row.value for answer in answers_of(report) for row in figures_in(answer)] == [TEN] * 3
    assert not first.autosaves.unrestricted(reason="test").exists()


def test_with_one_problem_none_is_kept_and_each_is_named_by_its_part(
    of: World, report: Report
) -> None:
    said = given(report)
    bad = PartSaid(said[1].answer_id, reported(status=""), (), said[1].version)
    with pytest.raises(BadInput) as refused:
        save_answers(parts=[said[0], bad], by=of.reporters[0], at=AT, is_sure=True)
    [missing] = figures_in(answers_of(report)[1])
    assert set(refused.value.problems) == {
        f"part-{bad.answer_id}-status",
        f"part-{bad.answer_id}-figure-{missing.pk}",
    }
    assert ways(report) == ["", "", ""]


def test_what_somebody_saved_meanwhile_is_not_overwritten(of: World, report: Report) -> None:
    said = given(report)
    save_answers(parts=said[:1], by=of.reporters[0], at=AT, is_sure=True)
    other = replace(said[0], said=reported(done=text("Three halls")))
    with pytest.raises(Conflict) as both:
        save_answers(parts=[other, *said[1:]], by=of.reporters[0], at=AT, is_sure=True)
    mine = {each.field: each.mine for each in both.value.clashes}
    place = f"part-{other.answer_id}-done"
    assert mine == {f"{place}.en": "Three halls", f"{place}.lt": "Three halls (lt)"}
    assert ways(report) == ["new", "", ""]


def test_parts_of_another_report_are_out_of_reach(of: World, report: Report) -> None:
    other = report_of(report.round, of.partners[1])
    both = [*given(report), *given(other)]
    with pytest.raises(NotAllowed):
        save_answers(parts=both, by=of.reporters[0], at=AT, is_sure=True)
    assert ways(report) + ways(other) == [""] * 6


def test_a_colleague_writes_the_part_that_was_handed_over_and_no_other(
    of: World, report: Report
) -> None:
    said = given(report)
    colleague = Colleague("Rasa", report.pk, said[0].answer_id)
    with pytest.raises(NotAllowed):
        save_answers(parts=said[:2], by=colleague, at=AT, is_sure=True)
    assert save_answers(parts=said[:1], by=colleague, at=AT, is_sure=True) == 1
    assert ways(report) == ["new", "", ""]


def test_it_reads_no_more_for_more_parts(
    of: World, report: Report, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(16 + 7 * 3):
        save_answers(parts=given(report), by=of.reporters[0], at=AT, is_sure=True)


def test_only_who_answers_and_only_while_it_takes_answers(of: World, report: Report) -> None:
    said = given(report)
    for person in (of.reporters[1], UserFactory.create()):
        with pytest.raises(NotAllowed):
            save_answers(parts=said, by=person, at=AT, is_sure=True)
    save_answers(parts=said, by=of.reporters[0], at=AT, is_sure=True)
    submit_report(report_id=report.pk, request_key="k", by=of.reporters[0], at=AT)
    with pytest.raises(WrongState):
        save_answers(parts=given(report), by=of.reporters[0], at=AT)
