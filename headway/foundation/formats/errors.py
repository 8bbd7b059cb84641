"""What goes wrong with files, and where in the file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.core.periods import Period


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that a cell may mean. `answer` says so without doubt, in any notation."""

    meaning: Decimal | PartialDate | Period

    @property
    def answer(self) -> str:
        return f"{self.meaning:f}" if isinstance(self.meaning, Decimal) else str(self.meaning)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be used: where it is, what it holds, what is wrong and what to do.

    Pasted text has no sheet. `choices` are what a cell may mean that has to be asked about, and
    `proposed` is the one that the other cells speak for: to be confirmed, never to be taken.
    """

    sheet: str
    row: int
    column: str
    value: str
    sentence: str
    choices: tuple[Choice, ...] = ()
    proposed: Choice | None = None

    @property
    def cell(self) -> str:
        return f"{self.column}{self.row}"

    def __str__(self) -> str:
        if not self.sheet:
            return _("Line %(row)d, column %(column)s: %(sentence)s") % {
                "row": self.row,
                "column": self.column,
                "sentence": self.sentence,
            }
        return _("Sheet “%(sheet)s”, cell %(cell)s: %(sentence)s") % {
            "sheet": self.sheet,
            "cell": self.cell,
            "sentence": self.sentence,
        }


class Unreadable(HeadwayError):
    """The file, or a sheet of it, cannot be read. `problems` names the cells, if it is cells."""

    def __init__(self, sentence: str, *, problems: Sequence[CellProblem] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


class Unwritable(HeadwayError):
    """The format has no room for what should be written."""
