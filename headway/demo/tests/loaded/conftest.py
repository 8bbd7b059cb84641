"""The demonstration, loaded once for all tests here, and once for years ago: that takes seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from headway.demo.load import load
from headway.monitoring.indicators.models import Value
from headway.monitoring.reporting.models import Report, Round

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_django import DjangoDbBlocker

EARLY, AT = datetime(2023, 6, 1, 9, tzinfo=UTC), datetime(2026, 11, 22, 9, tzinfo=UTC)
WHY = "the demonstration shows everything it has"
Told = tuple[str, str, str, object, datetime]
HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests beside each other, whatever the order of the rest."""
    items.sort(key=lambda item: not item.path.is_relative_to(HERE))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load told of values, and of its reports; whether a round was open then."""

    values: list[Told]
    reports: set[str]
    opened_at: datetime
    is_about_the_past: bool


def told(at: datetime) -> Loaded:
    """Return what stands loaded, which was loaded at a moment."""
    rows = Value.objects.unrestricted(reason=WHY).select_related("indicator")
    values = [
        (row.indicator.key, row.period, row.member, row.value, row.received_at) for row in rows
    ]
    now = Round.objects.unrestricted(reason=WHY).get(state="open")
    assert now.opened_at is not None
    reports = set(Report.objects.unrestricted(reason=WHY).values_list("key", flat=True))
    is_past = now.period_end < at.date() < now.deadline_at.date()
    return Loaded(sorted(values, key=str), reports, now.opened_at, is_past)


def told_when_loaded(at: datetime) -> Loaded:
    """Load at a moment, look, and take it back."""
    with transaction.atomic():
        load(at=at)
        found = told(at)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="package")
def early(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Loaded:
    """Return what was told years ago, before anything stands loaded."""
    with django_db_blocker.unblock():
        return told_when_loaded(EARLY)


@pytest.fixture(scope="package", autouse=True)
def _loaded(early: Loaded, django_db_blocker: DjangoDbBlocker) -> Generator[None]:
    """Load it, and take it out of the database again; each test undoes what it writes itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(at=AT)
        yield
        transaction.set_rollback(True)
