"""One node as a file names it, before it is known which node that is."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY = frozenset({"key", "code"})
"""Columns without which it is not known which node a row is."""


@dataclass(slots=True)
class Entry:
    """A node of the file. `values` are in the order of the layout; None: the file says nothing."""

    number: int
    """The row of the sheet."""
    values: tuple[str | None, ...]
    key: str = ""
    level: str = ""
    parent: str = ""
    depth: int = 0
    """From 1; 0 until it is known."""
    above: int = -1
    """The index of the entry above it; -1: none in the file."""
    stands_under: int = 0
    """The standing node above it, if the file does not hold it."""
    wrong: frozenset[str] = frozenset()
    """The columns whose cells are problems: nothing is compared by them."""

    @property
    def code(self) -> str:
        return self.values[0] or ""

    @property
    def is_unknown(self) -> bool:
        """Whether it cannot be told which node it is."""
        return not self.wrong.isdisjoint(IDENTITY)

    @property
    def is_lost(self) -> bool:
        """Whether it cannot be told where it stands."""
        return bool(self.wrong & {"key", "code", "parent", "level"})

    def refuse(self, column: str, fields: tuple[str, ...] = ()) -> None:
        """Take what a column says as not said. The code stays, since others are found by it."""
        self.wrong |= {column}
        if column in fields and column != "code":
            place = fields.index(column)
            self.values = (*self.values[:place], None, *self.values[place + 1 :])
