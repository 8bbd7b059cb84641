"""From the rows of a sheet to entries: one per node, its values written the one way."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.folding import fold
from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.strategy.imports import values
from headway.monitoring.strategy.imports.ancestors import Ancestors
from headway.monitoring.strategy.imports.columns import MANY, base_of
from headway.monitoring.strategy.imports.entries import Entry
from headway.monitoring.strategy.imports.values import (
    LONGEST_CELL,
    BadParts,
    BadValue,
    UnknownName,
)
from headway.monitoring.strategy.rules import LONGEST_CODE, dates_in_order

if TYPE_CHECKING:
    from headway.monitoring.strategy.imports.mapping import FileMapping
    from headway.monitoring.strategy.imports.problems import Problems
    from headway.monitoring.strategy.imports.values import Near
    from headway.monitoring.strategy.imports.words import Vocabularies, Vocabulary

NOTHING: frozenset[str] = frozenset()
Convert = Callable[[object], str]
CACHED = 4096


def layout_of(mapping: FileMapping) -> tuple[str, ...]:
    """Return the fields that are compared; the code is always the first."""
    fields = tuple(name for name in mapping.fields if name != "code")
    # Whether a status is possible depends on the kind, so that one is read along.
    return ("code", *fields, *(["kind"] if "status" in fields and "kind" not in fields else []))


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands in a row, under which header, and how its cells are read."""

    name: str
    header: str
    place: int
    convert: Convert


@dataclass(slots=True)
class UnknownOrganisation:
    """A name of the file that a person must say the meaning of: an organisation, or a new one."""

    name: str
    row: int
    """Where it stands first."""
    close: tuple[Near, ...]
    """Those that may be meant, the likeliest first."""
    can_be_new: bool
    """Whether an organisation may be added under it: it means none, and holds letters."""
    rows: int = 0


