"""One node as a file names it, before it is known which node that is."""

from __future__ import annotations

from dataclasses import dataclass


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

    @property
    def code(self) -> str:
        return self.values[0] or ""
