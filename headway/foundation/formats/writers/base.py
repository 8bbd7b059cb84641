"""What every writer can do, and what a person may choose about it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.functional import _StrOrPromise

    from headway.foundation.formats.types import Column, Row, Table

Headings = Literal["names", "labels"]
SEPARATORS = MappingProxyType({"semicolon": ";", "comma": ",", "tab": "\t"})


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of the person who downloads; a writer passes over those that mean nothing to it.

    `headings`: what the first row of CSV and XLSX says. Names stay the same in every language and
    can be mapped on import; labels are for reading.
    """

    separator: str = ";"
    headings: Headings = "names"

    def heading(self, column: Column) -> str:
        return column.name if self.headings == "names" else str(column.label)


DEFAULT = Options()


class Writer(Protocol):
    """One format. `code` is the extension in addresses; `extension` that of the file's name."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> _StrOrPromise: ...
    @property
    def media_type(self) -> str: ...
    @property
    def extension(self) -> str: ...

    def write(
        self, table: Table, rows: Iterable[Row], options: Options = DEFAULT
    ) -> Iterator[bytes]:
        """Yield the file in pieces. Labels are in the language active when a piece is asked for.

        :raises Unwritable: if the format has no room for a value.
        """
        ...
