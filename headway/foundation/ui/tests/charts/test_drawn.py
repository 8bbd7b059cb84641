"""The tag that draws a trajectory: what was drawn of an equal series is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.template import engines
from django.test.utils import override_settings
from django.utils import timezone, translation

from headway.foundation.ui import examples
from headway.foundation.ui.templatetags import charts

if TYPE_CHECKING:
    from headway.foundation.ui.charts import Series


@pytest.fixture(autouse=True)
def forgotten() -> None:
    charts._drawn.cache_clear()


def shown() -> Series:
    return examples.usual()


def drawn(series: Series, language: str = "en", ident: str = "one") -> str:
    template = engines["django"].from_string("{% trajectory series ident=ident %}")
    with translation.override(language):
        return template.render({"series": series, "ident": ident})


def test_an_equal_series_is_remembered_as_it_was_drawn() -> None:
    with override_settings(DEBUG=True):
        fresh = drawn(shown())
    assert charts._drawn.cache_info().currsize == 0

    assert [drawn(shown()), drawn(replace(shown()))] == [fresh, fresh]
    assert (charts._drawn.cache_info().hits, charts._drawn.cache_info().misses) == (1, 1)


def test_another_series_language_or_name_is_drawn_anew() -> None:
    series = shown()
    last = series.known[-1]
    other = replace(series, readings=(*series.readings[:-1], replace(last, note="<i>doubted</i>")))

    found = {drawn(series), drawn(other), drawn(series, "lt"), drawn(series, ident="two")}

    assert len(found) == 4
    assert "&lt;i&gt;doubted&lt;/i&gt;" in drawn(other)
    assert charts._drawn.cache_info().currsize == 4


def test_an_empty_chart_is_drawn_around_the_day_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = replace(shown(), readings=(), plan=(), milestones=(), required=(), trend=(),
                      baseline=None, goal=None, as_of=None)  # fmt: skip
    today = timezone.localdate()
    before = drawn(nothing)
    monkeypatch.setattr(timezone, "localdate", lambda: today.replace(year=today.year + 3, day=1))

    assert drawn(nothing) != before
