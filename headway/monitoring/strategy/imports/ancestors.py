"""Levels from several columns that each name an ancestor of the row: Objective | Task | Measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.folding import fold
from headway.monitoring.strategy.imports import values
from headway.monitoring.strategy.imports.entries import Entry
from headway.monitoring.strategy.imports.values import BadValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.monitoring.strategy.imports.mapping import FileMapping

CODED = re.compile(
    r"(?P<code>(?:[^\W\d_]{1,4}[-.]?)?\d{1,3}(?:[.-]\d{1,3})*)[.):]*\s+(?P<title>\S.*)", re.DOTALL
)
"""“1.3 Ecosystem”, “2) Skills”, “T-2. Trade”; not “5G networks”, not “2030 vision”."""


def split_code(words: str) -> tuple[str, str]:
    """Return code and title of a cell that holds both, such as “1.3 Ecosystem”.

    The first word is a code if it consists of numbers of at most three digits, divided by dots or
    dashes, with at most four letters before them. A dot, bracket or colon at its end is dropped.
    """
    found = CODED.fullmatch(words)
    return (found["code"], found["title"].strip()) if found else ("", words)


class Ancestors:
    """Makes one entry of all rows that name the same ancestor in the same words."""

    def __init__(self, mapping: FileMapping, fields: tuple[str, ...], places: list[int]) -> None:
        self._levels = mapping.levels
        self._places = places
        self._width = len(fields)
        titles = [i for i, name in enumerate(fields) if name == f"title.{mapping.original}"]
        first = [i for i, name in enumerate(fields) if name.startswith("title.")]
        self._title = next(iter([*titles, *first]), 0)
        self._known: dict[tuple[int, str], int] = {}
        self._before: list[str] = []

    def above(self, entries: list[Entry], number: int, cells: Sequence[object]) -> int:
        """Return the index of the entry right above the row, adding those that are new.

        :raises BadValue: if a level is left out between two that are named.
        """
        above = -1
        for words in self._names(cells):
            code, title = split_code(words) if self._levels.split else ("", words)
            identity = (above, code or fold(title))
            if identity not in self._known:
                self._known[identity] = len(entries)
                found: list[str | None] = [None] * self._width
                found[0] = code or None
                found[self._title] = title
                depth = entries[above].depth + 1 if above >= 0 else 1
                entries.append(Entry(number, tuple(found), depth=depth, above=above))
            above = self._known[identity]
        return above

    def _names(self, cells: Sequence[object]) -> list[str]:
        names = [values.one_line(values.prose(values.text(cells[i]))) for i in self._places]
        if self._levels.fill_down:
            names = self._filled(names)
        while names and not names[-1]:
            names.pop()
        if not all(names):
            sentence = _("The “%(column)s” is missing above “%(below)s”. Write it in this row.")
            gap = names.index("")
            column, below = self._levels.ancestors[gap], next(filter(None, names[gap:]))
            raise BadValue(sentence % {"column": column, "below": below})
        return names

    def _filled(self, names: list[str]) -> list[str]:
        """Take an empty name from the row above, as long as nothing over it is new."""
        changed = False
        filled = []
        for place, name in enumerate(names):
            changed = changed or bool(name and self._before and name != self._before[place])
            same = not name and not changed and bool(self._before)
            filled.append(self._before[place] if same else name)
        self._before = filled
        return filled
