"""Charts of what was measured: bars beside their names, in the colours of the site.

Those of the site draw plans, verdicts and shares; none draws sizes side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from headway.foundation.ui.charts.palette import colours, painted

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, LABEL, WORDS = 760, 270, 90
ROW, BAR, TOP = 24, 14, 34
DECADES = 1.5
"""From how many powers of ten on bars are drawn on a logarithmic scale."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long it is, and that in words; `goal` is where it may end."""

    name: str
    value: float
    words: str
    goal: float | None = None


def bars(title: str, rows: Sequence[Bar]) -> bytes:
    """Return bars as a file of SVG, with a title and what it says in words."""
    scale = _Scale.of(rows)
    height = TOP + ROW * len(rows) + 8
    said = "; ".join(f"{row.name}: {row.words}" for row in rows)
    note = ", logarithmic" if scale.is_logarithmic else ""
    drawn = format_html_join("", "{}", ((_row(n, row, scale),) for n, row in enumerate(rows)))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        'role="img" aria-labelledby="t d" font-family="sans-serif">'
        '<title id="t">{title}{note}</title>'
        '<desc id="d">{said}</desc><rect width="{w}" height="{h}" fill="{paper}"/>'
        '<text x="8" y="20" {strong}>{title}{note}</text>{drawn}</svg>\n',
        w=WIDTH, h=height, title=title, note=note, said=said, paper=colours()["paper"],
        strong=painted("text strong", is_document=True), drawn=drawn,
    ).encode()  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scale:
    least: float
    most: float
    is_logarithmic: bool

    @classmethod
    def of(cls, rows: Sequence[Bar]) -> _Scale:
        values = [v for row in rows for v in (row.value, row.goal or 0) if v > 0] or [1.0]
        least, most = min(values), max(values)
        return cls(least, most, log10(most / least) > DECADES)

    def at(self, value: float) -> float:
        """Return how long a bar of this value is."""
        room = WIDTH - LABEL - WORDS
        if not self.is_logarithmic:
            return round(room * value / self.most, 1)
        floor = log10(self.least) - 0.3
        share = (log10(max(value, self.least)) - floor) / (log10(self.most) - floor)
        return round(room * share, 1)


def _row(number: int, row: Bar, scale: _Scale) -> SafeString:
    top = TOP + ROW * number
    long = scale.at(row.value)
    text = painted("text", is_document=True)
    return format_html(
        '<text x="{x}" y="{y}" text-anchor="end" {text}>{name}</text>'
        '<rect x="{left}" y="{top}" width="{long}" height="{bar}" {dot}/>{goal}'
        '<text x="{after}" y="{y}" {text}>{words}</text>',
        x=LABEL - 10, y=top + 12, name=row.name, left=LABEL, top=top, long=long, bar=BAR,
        dot=painted("dot", is_document=True), text=text, words=row.words,
        after=LABEL + max(long, scale.at(row.goal) if row.goal else 0) + 8,
        goal=_goal(top, row, scale),
    )  # fmt: skip


def _goal(top: int, row: Bar, scale: _Scale) -> SafeString:
    """Draw where the bar is to end, if it is to end somewhere."""
    if row.goal is None:
        return SafeString("")
    return format_html(
        '<path d="M{x} {top}v{high}" {target}/>',
        x=LABEL + scale.at(row.goal), top=top - 4, high=BAR + 8,
        target=painted("target", is_document=True),
    )  # fmt: skip
