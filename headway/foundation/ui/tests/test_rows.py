"""Rows of long lists: written alike when they are equal, by language, and safely."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.template import engines
from django.test.utils import override_settings
from django.utils import timezone, translation

from headway.foundation.core.texts import Passage
from headway.foundation.ui.templatetags import rows

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

HOSTILE = "<script>alert(1)</script>"


@dataclass(frozen=True, slots=True)
class Listed:
    name: Passage
    number: int


ONE = Listed(Passage("Pier", "en", "en"), 1)


@pytest.fixture(autouse=True)
def template(tmp_path: Path, settings: Settings) -> None:
    """Write the template of a row."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    rows._written.cache_clear()
    place = tmp_path / "row.html"
    place.write_text(
        "{# each: Listed. #}\n<td>{% text each.name %}</td><td>{{ each.number }}</td>\n"
    )


def written(each: Listed, language: str = "en") -> str:
    with translation.override(language):
        return engines["django"].from_string('{% row "row.html" each %}').render({"each": each})


def test_a_row_is_written_by_its_template_as_it_stands() -> None:
    assert written(ONE) == "<td>Pier</td><td>1</td>"
    assert written(replace(ONE, name=Passage(HOSTILE, "en", "en"))) == (
        "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>1</td>"
    )


def test_an_equal_row_is_remembered_and_another_is_not() -> None:
    seen = [written(ONE), written(replace(ONE)), written(replace(ONE, number=2))]

    assert (seen[0], seen[2]) == (seen[1], "<td>Pier</td><td>2</td>")
    assert (rows._written.cache_info().hits, rows._written.cache_info().misses) == (1, 2)


def test_a_row_is_remembered_by_language() -> None:
    both = [written(ONE, "en"), written(ONE, "lt")]

    assert both == ["<td>Pier</td><td>1</td>", '<td><span lang="en">Pier</span></td><td>1</td>']


@override_settings(DEBUG=True)
def test_nothing_is_remembered_for_a_developer_who_changes_templates() -> None:
    assert written(ONE) == written(ONE)
    assert rows._written.cache_info().currsize == 0


def test_a_row_is_remembered_by_the_zone_in_which_its_moments_are_told(tmp_path: Path) -> None:
    (tmp_path / "row.html").write_text("{{ each|date:'H:i' }}")
    moment = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    found = []
    for zone in ("Europe/Vilnius", "Europe/Lisbon"):
        with timezone.override(zone):
            page = engines["django"].from_string('{% row "row.html" each %}')
            found.append(page.render({"each": moment}))

    assert found == ["00:30", "22:30"]
