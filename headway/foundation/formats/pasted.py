"""Columns pasted from a spreadsheet: periods with values, or values alone for given periods.

Cells are cut at tabs, else at semicolons, never at commas: those may be decimal. A first line of
words is a heading. Lines and columns are named as a spreadsheet does, A1 being the first cell.
How cells are read, and what is asked about, is said in `observations.py`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.formats.errors import CellProblem, Unreadable
from headway.foundation.formats.observations import Answers, CellReader, Evidence, Observation
from headway.foundation.formats.readers.sheets import Row, is_blank, problem_at
from headway.foundation.formats.statuses import says_no_value

if TYPE_CHECKING:
    from headway.foundation.core.periods import Period

LONGEST = 400_000  # characters
LINES = 10_000
WIDEST = 2
LINE_END = re.compile(r"\r\n?")
UNSEEN = dict.fromkeys((0xFEFF, 0x200B, 0x200E, 0x200F, 0x2060))
"""Marks without width that come along from documents and pages."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, line by line; blank lines are left out, except where periods are given."""

    header: tuple[str, ...]
    """The words of the first line if it was taken for headings: to be shown, not dropped."""
    observations: tuple[Observation, ...]

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        return tuple(problem for each in self.observations for problem in each.problems)


def read_pasted(
    text: str, *, periods: Sequence[Period] = (), answers: Answers | None = None
) -> Pasted:
    """Read one or two columns.

    Two columns are periods and values. One column holds a value for each of `periods`, in their
    order, blank lines being blank values; so the text must not be stripped before. `answers` are
    what a person chose of the choices that an earlier reading offered.

    :raises Unreadable: if the columns are not these, or the lines not as many as the periods.
    """
    rows = _rows(text)
    if max(len(row.cells) for row in rows) == 1:
        return _values_alone(rows, periods, answers or {})
    header, rows = _without_header(rows)
    filled = [row for row in rows if not row.is_blank]
    evidence = Evidence.of((row.cells[0], row.cells[1]) for row in filled)
    reader = CellReader("", evidence, answers or {})
    return Pasted(header, tuple(_read(filled, reader)))


def _rows(text: str) -> list[Row]:
    """Cut the text into rows of one width, with the number of the line on which each begins.

    :raises Unreadable: for nothing, too much, or more than two columns.
    """
    if not text.strip():
        raise Unreadable(_("Nothing was pasted. Copy the cells of the spreadsheet, then paste."))
    text = LINE_END.sub("\n", text).translate(UNSEEN)
    if len(text) > LONGEST or text.count("\n") > LINES:
        raise Unreadable(
            _("More than %(count)d lines were pasted. Upload them as a file.") % {"count": LINES}
        )
    separator = next((each for each in "\t;" if each in text), "\t")
    rows, begins = [], 1
    records = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for record in records:
            rows.append((begins, [cell.strip() or None for cell in record]))
            begins = records.line_num + 1
    except csv.Error as problem:
        raise Unreadable(
            _("A cell in line %(row)d is too long to be a value. Copy only the values.")
            % {"row": begins}
        ) from problem
    width = max(_width(cells) for _number, cells in rows)
    if width > WIDEST:
        raise Unreadable(
            _("%(count)d columns were pasted. Copy only two: the periods and the values.")
            % {"count": width}
        )
    return [Row(number, tuple((cells + [None] * width)[:width])) for number, cells in rows]


def _width(cells: Sequence[str | None]) -> int:
    """Return how many columns a line has; blank ones count up to the two that are read."""
    filled = max((place for place, cell in enumerate(cells, start=1) if cell), default=1)
    return max(filled, min(len(cells), WIDEST))


def _without_header(rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Part the headings from the rows below them: the first line that says something.

    The heading of values is not blank. None holds a figure, but that of values may beside one that
    does not: “Year” and “Value in 2020 prices”.
    """
    for place, row in enumerate(rows):
        if row.is_blank:
            continue
        *before, last = (str(cell or "") for cell in row.cells)
        worded = last[:1].isalpha() and any(before) and not says_no_value(last)
        if (_is_heading(last) or worded) and all(_is_heading(words) for words in before if words):
            return (*before, last), rows[place + 1 :]
        break
    return (), rows


def _is_heading(words: str) -> bool:
    return (
        any(letter.isalpha() for letter in words)
        and not any(letter.isdigit() for letter in words)
        and not says_no_value(words)
    )


def _values_alone(rows: list[Row], periods: Sequence[Period], answers: Answers) -> Pasted:
    if not periods:
        raise Unreadable(_("One column was pasted. Copy two: the periods and the values."))
    header: tuple[str, ...] = ()
    if len(rows) > len(periods):
        header, rows = _without_header(rows)
    while len(rows) > len(periods) and rows[-1].is_blank:
        rows = rows[:-1]
    if len(rows) != len(periods):
        raise Unreadable(_counts(len(rows), len(periods)))
    reader = CellReader("", Evidence.of((None, row.cells[0]) for row in rows), answers)
    read = zip(periods, (reader.value(row, 0) for row in rows), strict=True)
    return Pasted(header, tuple(replace(each, period=period) for period, each in read))


def _counts(lines: int, periods: int) -> str:
    pasted = ngettext("%(count)d line was pasted", "%(count)d lines were pasted", lines)
    asked = ngettext("there is %(count)d period", "there are %(count)d periods", periods)
    return _("%(pasted)s, and %(asked)s. Copy one cell for each period, blank ones too.") % {
        "pasted": pasted % {"count": lines},
        "asked": asked % {"count": periods},
    }


def _read(rows: Sequence[Row], reader: CellReader) -> Iterator[Observation]:
    """Read periods with their values; each period may stand once."""
    lines: dict[Period, int] = {}
    for row in rows:
        each = reader.read(row, 0, 1)
        sentence = ""
        if is_blank(row.cells[0]):
            sentence = _("The period is missing. Write it beside the value, as in 2026-S1.")
        elif each.period and lines.setdefault(each.period, row.number) != row.number:
            sentence = _("This period stands in line %(row)d already. Keep one of the two.") % {
                "row": lines[each.period]
            }
        if sentence:
            problem = problem_at("", row.number, 0, row.cells[0], sentence)
            each = replace(each, problems=(problem, *each.problems))
        yield each
