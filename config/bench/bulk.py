"""More measures of a strategy than services would write in time, as rows: the only way past them.

The first measures are told through the services; each that follows is a copy of the one that stands
as many places before it as the pattern has, with its own code, words, place and organisations. COPY
writes the rows on PostgreSQL, `executemany` on SQLite. What services keep beside what is said,
they keep of the first measures; the copies have theirs copied. `headway doctor` looks over it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from config.bench.data import PATTERN, code, definition, duties, worded
from headway.foundation.core.keys import new_key
from headway.monitoring.indicators.models import (
    Indicator,
    IndicatorText,
    Kept,
    Placement,
    Target,
    Value,
)
from headway.monitoring.strategy.models import (
    Life,
    LifeRecord,
    Node,
    NodeText,
    Responsibility,
)
from headway.monitoring.strategy.rules import PLACE_STEP, path_below
from headway.monitoring.strategy.services.strategies import renew_if_public

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from django.db.models import Model

    from headway.monitoring.strategy.models import Edition

    Row = tuple[Any, ...]
    Change = Callable[[int], dict[str, Any]]

REASON = "the bench made it a moment ago"
AT_A_TIME = 50_000
"""Rows that are handed to SQLite together."""


@dataclass(frozen=True, slots=True)
class Made:
    """Where the copies begin: the first free ids, and what the pattern is made of."""

    edition: Edition
    until: int
    nodes: list[int]
    indicators: list[int]
    first_node: int
    first_indicator: int
    partners: list[int]

    @property
    def numbers(self) -> range:
        return range(PATTERN, self.until)

    def node(self, number: int) -> int:
        return self.first_node + number - PATTERN

    def indicator(self, number: int) -> int:
        return self.first_indicator + number - PATTERN


def extend(edition: Edition, measures: int, *, partners: Sequence[int], at: datetime) -> None:
    """Bring a strategy whose first measures make up the pattern to so many.

    :raises ValueError: unless it has as many measures as the pattern, each with an indicator.
    """
    texts = NodeText.objects.of(edition).filter(depth=edition.frame.counted_depth)
    nodes = list(texts.order_by("pk").values_list("node", flat=True))
    placed = dict(Placement.objects.of(edition).values_list("node", "indicator"))
    if len(nodes) != PATTERN or set(nodes) != set(placed):
        message = f"The pattern is {PATTERN} measures, each with an indicator."
        raise ValueError(message)
    made = Made(
        edition, measures, nodes, [placed[node] for node in nodes],
        _free(Node), _free(Indicator), list(partners),
    )  # fmt: skip
    for model, column, own, change in _kinds(made):
        _copy(model, column, own, change, made.numbers)
    _answer(made)
    _set_sequences()
    renew_if_public(edition.strategy, at=at)


def _kinds(made: Made) -> Iterator[tuple[type[Model], str, list[int], Change]]:
    """Yield each table, the column that tells whose a row is, and what a copy has of its own."""
    nodes, indicators = made.nodes, made.indicators
    yield Node, "id", nodes, lambda n: {"id": made.node(n), "key": new_key()}
    yield NodeText, "node_id", nodes, _text(made)
    yield Life, "node_id", nodes, lambda n: {"node_id": made.node(n)}
    yield LifeRecord, "node_id", nodes, lambda n: {"node_id": made.node(n)}
    yield Indicator, "id", indicators, lambda n: {"id": made.indicator(n), "key": new_key()}
    yield IndicatorText, "indicator_id", indicators, _definition(made)
    yield (
        Placement, "indicator_id", indicators,
        lambda n: {"indicator_id": made.indicator(n), "node_id": made.node(n)},
    )  # fmt: skip
    for model in (Target, Value, Kept):
        yield model, "indicator_id", indicators, lambda n: {"indicator_id": made.indicator(n)}


def _text(made: Made) -> Change:
    paths = dict(NodeText.objects.of(made.edition).values_list("node", "path"))
    above = [paths[node].rpartition(".")[0] for node in made.nodes]

    def change(number: int) -> dict[str, Any]:
        path = path_below(above[number % PATTERN], (number // PATTERN + 1) * PLACE_STEP)
        return {"node_id": made.node(number), "path": path} | _named(NodeText, worded(code(number)))

    return change


def _definition(made: Made) -> Change:
    def change(number: int) -> dict[str, Any]:
        said = definition(number, Node(pk=made.node(number)))
        own = {"indicator_id": made.indicator(number), "place": (number + 1) * PLACE_STEP}
        return own | _named(IndicatorText, said)

    return change


def _named(model: type[Model], said: Any) -> dict[str, Any]:  # noqa: ANN401 -- a text or a definition
    """Return the columns that hold a name, as the database takes them."""
    columns = said.columns()
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    return {
        name: fields[name].get_db_prep_save(columns[name], connection)
        for name in ("code", "title", "folded")
    }


def _answer(made: Made) -> None:
    """Say who answers for the copies: organisations come round otherwise than the pattern does."""
    own = (made.edition.strategy_id, made.edition.number)
    forever = Responsibility._meta.get_field("until_number").get_default()
    columns = ("node_id", "organisation_id", "role", "strategy_id", "from_number", "until_number")
    rows = (
        (made.node(number), duty.organisation_id, str(duty.role), *own, forever)
        for number in made.numbers
        for duty in duties(number, made.partners)
    )
    _write(Responsibility, columns, rows)


def _copy(
    model: type[Model], column: str, own: list[int], change: Change, numbers: Iterable[int]
) -> None:
    """Write the rows of a table again for each number, with what a copy has of its own."""
    named = {str(f.column) for f in model._meta.concrete_fields}
    kept = sorted(named - {"id"} | {column})
    table, names = _quoted(model._meta.db_table), ", ".join(map(_quoted, kept))
    with connection.cursor() as cursor:
        found = []
        for pk in own:
            cursor.execute(
                f"SELECT {names} FROM {table} WHERE {_quoted(column)} = %s ORDER BY 1",  # noqa: S608
                [pk],
            )
            found.append(cursor.fetchall())
    _write(model, kept, _changed(kept, found, change, numbers))


def _changed(
    columns: Sequence[str], found: list[list[Row]], change: Change, numbers: Iterable[int]
) -> Iterator[Row]:
    places = {name: place for place, name in enumerate(columns)}
    for number in numbers:
        own = {places[name]: value for name, value in change(number).items()}
        for row in found[number % PATTERN]:
            fresh = list(row)
            for place, value in own.items():
                fresh[place] = value
            yield tuple(fresh)


def _write(model: type[Model], columns: Sequence[str], rows: Iterator[Row]) -> None:
    table, names = _quoted(model._meta.db_table), ", ".join(map(_quoted, columns))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("%s" for _column in columns)
        while some := list(islice(rows, AT_A_TIME)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _free(model: type[Model]) -> int:
    highest = model._base_manager.aggregate(highest=Max("pk"))["highest"]
    return int(highest or 0) + 1


def _set_sequences() -> None:
    """Let PostgreSQL go on counting after the ids that were chosen here."""
    from_here = connection.ops.sequence_reset_sql(no_style(), [Node, Indicator])
    with connection.cursor() as cursor:
        for statement in from_here:
            cursor.execute(statement)
