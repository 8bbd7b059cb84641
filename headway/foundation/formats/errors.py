"""What goes wrong with files, and where in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be used: where it is, what it holds, what is wrong and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    sentence: str

    def __str__(self) -> str:
        return _("Sheet “%(sheet)s”, cell %(cell)s: %(sentence)s") % {
            "sheet": self.sheet,
            "cell": f"{self.column}{self.row}",
            "sentence": self.sentence,
        }


class Unreadable(HeadwayError):
    """The file, or a sheet of it, cannot be read. `problems` names the cells, if it is cells."""

    def __init__(self, sentence: str, *, problems: Sequence[CellProblem] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


class Unwritable(HeadwayError):
    """The format has no room for what should be written."""
