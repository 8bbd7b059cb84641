"""The open tables of reporting: what they say, of which day, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import translation

from headway.foundation.core.errors import BadInput
from headway.foundation.core.periods import Period
from headway.foundation.formats.writers import WRITERS
from headway.monitoring.reporting.services import accept_report, close_round, publish_round
from headway.monitoring.reporting.tables import (
    PARTNER_REPORTS,
    ROUND_VERDICTS,
    ROUNDS,
    STATEMENTS,
    TABLES,
)
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    World,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from headway.foundation.formats.types import Row, Table

pytestmark = pytest.mark.django_db
PUBLISHED = AT + timedelta(days=40)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(PUBLISHED + timedelta(days=20), tick=False):
        yield


@pytest.fixture
def found() -> World:
    """Return partners of whom the first reported in time, the second late, the third never."""
    of = world(partners=3, figures=True)
    asked = opened(of)
    for number, at in ((0, AT + timedelta(days=1)), (1, DEADLINE + timedelta(days=2))):
        report = report_of(asked, of.partners[number])
        handed_in(report, by=of.reporters[number], at=at)
        accept_report(report_id=report.pk, by=of.coordinator, at=at)
    close_round(round_id=asked.pk, by=of.coordinator, at=AT + timedelta(days=30))
    publish_round(round_id=asked.pk, by=of.coordinator, at=PUBLISHED)
    return of


def rows(table: Table, language: str = "en", **filters: str) -> list[Row]:
    with translation.override(language):
        return list(table.rows(filters))


def test_a_round_is_told_with_how_many_reported(found: World) -> None:
    (row,) = rows(ROUNDS)
    assert (row["strategy"], row["round"]) == (found.edition.strategy.slug, "2026-S1")
    assert (row["partners_asked"], row["partners_reported"]) == (3, 2)
    assert row["deadline"] == "2026-07-31T14:00:00+00:00"


def test_a_statement_is_told_with_its_words_and_without_a_person(found: World) -> None:
    first, second = rows(STATEMENTS, "lt")
    assert (first["code"], first["status"], first["status_label"]) == (
        "1.1",
        "in_progress",
        "going (lt)",
    )
    assert first["done"] == "Two halls (lt)"
    assert [row["organisation"] for row in (first, second)] == [p.slug for p in found.partners[:2]]
    said = str(rows(STATEMENTS) + rows(ROUNDS) + rows(ROUND_VERDICTS) + rows(PARTNER_REPORTS))
    assert not any(person.name in said for person in [*found.reporters, found.coordinator])


def test_verdicts_are_told_as_they_were_kept(found: World) -> None:
    told = rows(ROUND_VERDICTS)
    assert [(row["figure"], row["judged_on"]) for row in told] == [
        (10, date(2026, 8, 5)),
        (10, date(2026, 8, 5)),
        (None, date(2026, 8, 5)),
    ]


def test_who_reported_is_told_with_whether_it_was_in_time(found: World) -> None:
    told = rows(PARTNER_REPORTS)
    assert [
        (row["reported"], row["first_submitted_on"], row["by_deadline"], row["completeness"])
        for row in told
    ] == [
        (True, date(2026, 7, 7), True, 100),
        (True, date(2026, 8, 2), False, 100),
        (False, None, None, 0),
    ]


@pytest.mark.parametrize(("day", "number"), [("2026-08-14", 0), ("2026-08-15", 1)])
def test_a_day_before_publication_has_no_rows(found: World, day: str, number: int) -> None:
    for table in TABLES:
        assert bool(rows(table, as_of=day)) is bool(number)


def test_a_period_without_a_published_round_is_refused(found: World) -> None:
    opened(
        found,
        at=PUBLISHED,
        period=Period.parse("2026-S2"),
        deadline_at=DEADLINE + timedelta(days=184),
    )
    for period in ("2026-S2", "nonsense"):
        with pytest.raises(BadInput, match="There is no published round for"):
            rows(ROUNDS, round=period)
    assert len(rows(ROUNDS, round="2026-S1")) == 1


@pytest.mark.parametrize("code", WRITERS)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_can_be_had_in_each_format(
    client: Client, found: World, table: Table, code: str
) -> None:
    answer = client.get(f"/api/v1/tables/{table.name}.{code}?language=lt")
    assert answer.status_code == 200
    assert b"".join(answer)
    for column in rows(table)[0]:
        assert column in {each.name for each in table.columns}
