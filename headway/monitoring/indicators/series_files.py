"""Judges a file of series: one row for each, with its first and latest value and its target.

Every row of the file comes out once, in its order, with what the method says of it; a row that
cannot be read comes out with what is wrong and what to do. Nothing is guessed: what is blank is
missing, and a number that may mean two things is asked about, unless the other numbers of the file
show how it writes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError
from headway.foundation.core.periods import Period
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.numbers import NotANumber, parse_number
from headway.foundation.formats.readers import read_workbook
from headway.monitoring.indicators.facts import Facts, Goal, Point
from headway.monitoring.indicators.states import Direction, Word
from headway.monitoring.indicators.wording import figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import BinaryIO

    from headway.foundation.formats.readers import Cell, Row
    from headway.monitoring.indicators.methods.base import Assessment, Method

YEARS = {"base_value": "base_year", "current_value": "current_year", "target": "target_year"}
VALUES = ("base_value", "current_value", "target", "limit")
COLUMNS = (
    "base_value",
    "base_year",
    "current_value",
    "current_year",
    "target",
    "target_year",
    "direction",
    "limit",
)
OPTIONAL = frozenset({"target", "target_year", "limit"})
"""Columns that a file may go without; they are blank then."""
APPENDED = ("value", "score", "status", "verdict", "sentence")
GIVEN = "given_"
"""Stands before a heading of the file that would be one of the appended."""
DIRECTIONS = {"1": Direction.UP, "-1": Direction.DOWN} | {
    direction.value: direction for direction in (Direction.UP, Direction.DOWN, Direction.KEEP)
}
DIGITS = 17
"""Digits in which value and score are written; their arithmetic has more."""
POWER = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?[eE][-+]?\d{1,2}", re.ASCII)
"""How programs write very small and very large numbers; people do not."""
SIGN = "[-+−–]?"
DECIMAL_COMMA = re.compile(rf"{SIGN}(?:\d+,(?:\d\d?|\d{{4,}})|(?:0|\d{{4,}}),\d+)", re.ASCII)
DECIMAL_POINT = re.compile(rf"{SIGN}(?:[\d,]+\.(?:\d\d?|\d{{4,}})|(?:0|\d{{4,}})\.\d+)", re.ASCII)
UNSURE = re.compile(rf"{SIGN}[1-9]\d{{0,2}}[.,]\d{{3}}", re.ASCII)


class BadRow(HeadwayError):
    """The row cannot be read as a series; the sentence says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: its cells as they were, and what came of it. A bad row has no assessment."""

    cells: tuple[str, ...]
    assessment: Assessment | None
    status: str
    sentence: str

    @property
    def is_bad(self) -> bool:
        return self.assessment is None

    @property
    def verdict(self) -> Word:
        return self.assessment.verdict if self.assessment else Word.NOT_ASSESSABLE

    @property
    def value(self) -> str:
        return _written(self.assessment.value if self.assessment else None)

    @property
    def score(self) -> str:
        return _written(self.assessment.score if self.assessment else None)

    @property
    def appended(self) -> tuple[str, ...]:
        return self.value, self.score, self.status, self.verdict.value, self.sentence


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """A file with what a method says of each of its rows."""

    header: tuple[str, ...]
    rows: tuple[Judged, ...]
    separator: str

    @property
    def bad(self) -> int:
        return sum(row.is_bad for row in self.rows)


def judge_file(file: BinaryIO, name: str, method: Method) -> JudgedFile:
    """Judge every row of a CSV or workbook that has the columns `COLUMNS`; others pass through.

    :raises Unreadable: if the file as a whole cannot be read, or has no row and not the columns.
    """
    sheet = read_workbook(file, name).sheet()
    rows = list(sheet.records)
    reader = _Reader(sheet.header, rows)
    if reader.columns_wrong and not rows:  # a series may have been taken for the headings
        raise Unreadable(reader.columns_wrong)
    judged = tuple(_judged(reader, row, method) for row in rows)
    return JudgedFile(_renamed(sheet.header), judged, sheet.separator or ",")


def _judged(reader: _Reader, row: Row, method: Method) -> Judged:
    cells = tuple(_text(cell) for cell in row.cells[: len(reader.header)])
    try:
        assessment = method.assess(reader.facts(row))
    except BadRow as problem:
        status = "not_available" if "not_available" in method.verdicts else ""
        return Judged(cells, None, status, str(problem))
    return Judged(cells, assessment, assessment.status, method.sentence(assessment, figure))


class _Reader:
    """Reads the rows of one file; knows its columns and how it writes decimals."""

    def __init__(self, header: tuple[str, ...], rows: Sequence[Row]) -> None:
        self.header = header
        self.places = {name: header.index(name) for name in COLUMNS if name in header}
        self.columns_wrong = _columns_wrong(header)
        written = ["".join(self._cell(row, name).split()) for row in rows for name in VALUES]
        commas = any(DECIMAL_COMMA.fullmatch(text) for text in written)
        points = any(DECIMAL_POINT.fullmatch(text) for text in written)
        self.mark = {(True, False): ",", (False, True): "."}.get((commas, points), "")

    def facts(self, row: Row) -> Facts:
        """Return what the row says of its series.

        :raises BadRow: with a sentence for everything that is wrong with it.
        """
        self._check_columns(row)
        problems: list[str] = []
        numbers = {name: self._number(row, name, problems) for name in VALUES}
        years = {name: self._year(row, name, problems) for name in YEARS.values()}
        direction = self._direction(row, problems, is_needed=numbers["current_value"] is not None)
        problems += self._blank_years(row, numbers) + _order(numbers, years)
        if problems:
            raise BadRow(" ".join(problems))
        return _facts(direction, numbers, years)

    def _check_columns(self, row: Row) -> None:
        if self.columns_wrong:
            raise BadRow(self.columns_wrong)
        if len(row.cells) > len(self.header):
            raise BadRow(
                _(
                    "The row has more cells than there are headings. Put quotation marks around "
                    "texts and numbers that hold the separator."
                )
            )

    def _cell(self, row: Row, name: str) -> str:
        place = self.places.get(name)
        return "" if place is None else _text(row.cells[place])

    def _number(self, row: Row, name: str, problems: list[str]) -> Decimal | None:
        written = self._cell(row, name).strip()
        if POWER.fullmatch(written):
            return Decimal(written)
        try:
            return parse_number(self._plain(written))
        except NotANumber as problem:
            problems.append(_in_column(name, str(problem)))
            return None

    def _plain(self, written: str) -> str:
        """Write a number that may mean two things as the file writes its other numbers.

        :raises NotANumber: for a point before three digits in a file of decimal commas.
        """
        if not UNSURE.fullmatch(written) or not self.mark:
            return written
        if self.mark == "," and "." in written:
            raise NotANumber(
                _("“%(text)s” may mean %(whole)s or %(decimal)s. Write it as one of these two.")
                % {
                    "text": written,
                    "whole": written.replace(".", ""),
                    "decimal": written.replace(".", ","),
                }
            )
        return written.replace(",", "." if self.mark == "," else "")

    def _year(self, row: Row, name: str, problems: list[str]) -> Period | None:
        written = self._cell(row, name).strip()
        if not written:
            return None
        try:
            return Period.parse(_whole(written))
        except ValueError:
            pass
        sentence = _("“%(text)s” is no year. Write a whole year such as 2026.")
        problems.append(_in_column(name, sentence % {"text": written}))
        return None

    def _blank_years(self, row: Row, numbers: Mapping[str, Decimal | None]) -> list[str]:
        return [
            _("“%(value)s” has no year. Write it in “%(year)s”.") % {"value": value, "year": year}
            for value, year in YEARS.items()
            if numbers[value] is not None and not self._cell(row, year).strip()
        ]

    def _direction(self, row: Row, problems: list[str], *, is_needed: bool) -> Direction:
        written = self._cell(row, "direction").strip()
        word = _whole(written) or written.lower()
        if word in DIRECTIONS:
            return DIRECTIONS[word]
        if word or is_needed:
            sentence = _("“%(text)s” is no direction. Write 1 if more is better, -1 if less is.")
            problems.append(_in_column("direction", sentence % {"text": written}))
        return Direction.UP


def _columns_wrong(header: tuple[str, ...]) -> str:
    """Say what is wrong with the headings; an empty text if nothing is."""
    missing = _("The file has no column “%(name)s”. Add it.")
    doubled = _("The file has several columns “%(name)s”. Rename all but one.")
    absent = [name for name in COLUMNS if name not in header and name not in OPTIONAL]
    return " ".join(
        [
            *(missing % {"name": name} for name in absent),
            *(doubled % {"name": name} for name in COLUMNS if header.count(name) > 1),
        ]
    )


def _facts(
    direction: Direction,
    numbers: Mapping[str, Decimal | None],
    years: Mapping[str, Period | None],
) -> Facts:
    baseline = _point(numbers["base_value"], years["base_year"])
    latest = _point(numbers["current_value"], years["current_year"])
    target = _point(numbers["target"], years["target_year"])
    points = {point.day: point for point in (baseline, latest) if point and latest}
    limit = numbers["limit"]
    return Facts(
        direction=direction,
        baseline=baseline,
        goals=(Goal.at(target.day, target.value),) if target else (),
        points=tuple(points.values()),
        floor=limit if direction == Direction.DOWN else None,
        ceiling=limit if direction == Direction.UP else None,
    )


def _whole(written: str) -> str:
    """Write a whole number as “2015” or “-1”, however a program wrote it; nothing for others."""
    try:
        number = parse_number(written)
    except NotANumber:
        return ""
    return str(int(number)) if number is not None and number == number.to_integral_value() else ""


def _point(value: Decimal | None, year: Period | None) -> Point | None:
    return None if value is None or year is None else Point(year.last_day, value)


def _order(numbers: Mapping[str, Decimal | None], years: Mapping[str, Period | None]) -> list[str]:
    base, current, target = (years[name] for name in YEARS.values())
    problems = []
    if base and current and numbers["current_value"] is not None and current < base:
        problems.append(
            _("current_year %(current)s comes before base_year %(base)s. Correct the years.")
            % {"current": current, "base": base}
        )
    if base and target and numbers["target"] is not None and target <= base:
        problems.append(
            _("target_year %(target)s does not come after base_year %(base)s. Correct the years.")
            % {"target": target, "base": base}
        )
    return problems


def _in_column(name: str, sentence: str) -> str:
    return _("Column “%(name)s”: %(sentence)s") % {"name": name, "sentence": sentence}


def _renamed(header: tuple[str, ...]) -> tuple[str, ...]:
    taken = set(header) | set(APPENDED)
    renamed = []
    for heading in header:
        name = heading
        while name in APPENDED or (name != heading and name in taken):
            name = GIVEN + name
        renamed.append(name)
    return tuple(renamed)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _written(value: Decimal | None) -> str:
    if value is None:
        return ""
    rounded = Decimal(f"{value:.{DIGITS - 1}e}")
    return format(rounded.normalize(), "f") if rounded else "0"
