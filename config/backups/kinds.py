"""How a value stands in a backup: as JSON that says the same on every database.

Whole numbers, yes and no, text and floats stand as they are; a moment as UTC with a Z; an exact
decimal as its digits; a JSON value as its own text, so that neither the order of its names nor the
difference between nothing and null is lost; bytes as base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import Field

Plain = str | int | float | bool
"""What stands in a backup, besides None."""
Turn = Callable[[Any], Any]
DIGITS_OF_SQLITE = 15
MOST_ZEROS = 400  # a float has 308 at most


class UnknownKind(Exception):
    """A field of a kind that no backup can hold yet; a bug of ours."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its values are turned plain, and back for each database."""

    name: str
    plain: Turn
    for_sqlite: Turn
    for_postgresql: Turn
    is_json: bool = False

    def stored(self, vendor: str) -> Turn:
        return self.for_sqlite if vendor == "sqlite" else self.for_postgresql


def column_of(field: Field[Any, Any]) -> Column:
    """Return how a field is kept. :raises UnknownKind: if nobody has said."""
    name = str(field.column)
    target: Any = field
    while target.remote_field:
        target = target.target_field
    kind = target.get_internal_type()
    if kind == "DecimalField":
        return Column(name, _decimal(target.decimal_places), _same, _same)
    for kinds, (plain, for_sqlite, for_postgresql) in TURNS.items():
        if kind in kinds:
            return Column(name, plain, for_sqlite, for_postgresql, is_json=kind == "JSONField")
    message = f"{field}: backups cannot hold a {kind}."
    raise UnknownKind(message)


def canonical(text: str) -> str:
    """Return a JSON text in the one way that both databases lead to: PostgreSQL sorts names.

    Source: PostgreSQL 16, section 8.14 (jsonb keeps no order, and numbers as numeric does).
    """
    value = json.loads(text, parse_float=_number)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _number(digits: str) -> int | str:
    """Return a number with a point as PostgreSQL writes it; NUL marks it, which no text holds."""
    number = Decimal(digits)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > MOST_ZEROS:
        message = f"{digits} is no number that a database keeps."
        raise ValueError(message)
    if exponent >= 0:
        return int(number)
    return f"\0{number or abs(number):f}"


def _same(value: Any) -> Any:  # noqa: ANN401 -- whatever it is
    return value


def _moment(value: datetime) -> str:
    naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return f"{naive.isoformat()}Z"


def _moment_of_sqlite(text: str) -> str:
    return text.removesuffix("Z").replace("T", " ")


def _day(value: date | time) -> str:
    return value.isoformat()


def _decimal(places: int) -> Turn:
    """Return a way to write decimals with all their places; SQLite hands out floats."""
    step, exact = Decimal(1).scaleb(-places), Context(prec=DIGITS_OF_SQLITE)

    def plain(value: float | Decimal) -> str:
        number = exact.create_decimal_from_float(value) if isinstance(value, float) else value
        return f"{Decimal(number).quantize(step):f}"

    return plain


def _bytes(value: bytes | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode()


def _uuid(value: str | UUID) -> str:
    return str(value if isinstance(value, UUID) else UUID(value))


def _uuid_of_sqlite(text: str) -> str:
    return UUID(text).hex


TURNS: dict[tuple[str, ...], tuple[Turn, Turn, Turn]] = {
    (
        "AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
        "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField",
    ): (_same, _same, _same),
    ("CharField", "TextField", "SlugField", "FileField"): (_same, _same, _same),
    ("BooleanField",): (bool, int, _same),
    ("DateTimeField",): (_moment, _moment_of_sqlite, _same),
    ("DateField", "TimeField"): (_day, _same, _same),
    ("JSONField",): (_same, _same, _same),
    ("UUIDField",): (_uuid, _uuid_of_sqlite, _same),
    ("BinaryField",): (_bytes, base64.b64decode, base64.b64decode),
    ("FloatField",): (float, _same, _same),
}  # fmt: skip
"""By the kinds of fields: to plain, and from plain for SQLite and for PostgreSQL."""
