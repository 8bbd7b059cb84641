"""The cover that stands where no picture was brought: a chart, and a course into harbour.

Each planned action is a waypoint. Drawn for this product; no coast of any place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

CHART = Path(__file__).parent / "layouts/summary/chart.svg"
BOX = "0 0 1400 1400"
COURSE = ((455.0, 335.0), (640.0, 470.0), (838.0, 540.0), (1012.0, 648.0))
"""From the open sea to the harbour."""
STYLE = (
    ".sea{fill:#06314c}.land{fill:#0f4664}.iso{fill:none;stroke:#6fa9c9;stroke-width:1;"
    "stroke-opacity:.38}.b{stroke-opacity:.7;stroke-width:1.4}.sand-l{fill:#e2d6bd}"
    ".course{fill:none;stroke:#fff;stroke-width:2}.wp{fill:#06314c;stroke:#fff;stroke-width:2.5}"
    ".snd{font:13px 'Headway Sans';fill:#8dbbd4;text-anchor:middle}"
    ".wpn{font:600 17px 'Headway Sans';fill:#fff}"
)
"""As components.css has them, for a drawing that stands alone."""


@cache
def _chart() -> SafeString:
    return mark_safe(CHART.read_text().strip())  # noqa: S308 -- our own drawing


def cover_words(count: int) -> str:
    """Say what the drawing shows, for those who do not see it."""
    words = ngettext(
        "Drawing in the manner of a nautical chart: a coast, depth lines, and a course with one "
        "waypoint into harbour",
        "Drawing in the manner of a nautical chart: a coast, depth lines, and a course with "
        "%(n)d waypoints into harbour",
        count,
    )
    return words % {"n": count}


def cover_svg(count: int, *, stands_alone: bool = False) -> SafeString:
    """Draw the cover of a plan with as many planned actions.

    One that stands alone carries its own style; its words then belong to whoever places it.
    """
    course = format_html("{}{}", _chart(), _course(count))
    if stands_alone:
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"><style>{}</style>{}</svg>',
            BOX,
            mark_safe(STYLE),  # noqa: S308 -- our own constant
            course,
        )
    return format_html(
        '<svg viewBox="{}" preserveAspectRatio="xMaxYMid slice" role="img" '
        'aria-labelledby="cover-t"><title id="cover-t">{}</title>{}</svg>',
        BOX,
        cover_words(count),
        course,
    )


def _course(count: int) -> SafeString:
    line = "L".join(f"{x:g} {y:g}" for x, y in COURSE)
    found = format_html('<path class="course" d="M{}"/>', line)
    for number, (x, y) in enumerate(_waypoints(count), start=1):
        found += format_html(
            '<circle class="wp" cx="{}" cy="{}" r="11"/><text class="wpn" x="{}" y="{}">{}</text>',
            *(f"{value:.4g}" for value in (x, y, x + 8, y - 22)),
            number,
        )
    last = COURSE[-1]
    return found + format_html(
        '<circle class="wp" cx="{}" cy="{}" r="6"/>', f"{last[0]:g}", f"{last[1]:g}"
    )


def _waypoints(count: int) -> Iterator[tuple[float, float]]:
    """Place waypoints along the course, as far from each other; three stand at its bends."""
    legs = len(COURSE) - 1
    for number in range(count):
        way = number * legs / max(count, 1)
        leg = int(way)
        (x, y), (to_x, to_y) = COURSE[leg], COURSE[leg + 1]
        yield x + (to_x - x) * (way - leg), y + (to_y - y) * (way - leg)
