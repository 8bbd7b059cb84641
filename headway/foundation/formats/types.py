"""What a table is that leaves the house: columns with their meaning, filters, and its rows.

An app declares its tables in `tables.py` as `TABLES: tuple[Table, ...]`; see `registry.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Kind = Literal["text", "number", "date", "yes_no"]
Row = Mapping[str, object]
"""One row by column name. What may stand in it per kind: `writers/values.py`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column and its entry in the data dictionary. `name` is the machine's, for good."""

    name: str
    label: _StrOrPromise
    meaning: _StrOrPromise
    kind: Kind
    unit: _StrOrPromise = ""
    source: _StrOrPromise = ""

    def described(self) -> dict[str, str]:
        """Return the dictionary entry in the language that is active now."""
        return {
            "name": self.name,
            "label": str(self.label),
            "meaning": str(self.meaning),
            "kind": self.kind,
            "unit": str(self.unit),
            "source": str(self.source),
        }


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing by which the rows of a table can be narrowed, given as text."""

    name: str
    label: _StrOrPromise

    def described(self) -> dict[str, str]:
        return {"name": self.name, "label": str(self.label)}


def _no_rows(_filters: Mapping[str, str]) -> Iterable[Row]:
    return ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be written in every format.

    `rows` receives the filters that were given, only ones named in `filters` and never empty, and
    may yield lazily. It raises BadInput for a value that cannot be. Texts in the reader's language
    it takes from `get_language()`, which is set whenever a row is asked for.

    A table that is made up for one download, and never registered, needs no `rows`.
    """

    name: str
    title: _StrOrPromise
    description: _StrOrPromise
    columns: tuple[Column, ...]
    rows: Callable[[Mapping[str, str]], Iterable[Row]] = _no_rows
    filters: tuple[Filter, ...] = ()
    public: bool = False
