"""What is wrong with a file, all of it, each with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

SHOWN = 200
"""More than this nobody reads; the count of all is told besides."""
VALUE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be put right. `row` is the row's number in the sheet, from 1; 0: none."""

    sheet: str
    row: int
    column: str
    value: str
    sentence: str
    is_name: bool = False
    """Whether it is a name of an organisation, whose meaning a person can say in the preview."""

    def __str__(self) -> str:
        place = [self.sheet]
        if self.row:
            place.append(_("row %(number)s") % {"number": self.row})
        if self.column:
            place.append(_("column “%(name)s”") % {"name": self.column})
        return f"{', '.join(filter(None, place))}: {self.sentence}"

    def as_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "sentence": self.sentence,
            "is_name": self.is_name,
        }


@dataclass(slots=True)
class Problems:
    """Collects problems while a file is read: keeps the first 200, counts all."""

    sheet: str = ""
    count: int = 0
    first: list[Problem] = field(default_factory=list)

    def add(
        self,
        sentence: str,
        *,
        row: int = 0,
        column: str = "",
        value: object = "",
        is_name: bool = False,
    ) -> None:
        self.count += 1
        if len(self.first) < SHOWN:
            shown = str(value)
            shown = shown if len(shown) <= VALUE_LENGTH else f"{shown[: VALUE_LENGTH - 1]}…"
            self.first.append(Problem(self.sheet, row, column, shown, sentence, is_name))

    def __bool__(self) -> bool:
        return self.count > 0

    def shown(self) -> tuple[Problem, ...]:
        """Return the kept problems in the order of the file."""
        return tuple(sorted(self.first, key=lambda problem: problem.row))
