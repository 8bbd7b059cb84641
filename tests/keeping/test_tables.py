"""Everything that an installation keeps is in a backup, and says the same on every database."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from config.backups.kinds import UnknownKind, canonical, column_of
from config.backups.rows import as_line, packed, unpacked
from config.backups.tables import LEFT_OUT, tables

VILNIUS = timezone(timedelta(hours=2))
KEY = UUID("12345678-1234-5678-1234-567812345678")
PLAIN = [
    (models.BooleanField(), True, True, 1),
    (models.DateField(), date(2026, 2, 28), "2026-02-28", "2026-02-28"),
    (models.TimeField(), time(9, 30), "09:30:00", "09:30:00"),
    (
        models.DateTimeField(),
        datetime(2026, 11, 23, 17, tzinfo=VILNIUS),
        "2026-11-23T15:00:00Z",
        "2026-11-23 15:00:00",
    ),
    (
        models.DateTimeField(),
        datetime(2026, 11, 23, 15, 0, 0, 120),  # noqa: DTZ001 -- as SQLite hands it out
        "2026-11-23T15:00:00.000120Z",
        "2026-11-23 15:00:00.000120",
    ),
    (models.DecimalField(max_digits=14, decimal_places=2), 12345678901.1, "12345678901.10", None),
    (models.DecimalField(max_digits=14, decimal_places=2), 7, "7.00", None),
    (models.DecimalField(max_digits=14, decimal_places=2), Decimal("0.10"), "0.10", None),
    (models.UUIDField(), KEY, str(KEY), KEY.hex),
    (models.UUIDField(), KEY.hex, str(KEY), KEY.hex),
    (models.BinaryField(), b"\0\xff", "AP8=", b"\0\xff"),
    (models.FloatField(), 0.1, 0.1, 0.1),
    (models.JSONField(), '{"b": 1, "a": null}', '{"b": 1, "a": null}', '{"b": 1, "a": null}'),
]


@pytest.mark.parametrize(("field", "value", "plain", "stored"), PLAIN)
@pytest.mark.once
def test_a_value_stands_plain_and_goes_back_as_it_was(
    field: models.Field[object, object], value: object, plain: object, stored: object
) -> None:
    field.set_attributes_from_name("x")
    column = column_of(field)
    assert column.plain(value) == plain
    assert column.for_sqlite(plain) == (plain if stored is None else stored)


@pytest.mark.once
def test_a_kind_of_field_that_nobody_thought_of_is_a_bug() -> None:
    field = models.DurationField()
    field.set_attributes_from_name("x")
    with pytest.raises(UnknownKind, match="backups cannot hold a DurationField"):
        column_of(field)


@pytest.mark.both
@pytest.mark.django_db
def test_every_table_is_kept_or_left_out_for_a_reason() -> None:
    """A table that nobody thought of would be missing after a restore."""
    there = set(connection.introspection.table_names())
    kept = {table.name for table in tables()}
    assert there - kept - set(LEFT_OUT) == set()
    assert kept - there == set()
    assert len(kept) > 90


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"lt": "ą", "en": "a"}', '{"en": "a", "lt": "\\u0105"}'),
        ("[1.50, 2]", "[1.50,2]"),
        ("1e22", "10000000000000000000000"),
        ("1E-7", "0.0000001"),
        ("-0.0", "0.0"),
    ],
)
@pytest.mark.once
def test_json_that_means_the_same_to_postgresql_has_one_digest(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1.5", "1.50"), ("1", "1.0"), ('"1.5"', "1.5"), ("null", '"null"')]
)
@pytest.mark.once
def test_json_that_differs_has_another_digest(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.once
def test_a_number_that_would_fill_the_memory_is_no_number() -> None:
    with pytest.raises(ValueError, match="no number that a database keeps"):
        canonical("1.0e999999999")


TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.none() | st.booleans() | st.integers() | TEXT | st.floats(allow_nan=False)


@pytest.mark.once
@given(st.lists(st.lists(VALUES, min_size=3, max_size=3)))
def test_rows_come_out_of_their_parts_as_they_went_in(rows: list[list[str | int | None]]) -> None:
    found = [
        row
        for content, size in packed(as_line(row) for row in rows)
        for row in unpacked(content, name="rows", size=size, width=3)
    ]
    assert found == rows
    assert [json.dumps(row) for row in found] == [json.dumps(row) for row in rows]


@pytest.mark.once
def test_rows_are_packed_in_parts_of_some_megabytes() -> None:
    rows = [["x" * 1000] for _ in range(10_000)]
    parts = list(packed(map(as_line, rows)))
    assert len(parts) == 3
    assert max(size for _content, size in parts) < 5_000_000
