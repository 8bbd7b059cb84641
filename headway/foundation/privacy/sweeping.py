"""Finds words in every table that a model stands for, and puts others in their place.

It knows no app, so a table that is added later is swept as well. The audit trail is left out: its
tables are append-only, and `audit.services.erase` takes words out of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models

from headway.foundation.privacy.rules import pattern_of, spellings, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TEXT = ("varchar", "char", "text", "jsonb")
"""How databases begin to call columns that hold words."""
LEFT_OUT = frozenset({"audit_entry", "audit_payload", "audit_link", "audit_erasure"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that holds words."""

    table: str
    key: str
    name: str
    longest: int | None
    is_binary_json: bool

    @property
    def as_text(self) -> str:
        quoted = connection.ops.quote_name(self.name)
        return f"{quoted}::text" if self.is_binary_json else quoted


def columns(*, left_out: frozenset[str] = LEFT_OUT) -> Iterator[Column]:
    """Yield the columns of every table that hold words, but those of the audit trail."""
    for model in apps.get_models(include_auto_created=True):
        about = model._meta
        key = about.pk
        if about.proxy or not about.managed or about.db_table in left_out:
            continue
        for field in about.concrete_fields:
            kind = field.db_type(connection) or ""
            if kind.startswith(TEXT) and not field.is_relation and field is not key:
                yield Column(
                    about.db_table, str(key.column), str(field.column), _longest(field),
                    kind == "jsonb",
                )  # fmt: skip


def sweep(names: Mapping[str, str]) -> Counter[str]:
    """Replace names by what is given for each, in every table; return how many values in which."""
    patterns = [(pattern_of(name), mark) for name, mark in names.items()]
    wanted = [spelling for name in names for spelling in spellings(name)]
    changed: Counter[str] = Counter()
    for column in columns():
        for key, words in _found(column, wanted):
            swept = without(words, patterns)
            if swept != words:
                _write(column, key, swept[: column.longest])
                changed[column.table] += 1
    return changed


def places_of(names: Iterable[str]) -> Counter[str]:
    """Return in which tables, the audit trail’s too, any of these names still stands, how often."""
    patterns = [(pattern_of(name), "") for name in names]
    wanted = [spelling for name in names for spelling in spellings(name)]
    return Counter(
        column.table
        for column in columns(left_out=frozenset())
        for _key, words in _found(column, wanted)
        if without(words, patterns) != words
    )


def _longest(field: models.Field[Any, Any]) -> int | None:
    return field.max_length if isinstance(field, models.CharField) else None


def _found(column: Column, wanted: Sequence[str]) -> list[tuple[Any, str]]:
    """Return the values that may hold one of these words."""
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    holds = " OR ".join([f"{column.as_text} {like} %s ESCAPE '~'"] * len(wanted))
    with connection.cursor() as cursor:
        quote = connection.ops.quote_name
        read = f"SELECT {quote(column.key)}, {column.as_text} FROM {quote(column.table)}"  # noqa: S608 -- names of ours
        cursor.execute(
            f"{read} WHERE {holds}",
            [f"%{_escaped(each)}%" for each in wanted],
        )
        return list(cursor.fetchall())


def _escaped(words: str) -> str:
    for letter in "~%_":
        words = words.replace(letter, f"~{letter}")
    return words


def _write(column: Column, key: Any, words: str) -> None:  # noqa: ANN401 -- whatever numbers rows
    quote = connection.ops.quote_name
    value = "%s::jsonb" if column.is_binary_json else "%s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(column.table)} SET {quote(column.name)} = {value} "  # noqa: S608 -- names of ours
            f"WHERE {quote(column.key)} = %s",
            [words, key],
        )
