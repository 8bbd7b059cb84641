"""Every setting is documented, every documented setting exists and is used."""

from __future__ import annotations

import re

import pytest

from config.environment import PREFIX, VARIABLES, BadSetting, read
from tests.architecture.house import ROOT, python_files

NAMES = [variable.name for variable in VARIABLES]
PAGE = ROOT / "docs" / "settings.md"


def test_the_page_of_settings_lists_exactly_those_that_exist() -> None:
    assert re.findall(rf"^\| `({PREFIX}\w+)`", PAGE.read_text(), re.MULTILINE) == NAMES


def test_every_variable_named_anywhere_exists() -> None:
    pages = [*python_files("headway", "config"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    named = {
        name for page in pages for name in re.findall(rf"\b{PREFIX}[A-Z_]+\b", page.read_text())
    }
    assert named - set(NAMES) == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_read_somewhere(name: str) -> None:
    key = f'["{name.removeprefix(PREFIX).lower()}"]'
    readers = [path for path in python_files("config") if key in path.read_text()]
    assert readers != []


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(BadSetting, match="Unknown setting HEADWAY_DATABSE"):
        read({"HEADWAY_DATABSE": "postgresql://localhost/headway"})


def test_a_value_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadSetting, match="HEADWAY_WORKERS='many' cannot be used"):
        read({"HEADWAY_WORKERS": "many"})
