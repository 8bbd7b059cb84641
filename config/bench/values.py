"""Indicators with values of many years, and how long their verdicts take to be counted."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.bench.data import BENCH, make
from headway.foundation.core.keys import new_key
from headway.foundation.core.periods import Period
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.indicators.models import (
    Indicator,
    IndicatorText,
    Kept,
    Placement,
    Target,
    Value,
)
from headway.monitoring.indicators.queries.overview import overview
from headway.monitoring.indicators.states import Word
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

REASON = "the bench made it a moment ago"
MEASURES = 109
VALUES_EACH = 500
"""Values of each indicator: one a month, of more than forty years."""
FIRST = Period("month", 1985)
AT_A_TIME = 1000
"""Indicators whose values are made by one statement."""
ROUNDS = 30
ANSWER = {"assessment": "x" * 600, "sparks": [["2026-12-31", "1234.5"]] * 40}
"""As large as an answer is."""
TARGET = Period.parse("2040")


def holds_anything() -> bool:
    return bool(connection.introspection.table_names())


def measured(values: int, *, at: datetime) -> dict[str, Any]:
    """Make about so many values and return what counting the verdicts costs, in milliseconds."""
    begun = time.perf_counter()
    make(MEASURES, at=at)
    edition = Edition.objects.unrestricted(reason=REASON).select_related("strategy").get()
    indicators = add_indicators(edition, max(1, values // VALUES_EACH))
    _keep_answers(edition, indicators)
    made = _add_values(indicators, min(values, VALUES_EACH), at=at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as it does by itself after a while
    took = time.perf_counter() - begun
    on = day_of(edition.strategy, at)
    with CaptureQueriesContext(connection) as captured:
        found = overview(edition, on=on, is_today=True).rollup
    times = sorted(_once(edition, on) for _ in range(ROUNDS))
    cuts = quantiles(times, n=20)
    return {
        "database": connection.vendor,
        "values": made,
        "indicators": found.total,
        "p50_ms": round(cuts[9], 1),
        "p95_ms": round(cuts[18], 1),
        "queries": len(captured),
        "made_in_s": round(took, 1),
    }


def _once(edition: Edition, on: date) -> float:
    begun = time.perf_counter()
    overview(edition, on=on, is_today=True)
    return (time.perf_counter() - begun) * 1000


@transaction.atomic
def add_indicators(edition: Edition, number: int, *, frequency: str = "year") -> list[Indicator]:
    """Spread indicators over the measures, each with a target."""
    nodes = list(islice(cycle(_paths(edition)), number))
    own = {"strategy": edition.strategy, "from_number": edition.number}
    made = Indicator.objects.bulk_create(
        Indicator(strategy=edition.strategy, key=new_key()) for _ in range(number)
    )
    rows: tuple[list[Any], ...] = (
        [
            IndicatorText(
                indicator=row, place=n, kind="stock", title=_title(n), baseline=Decimal(0),
                baseline_period="2020", frequency=frequency, **own,
            )
            for n, row in enumerate(made)
        ],
        [Placement(indicator=row, node_id=pk, **own) for row, pk in zip(made, nodes, strict=True)],
        [
            Target(
                indicator=row, period=str(TARGET), by_day=TARGET.last_day, low=Decimal(1000),
                high=Decimal(1000), **own,
            )
            for row in made
        ],
    )  # fmt: skip
    for each in rows:
        type(each[0])._default_manager.bulk_create(each, batch_size=AT_A_TIME)
    return made


def _paths(edition: Edition) -> dict[int, str]:
    """Return where each measure stands, by node."""
    measures = NodeText.objects.of(edition).filter(depth=len(edition.frame.levels))
    return dict(measures.order_by("pk").values_list("node", "path"))


def _keep_answers(edition: Edition, indicators: list[Indicator]) -> None:
    """Give each indicator an answer as large as one is."""
    paths = cycle(_paths(edition).values())
    Kept.objects.bulk_create(
        (
            Kept(
                indicator=row, strategy=edition.strategy, verdict=word, method="planned-path",
                value=Decimal(n), period="2026", answer=ANSWER, tops=path[:PLACE_WIDTH],
                holds_until=TARGET.last_day if n % 2 else None,
            )
            for n, (row, word, path) in enumerate(zip(indicators, cycle(Word), paths, strict=False))
        ),
        batch_size=AT_A_TIME,
    )  # fmt: skip


def _title(number: int) -> TranslatedText:
    return TranslatedText.of({"lt": f"Rodiklis {number}", "en": f"Indicator {number}"})


def _add_values(indicators: list[Indicator], each: int, *, at: datetime) -> int:
    """Copy one value to all months and indicators, some indicators with each statement."""
    first = Value.objects.create(
        indicator=indicators[0], period=str(FIRST), period_end=FIRST.last_day, value=Decimal(1),
        received_at=at, recorded_at=at, acceptor=str(BENCH),
    )  # fmt: skip
    table = connection.ops.quote_name(Value._meta.db_table)
    own = {"indicator_id": "i.id", "period": "m.period", "period_end": "m.period_end"}
    own["value"] = "CAST((i.id + m.number) %% 1000 AS VARCHAR)"
    names = [str(f.column) for f in Value._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    taken = ", ".join(own.get(name, f"v.{connection.ops.quote_name(name)}") for name in names)
    ids = [row.pk for row in indicators]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE months (number INTEGER, period VARCHAR(10), period_end DATE)"
        )
        cursor.executemany("INSERT INTO months VALUES (%s, %s, %s)", list(_months(each)))
        for begin in range(0, len(ids), AT_A_TIME):
            part = ids[begin : begin + AT_A_TIME]
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {taken} FROM indicators_indicator i"  # noqa: S608
                f" CROSS JOIN months m CROSS JOIN {table} v WHERE v.id = %s AND i.id BETWEEN %s AND"
                " %s AND NOT (i.id = v.indicator_id AND m.number = 0) ORDER BY i.id, m.number",
                [first.pk, part[0], part[-1]],
            )
    return len(ids) * each


def _months(number: int) -> Iterator[tuple[int, str, date]]:
    period = FIRST
    for n in range(number):
        yield n, str(period), period.last_day
        period = period.following
