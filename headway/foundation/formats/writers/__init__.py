"""The formats in which a table can be written: one file each, and one line here."""

from __future__ import annotations

from types import MappingProxyType

from headway.foundation.formats.writers.base import Options, Writer
from headway.foundation.formats.writers.csv import CsvWriter
from headway.foundation.formats.writers.json import JsonWriter
from headway.foundation.formats.writers.xlsx import XlsxWriter

__all__ = ["WRITERS", "Options", "Writer"]

_ALL: tuple[Writer, ...] = (CsvWriter(), XlsxWriter(), JsonWriter())
WRITERS = MappingProxyType({writer.code: writer for writer in _ALL})
"""Writers by code, in the order in which they are offered."""
