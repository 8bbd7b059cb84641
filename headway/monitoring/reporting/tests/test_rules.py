from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.clocks import instants_of
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.monitoring.reporting.rules import (
    completeness,
    freshness,
    is_editable,
    is_late,
    is_overdue,
    is_punctual,
    needs_cause,
    owner_of,
    proposed_status,
    standing_of,
)
from headway.monitoring.reporting.states import (
    OWNERS,
    REPORT_STEPS,
    Owner,
    ReportState,
    RoundState,
    Standing,
)
from headway.monitoring.strategy.states import Canonical

pytestmark = pytest.mark.usefixtures("machine_elsewhere")

DEADLINE = datetime(2026, 7, 31, 14, tzinfo=UTC)
SECOND = timedelta(seconds=1)
END = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("state", "at", "late"),
    [
        ("draft", DEADLINE - SECOND, False),
        ("draft", DEADLINE, False),
        ("draft", DEADLINE + SECOND, True),
        ("prepared", DEADLINE + SECOND, True),
        ("returned", DEADLINE + SECOND, True),
        ("submitted", DEADLINE + SECOND, False),
        ("accepted", DEADLINE + SECOND, False),
    ],
)
def test_late_is_a_report_past_its_deadline_that_the_organisation_still_has(
    state: str, at: datetime, *, late: bool
) -> None:
    assert is_late(state=state, deadline=DEADLINE, at=at) is late


def test_the_deadline_itself_is_in_time() -> None:
    assert is_punctual(submitted=DEADLINE, deadline=DEADLINE)
    assert not is_punctual(submitted=DEADLINE + SECOND, deadline=DEADLINE)


@pytest.mark.parametrize(
    ("day", "clock", "hours"),
    [
        (date(2026, 7, 31), time(17), [14]),
        (date(2026, 10, 25), time(3, 30), [0, 1]),
        (date(2026, 10, 25), time(2, 59), [23]),
        (date(2027, 3, 28), time(3, 30), []),
        (date(2027, 3, 28), time(2, 59), [0]),
        (date(2027, 3, 28), time(4), [1]),
    ],
)
def test_a_time_of_a_day_is_one_instant_or_two_or_none(
    day: date, clock: time, hours: list[int]
) -> None:
    found = instants_of(day, clock, "Europe/Vilnius")
    assert [at.hour for at in found] == hours
    assert {at.minute for at in found} <= {clock.minute}


@given(st.integers(946_684_800 // 60, 2_524_608_000 // 60))  # minutes, from 2000 to 2050
def test_an_instant_is_found_again_by_what_the_clocks_show_then(minutes: int) -> None:
    at = datetime.fromtimestamp(minutes * 60, UTC)
    local = at.astimezone(ZoneInfo("Europe/Vilnius"))
    found = instants_of(local.date(), local.time().replace(fold=0), "Europe/Vilnius")
    assert at in found
    assert len(found) in {1, 2}


@pytest.mark.parametrize(
    ("canonical", "due", "asked"),
    [
        ("partly_done", None, True),
        ("not_done", None, True),
        ("in_progress", None, False),
        ("in_progress", "2026-06-29", True),
        ("in_progress", "2026-06-30", False),
        ("in_progress", "2026-06", False),
        ("in_progress", "2026", False),
        ("in_progress", "2025", True),
        ("not_started", "2025", True),
        ("postponed", "2025", True),
        ("done", "2025", False),
        ("dropped", "2025", False),
    ],
)
def test_a_cause_is_asked_for_what_is_not_as_it_should_be(
    canonical: str, due: str | None, *, asked: bool
) -> None:
    day = PartialDate.parse(due) if due else None
    assert needs_cause(canonical=canonical, due=day, on=END) is asked
    if canonical not in {"partly_done", "not_done"}:
        assert is_overdue(canonical=canonical, due=day, on=END) is asked


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([], ""),
        (["not_reported", "not_yet_due", "not_assessable"], ""),
        (["achieved", "achieved"], Canonical.DONE),
        (["achieved", "behind"], Canonical.IN_PROGRESS),
        (["achieved", "not_reported"], Canonical.IN_PROGRESS),
        (["wrong_way"], Canonical.IN_PROGRESS),
    ],
)
def test_indicators_propose_a_status_only_where_something_is_judged(
    verdicts: list[str], status: str
) -> None:
    assert proposed_status(verdicts) == status


def test_each_state_of_a_report_has_one_owner() -> None:
    assert set(OWNERS) == set(ReportState)
    assert owner_of("prepared") == Owner.APPROVER
    assert {owner_of(state) for state in ("draft", "returned")} == {Owner.REPORTER}
    assert {owner_of(state) for state in ("submitted", "accepted")} == {Owner.COORDINATOR}


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("of_round", RoundState)
@pytest.mark.parametrize("reopened", [False, True])
def test_answers_change_only_while_the_organisation_has_the_report(
    state: str, of_round: str, *, reopened: bool
) -> None:
    may = is_editable(round_state=of_round, report_state=state, is_reopened=reopened)
    has_it = state in {"draft", "returned"}
    takes = of_round == "open" or (reopened and of_round in {"closed", "published"})
    assert may is (has_it and takes)


@pytest.mark.parametrize(
    ("of_round", "state", "started", "reopened", "standing"),
    [
        ("open", "draft", False, False, Standing.NOT_STARTED),
        ("open", "draft", True, False, Standing.STARTED),
        ("open", "prepared", True, False, Standing.PREPARED),
        ("open", "returned", True, False, Standing.RETURNED),
        ("closed", "draft", True, False, Standing.SILENT),
        ("closed", "returned", True, False, Standing.SILENT),
        ("closed", "returned", True, True, Standing.RETURNED),
        ("published", "accepted", True, False, Standing.ACCEPTED),
        ("published", "submitted", True, True, Standing.SUBMITTED),
    ],
)
def test_a_partner_stands_as_the_coordinator_sees_it(
    of_round: str, state: str, *, started: bool, reopened: bool, standing: Standing
) -> None:
    found = standing_of(
        round_state=of_round, report_state=state, is_started=started, is_reopened=reopened
    )
    assert found == standing


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_hundred_means_all(done: int, left: int) -> None:
    found = completeness(done=done, asked=done + left)
    if not done + left:
        assert found is None
    else:
        assert (found == 100) is (left == 0)


def test_no_step_hands_in_what_was_accepted_or_takes_back_what_was_returned() -> None:
    assert ReportState.ACCEPTED not in REPORT_STEPS.steps["submit"].sources
    assert REPORT_STEPS.steps["withdraw"].sources == (ReportState.SUBMITTED,)
    leads_out = {s for step in REPORT_STEPS.steps.values() for s in step.sources}
    assert leads_out == set(ReportState)


@pytest.mark.parametrize(
    ("period", "on", "word"),
    [
        ("2026-S1", date(2026, 7, 1), "fresh"),
        ("2026-S1", date(2026, 12, 31), "fresh"),
        ("2026-S1", date(2027, 1, 1), "acceptable"),
        ("2026-S1", date(2027, 6, 30), "acceptable"),
        ("2026-S1", date(2027, 7, 1), "late"),
        ("2026-S1", date(2028, 1, 1), "stale"),
        ("2026-S1", date(2060, 1, 1), "stale"),
        ("2026", date(2027, 12, 31), "fresh"),
        ("2026-Q4", date(2027, 4, 1), "acceptable"),
        ("2026-11", date(2027, 2, 1), "late"),
    ],
)
def test_information_ages_with_each_later_period_that_has_ended(
    period: str, on: date, word: str
) -> None:
    assert freshness(Period.parse(period), on=on) == word
