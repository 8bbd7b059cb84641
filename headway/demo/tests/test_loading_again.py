"""The demonstration tells the same figures whenever it is loaded, as far as they were known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from headway.demo.load import load
from headway.monitoring.indicators.models import Value
from headway.monitoring.reporting.models import Report, Round

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EARLY, LATE = datetime(2023, 6, 1, 9, tzinfo=UTC), datetime(2026, 11, 22, 9, tzinfo=UTC)
WHY = "the demonstration shows everything it has"
Told = tuple[str, str, str, object, datetime]


def told(at: datetime) -> list[Told]:
    """Return what is told of values when they are loaded at a moment, and take it back."""
    with transaction.atomic():
        load(at=at)
        rows = Value.objects.unrestricted(reason=WHY).select_related("indicator")
        found = [
            (row.indicator.key, row.period, row.member, row.value, row.received_at) for row in rows
        ]
        transaction.set_rollback(True)
    return sorted(found, key=str)


def test_it_tells_the_same_whenever_it_is_loaded_and_nothing_that_is_yet_to_come() -> None:
    late = told(LATE)
    early = told(EARLY)
    assert early == [row for row in late if row[-1] <= EARLY]
    assert 200 < len(early) < len(late)


NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=UTC)


def keys(at: datetime) -> set[str]:
    """Load at a moment, look at the open round, and return the keys of all reports."""
    with transaction.atomic():
        load(at=at)
        now = Round.objects.unrestricted(reason=WHY).get(state="open")
        assert now.opened_at is not None
        assert now.period_end < at.date() < now.deadline_at.date()
        assert now.opened_at < at
        found = set(Report.objects.unrestricted(reason=WHY).values_list("key", flat=True))
        transaction.set_rollback(True)
    return found


def test_on_the_first_day_of_a_year_it_loads_and_its_keys_are_the_same_each_time() -> None:
    """A new year asks about another half-year; what both tell has the same keys."""
    assert len(keys(NEW_YEAR)) == 24
    assert len(keys(NEW_YEAR) & keys(LATE)) == 16
