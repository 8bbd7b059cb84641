"""The tags that draw charts; no template needs to load them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import compress, decompress

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from headway.foundation.ui.charts.maps import region_map as mapped
from headway.foundation.ui.charts.palette import FAMILY, painted
from headway.foundation.ui.charts.trajectory import trajectory as laid_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.template.context import Context

    from headway.foundation.ui.charts import (
        Multiple,
        Place,
        Series,
        SparklineDrawing,
        StageChart,
        UnitBar,
    )
    from headway.foundation.ui.charts.documents import Drawing

register = template.Library()
KEPT = 100
"""Trajectories that a process remembers, compressed: some 30 kB each with a hundred values."""
QUICKLY = 1


@register.simple_tag(takes_context=True)
def paint(context: Context, names: str) -> SafeString:
    """Paint a part of a drawing: by class on a page, by attributes in a document."""
    return painted(names, is_document=bool(context.get("is_document")))


@register.simple_tag(takes_context=True)
def canvas(context: Context, drawing: Drawing, *, name: str = "", ident: str = "") -> SafeString:
    """Open a drawing: how large it is, and what it is called by those who listen.

    With an `ident` its title and description stand inside; otherwise `name` is all it is called,
    and without either the drawing says nothing that words beside it do not say.
    """
    size = format_html('viewBox="0 0 {} {}"', drawing.width, drawing.height)
    if context.get("is_document"):
        return format_html(
            'xmlns="http://www.w3.org/2000/svg" {} width="{}" height="{}" font-family="{}"',
            size,
            drawing.width,
            drawing.height,
            FAMILY,
        )
    return format_html('class="{}" {} {}', drawing.style, size, _called(drawing, name, ident))


def _called(drawing: Drawing, name: str, ident: str) -> SafeString:
    if ident:
        return format_html('role="img" aria-labelledby="{0}-{1} {0}-{1}-d"', ident, drawing.name)
    if name:
        return format_html('role="img" aria-label="{}"', name)
    return SafeString('aria-hidden="true"')


@register.inclusion_tag("ui/unit_bar.html")
def unit_bar(bar: UnitBar) -> dict[str, Any]:
    """Draw a bar in which one cell is one thing, with its counts in words beneath."""
    return {"bar": bar}


@register.inclusion_tag("ui/stage_chart.html")
def stage_chart(
    broad: StageChart, narrow: StageChart, *, ident: str, title: str, description: str
) -> dict[str, Any]:
    """Draw where each region stands, for wide and for narrow pages."""
    return {"charts": (broad, narrow), "ident": ident, "title": title, "description": description}


@register.inclusion_tag("ui/region_map.html")
def region_map(
    places: Sequence[Place],
    stages: Iterable[tuple[int, str]],
    *,
    ident: str,
    title: str,
    description: str,
) -> dict[str, Any]:
    """Draw regions on a map, for wide and for narrow pages, and say what their signs mean."""
    maps = [mapped(places, is_narrow=is_narrow) for is_narrow in (False, True)]
    return {
        "maps": maps,
        "stages": stages,
        "ident": ident,
        "title": title,
        "description": description,
    }


@register.simple_tag
def trajectory(series: Series, *, ident: str) -> SafeString:
    """Draw a series over time, for wide and for narrow pages, with its table beneath.

    `ident` is one word, unlike that of any other chart on the page. An equal series is drawn alike
    in one language, so what was drawn is remembered, and nothing has to be forgotten.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    drawn = draw(series, ident, timezone.localdate(), get_language() or "en")
    return mark_safe(decompress(drawn).decode())  # noqa: S308 -- a template wrote it


@lru_cache(maxsize=KEPT)
def _drawn(series: Series, ident: str, today: date, _language: str) -> bytes:
    charts = [laid_out(series, on=today, is_narrow=is_narrow) for is_narrow in (False, True)]
    context = {"series": series, "charts": charts, "ident": ident}
    return compress(render_to_string("ui/trajectory.html", context).encode(), QUICKLY)


@register.inclusion_tag("ui/charts/sparkline.svg")
def sparkline(line: SparklineDrawing) -> dict[str, Any]:
    """Draw a series as a line in a cell of a table."""
    return {"drawing": line, "title": line.name}


@register.inclusion_tag("ui/multiples.html")
def multiples(shown: Iterable[Multiple]) -> dict[str, Any]:
    """Draw figures side by side: each with its name, value, line, verdict and source."""
    return {"shown": shown}
