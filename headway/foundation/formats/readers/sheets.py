"""A workbook as its readers see it: sheets with a header and numbered rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import CellProblem, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | Decimal | date | bool | None
"""CSV gives text or None; XLSX numbers as Decimal or int and dates as days, too."""
ROWS = 100_001  # the header and 100,000 rows
COLUMNS = 200
HEADER_SEARCH = 20  # rows looked at; titles above a table take fewer
ALPHABET = 26


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the number that the spreadsheet shows beside it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return all(is_blank(cell) for cell in self.cells)


class Source(Protocol):
    """Where the rows of a sheet come from; each call reads from the top."""

    def rows(self) -> Iterator[Row]: ...
    def notes(self) -> tuple[str, ...]: ...


class Sheet:
    """One sheet. `rows` are those below the header, as wide as it at least; reading streams."""

    def __init__(
        self, name: str, source: Source, *, header_row: int | None = None, strict: bool = False
    ) -> None:
        """`strict`: a row wider than the header is a sign that it was cut wrongly (CSV)."""
        self.name = name
        self._source = source
        self._wanted = header_row
        self._strict = strict

    @cached_property
    def header_row(self) -> Row:
        """The row with the headings: the one asked for, or the first that says two things.

        :raises Unreadable: if there is no such row.
        """
        first = None
        for row in islice(self._source.rows(), self._wanted or HEADER_SEARCH):
            said = {str(cell).strip() for cell in row.cells if not is_blank(cell)}
            if self._wanted == row.number or (not self._wanted and len(said) > 1):
                return row
            first = first or (row if said and not self._wanted else None)
        if not first:
            raise Unreadable(
                _("Sheet “%(sheet)s” has no heading row. Say in which row the headings are.")
                % {"sheet": self.name}
            )
        return first

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The headings without spaces around them or line ends within."""
        return tuple(
            " ".join(str(cell).split()) if not is_blank(cell) else ""
            for cell in self.header_row.cells
        )

    @property
    def rows(self) -> Iterator[Row]:
        """The rows below the header.

        :raises Unreadable: at a cell or a row that cannot be read.
        """
        width = len(self.header)
        for row in self.rows_of_any_width:
            if self._strict and len(row.cells) > width:
                raise self._too_wide(row, width)
            yield row

    @property
    def rows_of_any_width(self) -> Iterator[Row]:
        """The rows below the header, also those of a CSV that have more cells than it has headings.

        :raises Unreadable: at a cell that cannot be read.
        """
        return self._below(self._source.rows())

    @property
    def records(self) -> Iterator[Row]:
        """The rows below the header that have cells, of any width; in a workbook, filled ones.

        A line of a CSV with separators alone is a row, a line without anything is none.

        :raises Unreadable: at a cell that cannot be read.
        """
        every = getattr(self._source, "records", None)
        if every:
            return self._below(every())
        return (row for row in self.rows_of_any_width if not row.is_blank)

    def _below(self, rows: Iterable[Row]) -> Iterator[Row]:
        start, width = self.header_row.number, len(self.header)
        for row in rows:
            if row.number > start:
                yield Row(row.number, row.cells + (None,) * (width - len(row.cells)))

    @property
    def separator(self) -> str:
        """What stands between the cells of a CSV; nothing in a workbook."""
        return str(getattr(self._source, "separator", ""))

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed, or may surprise: sentences to show beside the preview."""
        above = self.header_row.number - 1
        if not above or self._wanted:
            return self._source.notes()
        return (
            *self._source.notes(),
            _("Sheet “%(sheet)s”: the headings were found in row %(row)d; what is above was left.")
            % {"sheet": self.name, "row": above + 1},
        )

    def index_of(self, heading: str) -> int:
        """Return the place of a column in each row's cells.

        :raises Unreadable: if no column, or more than one, is called so.
        """
        found = [place for place, name in enumerate(self.header) if name == heading]
        if len(found) == 1:
            return found[0]
        names = {"heading": heading, "sheet": self.name, "known": ", ".join(self.header)}
        if found:
            raise Unreadable(
                _("Sheet “%(sheet)s” has several columns “%(heading)s”. Rename all but one.")
                % names
            )
        raise Unreadable(
            _("Sheet “%(sheet)s” has no column “%(heading)s”. It has: %(known)s.") % names
        )

    def problem(self, row: Row, place: int, sentence: str) -> CellProblem:
        """Name the cell at this place of a row as one that cannot be used."""
        value = row.cells[place] if place < len(row.cells) else None
        return problem_at(self.name, row.number, place, value, sentence)

    def _too_wide(self, row: Row, width: int) -> Unreadable:
        sentence = _(
            "The row has more cells than there are headings. Put quotation marks around texts"
            " that hold the separator, or give the column a heading."
        )
        problem = self.problem(row, width, sentence)
        return Unreadable(str(problem), problems=[problem])


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in their order; a CSV has one, named like the file."""

    sheets: tuple[Sheet, ...]

    def sheet(self, name: str = "") -> Sheet:
        """Return the sheet of this name, or the first.

        :raises Unreadable: if there is none of this name; the sentence names those there are.
        """
        for sheet in self.sheets:
            if name in {"", sheet.name}:
                return sheet
        raise Unreadable(
            _("The workbook has no sheet “%(name)s”. It has: %(known)s.")
            % {"name": name, "known": ", ".join(sheet.name for sheet in self.sheets)}
        )


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_letter(place: int) -> str:
    """Return a spreadsheet's name of the column at this place: 0 is A, 26 is AA."""
    letters = ""
    rest = place + 1
    while rest:
        rest, letter = divmod(rest - 1, ALPHABET)
        letters = chr(ord("A") + letter) + letters
    return letters


