"""The libraries of file formats, each imported when something of it is asked for.

Together they take half a second and 30 MB, and most commands, workers and requests need none. A
module of this app says `from headway.foundation.formats.libraries import openpyxl`, and no
`from openpyxl import …` but for types; what it wants of the library it names inside functions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import docx
    import docx.enum.section
    import docx.enum.style
    import docx.oxml
    import docx.oxml.ns
    import docx.shared
    import icalendar
    import ijson
    import ijson.common
    import openpyxl
    import openpyxl.cell
    import openpyxl.styles
    import openpyxl.utils
    import openpyxl.utils.exceptions
    import openpyxl.worksheet._read_only
    import openpyxl.worksheet.datavalidation
    import openpyxl.worksheet.properties
    import typst

__all__ = ["docx", "icalendar", "ijson", "openpyxl", "typst"]


class Library:
    """A module that is not imported yet; its names are kept once they have been asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        found = getattr(import_module(self._name), name)
        setattr(self, name, found)
        return found


if not TYPE_CHECKING:
    docx, icalendar, ijson, openpyxl, typst = map(Library, __all__)
