"""Values as they stand in cells: each with its period, or with what stands in place of a value.

One shape for what comes from CSV, XLSX, JSON-stat and the clipboard. A blank stays a blank. “-”,
“n/a” or “:” say that there is no value, never nought, and leave open why: the reason is asked for.

What may be read in two ways is never decided here. “1,234” and “05/06/2026” are problems with both
meanings as `choices`. Other cells may show which is meant, as “12,5” shows a decimal comma: then
one choice is `proposed`, and still somebody has to confirm it, since columns are put together from
several sources. “1.234” is decimal, as our own files write it, unless another cell shows a decimal
comma: then it is asked about too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import CellProblem, Choice, Unreadable
from headway.foundation.formats.numbers import AmbiguousNumber, NotANumber, parse_number
from headway.foundation.formats.periods import AmbiguousPeriod, NotAPeriod, parse_period
from headway.foundation.formats.readers.sheets import Cell, problem_at
from headway.foundation.formats.statuses import WITHOUT_VALUE, Mark, marks_of, says_no_value

if TYPE_CHECKING:
    from headway.foundation.core.periods import Period
    from headway.foundation.formats.readers.sheets import Row, Sheet
    from headway.foundation.formats.readers.values import Columns

Answers = Mapping[str, str]
"""What a person chose, by the name of the cell: {"B3": "1234"}, the `answer` of a `Choice`."""
POINT_BEFORE_THREE = re.compile(r"[-+]?\s?[1-9]\d{0,2}\.\d{3}", re.ASCII)
GROUP = 3
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}", re.ASCII)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Observation:
    """One row. `said` stands in place of a value; `cells` are those of the other columns."""

    row: int
    period: Period | None
    value: Decimal | None
    said: str = ""
    status: str = ""
    marks: tuple[Mark, ...] = ()
    cells: Mapping[str, Cell] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether the row says nothing of a value, not even that there is none."""
        return self.value is None and not (self.said or self.status or self.problems)

    @property
    def needs_reason(self) -> bool:
        """Whether the row says that there is no value, and not why."""
        if self.value is not None or not (self.said or self.status):
            return False
        return not self.problems and not WITHOUT_VALUE.intersection(self.marks)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the cells of one table show without doubt: decimal marks, and orders of dates."""

    decimal_marks: frozenset[str] = frozenset()
    orders: frozenset[int] = frozenset()
    """0: the day stands first, 1: the month does; places in the choices of a date."""

    @classmethod
    def of(cls, rows: Iterable[tuple[Cell, Cell]]) -> Evidence:
        """Look through pairs of a period and a value."""
        marks, orders = set(), set()
        for period, value in rows:
            marks.add(_decimal_mark(value))
            orders.add(_order(period))
        return cls(frozenset(marks - {""}), frozenset(each for each in orders if each is not None))


def observations(
    sheet: Sheet, columns: Columns, *, answers: Answers | None = None
) -> Iterator[Observation]:
    """Read the rows of a sheet as values; it is read twice, once to see how numbers are written.

    :raises Unreadable: if a column is missing, and whatever reading the sheet raises.
    """
    if not columns.period or not columns.value:
        raise Unreadable(_("Say which column holds the periods and which one the values."))
    period, value = sheet.index_of(columns.period), sheet.index_of(columns.value)
    status = sheet.index_of(columns.status) if columns.status else None
    evidence = Evidence.of((row.cells[period], row.cells[value]) for row in sheet.rows)
    reader = CellReader(sheet.name, evidence, answers or {})
    for row in sheet.rows:
        if row.is_blank:
            continue
        found = reader.read(row, period, value)
        others = {
            heading: cell
            for place, (heading, cell) in enumerate(zip(sheet.header, row.cells, strict=False))
            if place not in {period, value, status}
        }
        said = _text(row.cells[status]) if status is not None else ""
        marks = tuple(dict.fromkeys((*found.marks, *marks_of(said)[0])))
        yield replace(found, status=said, marks=marks, cells=others)


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads single cells of one table. A sheet without a name is pasted text."""

    sheet: str
    evidence: Evidence
    answers: Answers

    def read(self, row: Row, period: int, value: int) -> Observation:
        """Read the cells at these places of a row."""
        when, wrong = self.period(row, period)
        found = self.value(row, value)
        return replace(found, period=when, problems=(*wrong, *found.problems))

    def period(self, row: Row, place: int) -> tuple[Period | None, tuple[CellProblem, ...]]:
        problem = problem_at(self.sheet, row.number, place, row.cells[place], "")
        try:
            return parse_period(row.cells[place]), ()
        except AmbiguousPeriod as doubt:
            answer = self.answers.get(problem.cell)
            for each in doubt.choices:
                if Choice(each).answer == answer:
                    return each, ()
            choices = tuple(map(Choice, doubt.choices))
            return None, (self._asked(problem, str(doubt), choices, self._order_shown(problem)),)
        except NotAPeriod as wrong:
            return None, (replace(problem, sentence=str(wrong)),)

    def value(self, row: Row, place: int) -> Observation:
        cell = row.cells[place]
        problem = problem_at(self.sheet, row.number, place, cell, "")
        words = _text(cell)
        if isinstance(cell, str) and says_no_value(words):
            return Observation(
                row.number, None, None, said=words, marks=marks_of(words.removeprefix(":"))[0]
            )
        try:
            return Observation(row.number, None, self._number(cell))
        except AmbiguousNumber as doubt:
            answer = self.answers.get(problem.cell)
            for each in doubt.choices:
                if Choice(each).answer == answer:
                    return Observation(row.number, None, each)
            choices = tuple(map(Choice, doubt.choices))
            problem = self._asked(problem, self._doubt(doubt), choices, self._mark_shown(words))
        except NotANumber as wrong:
            problem = replace(problem, sentence=str(wrong))
        return Observation(row.number, None, None, problems=(problem,))

    def _number(self, cell: Cell) -> Decimal | None:
        number = parse_number(cell)
        written = _text(cell)
        if (
            isinstance(cell, str)
            and number is not None
            and "," in self.evidence.decimal_marks
            and POINT_BEFORE_THREE.fullmatch(written)
        ):
            raise AmbiguousNumber(written, (number.scaleb(GROUP).quantize(Decimal(1)), number))
        return number

    def _doubt(self, doubt: AmbiguousNumber) -> str:
        """Say both meanings; beside decimal commas, “1.234” would only be asked about again."""
        if "," not in self.evidence.decimal_marks:
            return str(doubt)
        written = f"{doubt.choices[1]:f}0".replace(".", ",")
        return _("%(doubt)s The second one without doubt: %(written)s.") % {
            "doubt": doubt,
            "written": written,
        }

    def _mark_shown(self, words: str) -> int | None:
        """Return the place of the choice that the other cells speak for: 0 groups, 1 decimals."""
        marks = self.evidence.decimal_marks
        return int(words[-GROUP - 1] in marks) if len(marks) == 1 else None

    def _order_shown(self, problem: CellProblem) -> int | None:
        orders = self.evidence.orders
        is_date = SLASHED.fullmatch(problem.value.strip())
        return next(iter(orders)) if is_date and len(orders) == 1 else None

    def _asked(
        self, problem: CellProblem, sentence: str, choices: tuple[Choice, ...], place: int | None
    ) -> CellProblem:
        if place is None:
            return replace(problem, sentence=sentence, choices=choices)
        proposed = choices[place]
        sentence += " " + _("The other cells are written as if it were %(choice)s: confirm it.") % {
            "choice": proposed.answer
        }
        return replace(problem, sentence=sentence, choices=choices, proposed=proposed)


def _decimal_mark(cell: Cell) -> str:
    """Return the decimal mark that a number in text shows without doubt, or nothing."""
    if not isinstance(cell, str):
        return ""
    try:
        parse_number(cell)
    except NotANumber:
        return ""
    marks = [letter for letter in cell if letter in ",."]
    if not marks:
        return ""
    if len(marks) > marks.count(marks[-1]):
        return marks[-1]
    if len(marks) > 1:
        return "." if marks[0] == "," else ","
    return "" if POINT_BEFORE_THREE.fullmatch(_text(cell)) else marks[0]


def _order(cell: Cell) -> int | None:
    found = SLASHED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if first > MONTHS >= second:
        return 0
    return 1 if second > MONTHS >= first else None


def _text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
