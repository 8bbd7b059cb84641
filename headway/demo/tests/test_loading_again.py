"""The demonstration tells the same figures whenever it is loaded, as far as they were known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest
from django.db import transaction

from headway.demo.load import load
from headway.monitoring.indicators.models import Value
from headway.monitoring.reporting.models import Report, Round

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EARLY, LATE = datetime(2023, 6, 1, 9, tzinfo=UTC), datetime(2026, 11, 22, 9, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=UTC)
WHY = "the demonstration shows everything it has"
Told = tuple[str, str, str, object, datetime]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one load told of values, and of its reports; whether a round was open then."""

    values: list[Told]
    reports: set[str]
    opened_at: datetime
    is_about_the_past: bool


@cache
def loaded(at: datetime) -> Loaded:
    """Load at a moment, look, and take it back. Once for each moment: a load takes seconds."""
    with transaction.atomic():
        load(at=at)
        rows = Value.objects.unrestricted(reason=WHY).select_related("indicator")
        values = [
            (row.indicator.key, row.period, row.member, row.value, row.received_at) for row in rows
        ]
        now = Round.objects.unrestricted(reason=WHY).get(state="open")
        assert now.opened_at is not None
        reports = set(Report.objects.unrestricted(reason=WHY).values_list("key", flat=True))
        is_past = now.period_end < at.date() < now.deadline_at.date()
        transaction.set_rollback(True)
    return Loaded(sorted(values, key=str), reports, now.opened_at, is_past)


def test_it_tells_the_same_whenever_it_is_loaded_and_nothing_that_is_yet_to_come() -> None:
    late, early = loaded(LATE).values, loaded(EARLY).values
    assert early == [row for row in late if row[-1] <= EARLY]
    assert 200 < len(early) < len(late)


@pytest.mark.parametrize(
    "at", [EARLY, LATE, pytest.param(NEW_YEAR, marks=pytest.mark.audit)], ids=str
)
def test_whenever_it_is_loaded_the_open_round_asks_about_what_has_passed(at: datetime) -> None:
    assert loaded(at).is_about_the_past
    assert loaded(at).opened_at < at


@pytest.mark.audit
def test_a_new_year_asks_about_another_half_year_and_what_both_tell_has_the_same_keys() -> None:
    assert len(loaded(NEW_YEAR).reports) == 24
    assert len(loaded(NEW_YEAR).reports & loaded(LATE).reports) == 16
