"""The law of phase 2, with plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.cooperation.implementation.facts import (
    ActionTold,
    Answered,
    ReportTold,
    Standing,
    StepTold,
)
from headway.cooperation.implementation.rules import (
    MOST_MONTHS,
    is_not_carried_out,
    is_overdue,
    is_report_late,
    is_wordless,
    months_from,
    next_month,
    partners_asked,
    planned_months,
    progress,
    reminder_day,
    unexplained,
)
from headway.cooperation.implementation.states import StepStatus
from headway.cooperation.implementation.tests.factories import text
from headway.cooperation.implementation.timelines import timeline_of
from headway.cooperation.plans.facts import ActionText, Named, PlanText, StepText

STEP = StepText(key="one", title=text("One"), starts=date(2022, 2, 1), ends=date(2022, 4, 1))


def told(status: str, *months: date, step: StepText = STEP) -> StepTold:
    return StepTold(step, Standing(status=status, months=months))


@pytest.mark.parametrize(
    ("status", "on", "expected"),
    [
        ("not_started", date(2022, 4, 30), False),
        ("not_started", date(2022, 5, 1), True),
        ("under_way", date(2022, 5, 1), True),
        ("done", date(2023, 5, 1), False),
        ("dropped", date(2023, 5, 1), False),
    ],
)
def test_a_step_is_overdue_once_its_last_month_is_over(
    status: str, on: date, expected: bool
) -> None:
    assert is_overdue(STEP, status, on=on) is expected


def test_a_step_without_months_is_never_overdue() -> None:
    assert not is_overdue(replace(STEP, starts=None, ends=None), "not_started", on=date(2030, 1, 1))


def test_a_step_with_one_end_is_planned_for_that_month() -> None:
    assert planned_months(replace(STEP, starts=None)) == (date(2022, 4, 1),)
    assert planned_months(replace(STEP, ends=None)) == (date(2022, 2, 1),)


@given(st.integers(0, 11), st.integers(0, MOST_MONTHS - 1))
def test_months_follow_each_other_and_begin_on_the_first(first: int, more: int) -> None:
    last = first + more
    found = months_from(date(2022, first + 1, 15), date(2022 + last // 12, last % 12 + 1, 28))
    assert len(found) == more + 1
    assert all(month.day == 1 for month in found)
    assert all(later == next_month(before) for before, later in pairwise(found))


def test_months_are_at_most_those_of_ten_years() -> None:
    assert len(months_from(date(1900, 1, 1), date(2050, 1, 1))) == MOST_MONTHS
    assert months_from(date(2022, 2, 1), date(2022, 1, 31)) == ()


@pytest.mark.parametrize(
    ("state", "on", "late"),
    [
        ("draft", date(2022, 9, 30), False),
        ("draft", date(2022, 10, 1), True),
        ("asked", date(2022, 10, 1), True),
        ("submitted", date(2022, 10, 1), False),
        ("closed", date(2022, 10, 1), False),
    ],
)
def test_a_report_is_late_while_its_partner_has_it(state: str, on: date, late: bool) -> None:
    assert is_report_late(state=state, due_on=date(2022, 9, 30), on=on) is late


def plan(*who: str) -> PlanText:
    steps = tuple(
        replace(STEP, key=f"s{n}", who=Named(text(name), name) if name else None)
        for n, name in enumerate(who)
    )
    return PlanText(
        key="p", title=text("Plan"), languages=("en",), instrument=Named(text("I"), "i"),
        authors=(Named(text("City"), "city"), Named(text("Agency"), "agency")),
        region=Named(text("R"), "r"),
        actions=(ActionText(key="a", title=text("A"), steps=steps),),
    )  # fmt: skip


def test_each_author_reports_on_its_own_steps_and_the_first_on_those_of_strangers() -> None:
    assert partners_asked(plan("agency", "city", "", "firm")) == {
        "city": ("s1", "s2", "s3"),
        "agency": ("s0",),
    }


def test_an_author_without_steps_is_not_asked() -> None:
    assert partners_asked(plan("city")) == {"city": ("s0",)}


@pytest.mark.parametrize(
    ("statuses", "on", "expected"),
    [
        (["not_started"], date(2022, 1, 31), False),
        (["not_started"], date(2022, 2, 1), True),
        (["not_started", "under_way"], date(2022, 6, 30), False),
        (["dropped", "done"], date(2022, 6, 30), False),
        (["dropped"], date(2022, 1, 1), True),
        ([], date(2022, 6, 30), False),
    ],
)
def test_an_action_is_not_carried_out_if_nothing_of_it_was_begun_in_time(
    statuses: list[str], on: date, expected: bool
) -> None:
    assert is_not_carried_out(map(told, statuses), on=on) is expected


def test_who_said_why_owes_no_word() -> None:
    silent = ActionTold("a", text("A"), (told("dropped"),))
    spoken = replace(silent, why=text("The call was cancelled"))
    assert unexplained([silent, spoken], on=date(2022, 6, 30)) == (silent,)


def test_a_dropped_step_does_not_look_like_progress() -> None:
    assert progress(["done", "dropped", "not_started"]) == (1, 3)
    assert progress(StepStatus.values) == (1, 4)


@pytest.mark.parametrize(
    ("told_on", "today", "expected"),
    [
        (None, date(2022, 9, 15), None),
        (None, date(2022, 9, 16), date(2022, 9, 16)),
        (date(2022, 9, 16), date(2022, 9, 29), None),
        (date(2022, 9, 16), date(2022, 9, 30), date(2022, 9, 30)),
        (date(2022, 9, 16), date(2022, 10, 3), date(2022, 9, 30)),
        (date(2022, 9, 30), date(2022, 10, 7), date(2022, 10, 7)),
        (date(2022, 10, 7), date(2022, 12, 1), None),
    ],
)
def test_reminders_fall_on_three_days_and_lose_none(
    told_on: date | None, today: date, expected: date | None
) -> None:
    found = reminder_day(
        due_on=date(2022, 9, 30), opened_on=date(2022, 8, 1), told_on=told_on, today=today
    )
    assert found == expected


def test_a_round_opened_late_reminds_of_no_day_before() -> None:
    late = {"due_on": date(2022, 9, 30), "opened_on": date(2022, 9, 20), "told_on": None}
    assert reminder_day(**late, today=date(2022, 9, 29)) is None  # type: ignore[arg-type]  # days
    assert reminder_day(**late, today=date(2022, 9, 30)) == date(2022, 9, 30)  # type: ignore[arg-type]  # days


def test_a_timeline_says_of_each_month_what_was_planned_and_done() -> None:
    step = told("under_way", date(2022, 3, 1), date(2022, 6, 1))
    found = timeline_of([ActionTold("a", text("A"), (step,))], on=date(2022, 3, 15))
    marks = [(cell.month.month, cell.mark) for cell in found.blocks[0].lines[0].cells]
    assert marks == [(2, "missed"), (3, "done"), (4, "planned"), (5, "none"), (6, "besides")]
    assert found.years == ((2022, 5),)
    assert [cell.month.month for cell in found.blocks[0].lines[0].cells if cell.is_now] == [3]


def test_a_step_that_was_done_early_missed_no_month() -> None:
    step = told("done", date(2022, 3, 1))
    found = timeline_of([ActionTold("a", text("A"), (step,))], on=date(2022, 9, 1))
    marks = [cell.mark for cell in found.blocks[0].lines[0].cells]
    assert marks == ["missed", "done", "none"]


def test_a_plan_without_months_has_no_timeline() -> None:
    step = told("not_started", step=replace(STEP, starts=None, ends=None))
    assert timeline_of([ActionTold("a", text("A"), (step,))], on=date(2022, 3, 1)).months == ()


def test_a_report_is_wordless_until_one_action_is_told_of_or_one_question_answered() -> None:
    action = ActionTold("one", text("One"), (told("done", date(2022, 2, 1)),))
    plain = ReportTold(
        Named(text("Plan"), "plan"),
        Named(text("City"), "city"),
        "2022-S1",
        (action, replace(action, key="two")),
        (Answered(text("How many?")),),
    )
    assert is_wordless(plain)
    assert not is_wordless(replace(plain, answers=(Answered(text("How many?"), text("Two")),)))
    for name in ("words", "obstacles", "needed", "why"):
        word: dict[str, Any] = {name: text("A word")}
        assert not is_wordless(replace(plain, actions=(action, replace(action, **word))))
