"""No file grows past what one sitting can read. How large a function gets, ruff says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.architecture.house import HEADWAY, python_files, shown

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 400  # architecture, section 10; the 90th percentile of good peers is 160 to 460
MOST_TEMPLATE_LINES = 150
MODULES = python_files("headway", "config", "tests")
TEMPLATES = sorted(HEADWAY.glob("**/templates/**/*.html"))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_is_short_enough(path: Path) -> None:
    assert lines(path) <= MOST_LINES


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_is_short_enough(path: Path) -> None:
    assert lines(path) <= MOST_TEMPLATE_LINES