def problem_at(sheet: str, row: int, place: int, value: object, sentence: str) -> CellProblem:
    words = "" if value is None else str(value)
    return CellProblem(sheet, row, column_letter(place), words, sentence)


def trimmed(
    sheet: str, rows: Iterable[tuple[int, Sequence[Cell]]], *, records: bool = False
) -> Iterator[Row]:
    """Drop blank rows at the end and blank cells at each row's end; keep to the limits.

    `records`: instead, keep each blank row that has cells, and drop each that has none.

    :raises Unreadable: beyond 100,001 rows or 200 columns.
    """
    waiting: list[int] = []  # numbers of blank rows that count only if something follows
    for number, cells in rows:
        width = len(cells)
        while width and cells[width - 1] is None:
            width -= 1
        if width > COLUMNS:
            raise too_many_columns(sheet)
        if not records and all(is_blank(cell) for cell in cells[:width]):
            waiting.append(number)
            continue
        if records and not cells:
            continue
        for blank in waiting:
            yield Row(_within(sheet, blank), ())
        waiting.clear()
        yield Row(_within(sheet, number), tuple(cells[:width]))


def _within(sheet: str, number: int) -> int:
    if number > ROWS:
        raise too_many_rows(sheet)
    return number


def too_many_rows(sheet: str) -> Unreadable:
    return Unreadable(
        _("Sheet “%(sheet)s” has more than %(limit)d rows. Split it into several files.")
        % {"sheet": sheet, "limit": ROWS - 1}
    )


def too_many_columns(sheet: str) -> Unreadable:
    return Unreadable(
        _("Sheet “%(sheet)s” has more than %(limit)d columns. Remove those that are not needed.")
        % {"sheet": sheet, "limit": COLUMNS}
    )


def too_many_empty(sheet: str) -> Unreadable:
    return Unreadable(
        _(
            "Sheet “%(sheet)s” has hundreds of thousands of empty cells. Delete empty formatted"
            " rows and columns, or copy the table into a new workbook."
        )
        % {"sheet": sheet}
    )
