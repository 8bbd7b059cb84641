"""Who may open which route: every route of the site has exactly one row.

To add rows, add a module with `ROWS` to `tests/access/rows/`; it is found by itself. The roles,
and the things that arguments can name, stand in `world.py`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from tests.access import rows

if TYPE_CHECKING:
    from tests.access.row import Row

MATRIX: tuple[Row, ...] = tuple(
    row
    for module in iter_modules(rows.__path__, f"{rows.__name__}.")
    for row in import_module(module.name).ROWS
)
