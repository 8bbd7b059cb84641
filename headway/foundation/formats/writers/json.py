"""JSON: `{"table": name, "columns": [{name, label, meaning, …}], "rows": [{column: value}]}`.

Decimals are written as they are, digit by digit, never through a float. Days are ISO text.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from headway.foundation.formats.writers.base import DEFAULT, Options
from headway.foundation.formats.writers.values import Value, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.foundation.formats.types import Row, Table

BATCH = 500


class JsonWriter:
    code = "json"
    label = _("JSON (for programs)")
    media_type = "application/json"
    extension = "json"

    def write(
        self,
        table: Table,
        rows: Iterable[Row],
        options: Options = DEFAULT,  # noqa: ARG002 -- JSON leaves no choice
    ) -> Iterator[bytes]:
        remaining = iter(rows)
        batch = _objects(table, remaining)
        columns = [column.described() for column in table.columns]
        opening = f'{{"table": {_token(table.name)}, "columns": {_token(columns)}, "rows": ['
        yield (opening + ",\n".join(batch)).encode()
        while batch := _objects(table, remaining):
            yield (",\n" + ",\n".join(batch)).encode()
        yield b"]}\n"


def _objects(table: Table, rows: Iterator[Row]) -> list[str]:
    names = [_token(column.name) for column in table.columns]
    return [
        "{"
        + ", ".join(
            f"{name}: {_value(value)}"
            for name, value in zip(names, values(table.columns, row), strict=True)
        )
        + "}"
        for row in islice(rows, BATCH)
    ]


def _value(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")  # json knows floats only
    return _token(value.isoformat() if isinstance(value, date) else value)


def _token(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
