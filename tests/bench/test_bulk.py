"""Measures that were copied as rows read as those that the services told one by one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from config.bench.bulk import extend
from config.bench.data import PATTERN, make
from config.findings import ERROR, FINE, WARNING
from config.looks.standing import answers, chain, editions
from headway.foundation.audit.tests.factories import settle
from headway.foundation.organisations.models import Organisation
from headway.monitoring.indicators.models import (
    IndicatorText,
    Kept,
    Placement,
    Target,
    Value,
)
from headway.monitoring.strategy.models import (
    Edition,
    Life,
    LifeRecord,
    NodeText,
    Responsibility,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model

    from config.findings import Finding

    Look = Callable[[datetime], Iterator[Finding]]

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
MEASURES, VALUES = PATTERN + 4, 3
OWN = {"id", "key", "node", "indicator", "strategy", "organisation", "parent", "paths"}
"""Columns that name rows, which differ from one strategy to another."""
KINDS: tuple[type[Model], ...] = (
    NodeText, Responsibility, Life, LifeRecord, IndicatorText, Placement, Target, Value, Kept,
)  # fmt: skip


def test_copied_measures_read_as_those_that_services_told() -> None:
    told = make(MEASURES, at=AT, slug="told", values=VALUES)
    copied = _copied()
    for model in KINDS:
        rows = _rows(model, copied)
        assert rows == _rows(model, told), model
        assert len(rows) >= MEASURES
    found = _looked(editions, answers, chain)
    assert [finding.level for finding in found] == [FINE] * 3, found


def test_the_doctor_finds_what_does_not_hold_of_copied_rows() -> None:
    edition = _copied()
    kept = Kept.objects.unrestricted(reason="to be spoilt").filter(strategy=edition.strategy)
    last = kept.filter(pk=kept.latest("pk").pk)
    texts = NodeText.objects.of(edition)
    with _undone():
        last.update(verdict="achieved", value=1)
        (other,) = _looked(answers)
    with _undone():
        last.delete()
        (missing,) = _looked(answers)
    with _undone():
        texts.filter(pk=texts.latest("pk").pk).update(from_number=7)
        (lost,) = _looked(editions)
    with connection.cursor() as cursor:
        _let_links_be_changed(cursor)
        cursor.execute("UPDATE audit_link SET digest = 'f00' WHERE position = 5")
    (altered,) = _looked(chain)
    assert [each.level for each in (other, missing, lost, altered)] == [
        ERROR, WARNING, ERROR, ERROR,
    ]  # fmt: skip
    assert "rebuild-answers" in other.remedy


def _looked(*looks: Look) -> list[Finding]:
    return [finding for look in looks for finding in look(AT)]


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _copied() -> Edition:
    edition = make(PATTERN, at=AT, slug="copied", values=VALUES)
    partners = Organisation.objects.filter(slug__startswith="copied-").order_by("pk")
    extend(edition, MEASURES, partners=list(partners.values_list("pk", flat=True)), at=AT)
    settle()
    return edition


def _let_links_be_changed(cursor: CursorWrapper) -> None:
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE audit_link DISABLE TRIGGER USER")
        return
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {name}")


def _rows(model: type[Model], edition: Edition) -> list[Any]:
    """Return what the rows of a strategy say, whatever their ids are."""
    columns = {f.name for f in model._meta.concrete_fields} - OWN
    whose = "strategy" if "strategy" in {f.name for f in model._meta.fields} else None
    path = whose or (
        "node__strategy" if issubclass(model, Life | LifeRecord) else "indicator__strategy"
    )
    manager: Any = model._base_manager
    rows = manager.filter(**{path: edition.strategy_id}).values(*columns)
    return sorted((sorted(row.items(), key=str) for row in rows), key=str)