class RowReader:
    """Reads the rows of one sheet by a mapping; collects what is wrong with them."""

    def __init__(
        self,
        mapping: FileMapping,
        header: Sequence[str],
        *,
        vocabularies: Vocabularies,
        problems: Problems,
    ) -> None:
        self.mapping = mapping
        self.problems = problems
        self.fields = layout_of(mapping)
        self.unknown: dict[str, UnknownOrganisation] = {}
        self._vocabularies = vocabularies
        self._header = header
        self._columns = self._found(mapping.columns)
        self._compared = [(self.fields.index(c.name), c) for c in self._columns if self._is_text(c)]
        self._places = {c.name: c for c in self._columns if not self._is_text(c)}
        self._titles = [n for n, name in enumerate(self.fields) if base_of(name) == "title"]
        self._dates, self._money = self._pair("start", "due"), self._pair("funding", "currency")
        self._skip = tuple(fold(word) for word in mapping.sheet.skip)
        above = self._found({name: name for name in mapping.levels.ancestors})
        self._ancestors = Ancestors(mapping, self.fields, [c.place for c in above])

    def _pair(self, *names: str) -> list[int]:
        """Return where two fields stand that are checked together; nothing, if one is not read."""
        return [self.fields.index(n) for n in names] if set(names) <= set(self.fields) else []

    def _is_text(self, column: Column) -> bool:
        return column.name in self.fields

    def read(self, rows: Iterable[tuple[int, Sequence[object]]]) -> list[Entry]:
        """Return the entries, those that only ancestor columns name included."""
        entries: list[Entry] = []
        for number, cells in rows:
            if self._is_left_out(cells):
                continue
            by_columns = self.mapping.levels.origin == "columns"
            above = self._above(entries, number, cells) if by_columns else -1
            entry = self._entry(number, cells)
            if above is None:
                entry.refuse("parent")
                above = -1
            if above >= 0 and not any(entry.values):
                continue  # the row only names its ancestors
            entry.above = above
            entry.depth = entries[above].depth + 1 if above >= 0 else int(by_columns)
            entries.append(entry)
            self._check(entry)
        return entries

    def _above(self, entries: list[Entry], number: int, cells: Sequence[object]) -> int | None:
        try:
            return self._ancestors.above(entries, number, cells)
        except BadValue as problem:
            self.problems.add(str(problem), row=number)
            return None

    def _is_left_out(self, cells: Sequence[object]) -> bool:
        first = next((text for cell in cells if (text := values.text(cell))), "")
        return not first or (bool(self._skip) and fold(first).startswith(self._skip))

    def _entry(self, number: int, cells: Sequence[object]) -> Entry:
        found: list[str | None] = [None] * len(self.fields)
        wrong: list[str] = []
        for index, column in self._compared:
            found[index] = self._cell(number, column, cells[column.place], wrong)
        places = {
            name: self._cell(number, column, cells[column.place], wrong) or ""
            for name, column in self._places.items()
        }
        return Entry(
            number=number,
            key=places.get("key", ""),
            level=places.get("level", ""),
            parent=places.get("parent", ""),
            values=tuple(found),
            wrong=frozenset(wrong) if wrong else NOTHING,
        )

    def _cell(self, number: int, column: Column, cell: object, wrong: list[str]) -> str | None:
        """Return what a cell says. None: it is a problem, and its column joins the wrong ones."""
        if cell is None:
            return ""
        try:
            return column.convert(cell)
        except BadParts as problem:
            for word, each in problem.parts:
                self._refuse(number, column, word, each)
        except BadValue as problem:
            self._refuse(number, column, values.text(cell), problem)
        wrong.append(column.name)
        return None

    def _refuse(self, number: int, column: Column, value: str, problem: BadValue) -> None:
        """Add a problem; a name that nobody knows is told where it stands first."""
        if isinstance(problem, UnknownName):
            unknown = self.unknown.setdefault(
                fold(problem.name),
                UnknownOrganisation(problem.name, number, problem.close, problem.can_be_new),
            )
            unknown.rows += 1
            if unknown.rows > 1:
                return
        is_name = isinstance(problem, UnknownName)
        self.problems.add(
            str(problem), row=number, column=column.header, value=value, is_name=is_name
        )

    def _found(self, columns: Mapping[str, str]) -> list[Column]:
        """Find each column by its header; spaces and capitals do not matter."""
        folded = [fold(header) for header in self._header]
        found = []
        for name, header in columns.items():
            exact = [i for i, h in enumerate(self._header) if h == " ".join(header.split())]
            places = exact or [i for i, h in enumerate(folded) if h and h == fold(header)]
            if len(places) == 1:
                found.append(Column(name, header, places[0], self._convert(name)))
            else:
                self.problems.add(self._no_column(header, len(places)), column=header)
        return found

    def _no_column(self, header: str, count: int) -> str:
        entry = {"header": header, "known": ", ".join(filter(None, self._header))}
        if count:
            sentence = _("Several columns are called “%(header)s”. Rename all but one.")
            return sentence % entry
        if close := difflib.get_close_matches(header, self._header, n=1):
            sentence = _(
                "The sheet has no column “%(header)s”. Is “%(close)s” meant? Correct the mapping."
            )
            return sentence % {**entry, "close": close[0]}
        sentence = _(
            "The sheet has no column “%(header)s”. It has: %(known)s. Correct the mapping, or "
            "name another sheet or header row under [sheet]."
        )
        return sentence % entry

    def _convert(self, name: str) -> Convert:
        base = base_of(name)
        if base in ("start", "due"):
            # The same few dates stand in many rows.
            order = self.mapping.date_order
            return lru_cache(CACHED, typed=True)(
                lambda cell: values.partial_date(cell, order=order)
            )
        if base in MANY:
            return self._several(name)
        if vocabulary := self._vocabularies.of(name):
            # Not being a flagship is nothing that is said of a node, so “no” is an empty value.
            meant = {"no": ""} if base == "flagship" else {}
            return lambda cell: _meaning(vocabulary, values.text(cell), meant)
        converts: dict[str, Convert] = {
            "title": lambda cell: values.one_line(_prose(cell)),
            "description": lambda cell: values.long_text(_prose(cell)),
            "note": lambda cell: values.long_text(_prose(cell)),
            "funding_sources": lambda cell: values.long_text(_prose(cell)),
            "funding": values.amount,
            "currency": values.currency,
            "code": self._code,
            "parent": self._code,
        }
        return converts.get(base, lambda cell: values.one_line(values.text(cell)))

    def _code(self, cell: object) -> str:
        code = values.code(cell, self.mapping.levels.separator)
        if len(code) > LONGEST_CODE:
            sentence = _("A code has at most %(number)s characters. Shorten it.")
            raise BadValue(sentence % {"number": LONGEST_CODE})
        return code

    def _several(self, name: str) -> Convert:
        vocabulary = self._vocabularies.of(name)
        separator = self.mapping.separator

        def convert(cell: object) -> str:
            codes, wrong = set(), []
            for word in values.several(cell, separator):
                try:
                    codes.add(vocabulary.code_of(word) if vocabulary else word)
                except BadValue as problem:
                    wrong.append((word, problem))
            if wrong:
                raise BadParts(wrong)
            return values.MANY.join(sorted(codes - {""}))

        # The same few lists stand in many rows.
        return lru_cache(CACHED, typed=True)(convert)

    def _check(self, entry: Entry) -> None:
        """Refuse an entry without a title, with dates in the wrong order, or money of no amount."""
        if not any(entry.values[place] for place in self._titles) and not (
            entry.wrong.intersection(self.fields[place] for place in self._titles)
        ):
            header = ", ".join(self.mapping.columns[self.fields[n]] for n in self._titles)
            sentence = _("The title is missing. Write it in at least one language.")
            self.problems.add(sentence, row=entry.number, column=header)
            for place in self._titles:
                entry.refuse(self.fields[place], self.fields)
        if self._money and entry.values[self._money[1]] and not entry.values[self._money[0]]:
            sentence = _("A currency stands here without an amount. Write it, or empty this cell.")
            header = self.mapping.columns["currency"]
            self.problems.add(sentence, row=entry.number, column=header)
            entry.refuse("currency", self.fields)
        if self._dates:
            start, due = (entry.values[place] for place in self._dates)
            if start and due and not _in_order(start, due):
                sentence = _("It is due before it starts. Correct one of the two dates.")
                header = self.mapping.columns["due"]
                self.problems.add(sentence, row=entry.number, column=header, value=due)
                entry.refuse("due", self.fields)


def _prose(cell: object) -> str:
    """Return a text in the small grammar of core.

    :raises BadValue: for one that is too long.
    """
    words = values.prose(values.text(cell))
    if len(words) > LONGEST_CELL:
        sentence = _("The text has %(count)s characters; %(most)s fit into a cell. Shorten it.")
        raise BadValue(sentence % {"count": len(words), "most": LONGEST_CELL})
    return words


def _meaning(vocabulary: Vocabulary, word: str, meant: Mapping[str, str]) -> str:
    code = vocabulary.code_of(word) if word else ""
    return meant.get(code, code)


@lru_cache(CACHED)
def _in_order(start: str, due: str) -> bool:
    return dates_in_order(start=PartialDate.parse(start), due=PartialDate.parse(due))
