"""Workbooks that people fill in, read back whatever was done to them."""

from headway.foundation.formats.workbooks.reading import read_workbook
from headway.foundation.formats.workbooks.types import (
    Column,
    Filled,
    FilledCell,
    FilledRow,
    Row,
    Sheet,
    SheetShape,
)
from headway.foundation.formats.workbooks.writing import workbook

__all__ = [
    "Column",
    "Filled",
    "FilledCell",
    "FilledRow",
    "Row",
    "Sheet",
    "SheetShape",
    "read_workbook",
    "workbook",
]
