"""How each part of a drawing is painted: by its class on a page, by attributes in a document.

A document cannot read style sheets, so it gets the values of the light tokens. A test compares the
paints with the rules of `components.css`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

TOKENS = Path(__file__).parents[1] / "static" / "ui" / "tokens.css"
COLOUR = re.compile(r"--([a-z-]+)-l:\s*(#[0-9a-fA-F]{3,6})\s*;")
FAMILY = "Source Sans 3, Source Sans Pro, sans-serif"
COLOURED = ("fill", "stroke", "color")

PAINTS: dict[str, dict[str, str]] = {
    "grid": {"fill": "none", "stroke": "line", "stroke-width": "1"},
    "zero": {"fill": "none", "stroke": "edge", "stroke-width": "1"},
    "tick": {"fill": "none", "stroke": "edge", "stroke-width": "1"},
    "future": {"fill": "sand"},
    "zone": {"fill": "sand"},
    "track": {"fill": "none", "stroke": "line", "stroke-width": "1"},
    "land": {
        "fill": "sand",
        "stroke": "edge",
        "stroke-width": "1",
        "vector-effect": "non-scaling-stroke",
    },
    "border": {
        "fill": "none",
        "stroke": "line",
        "stroke-width": "1",
        "vector-effect": "non-scaling-stroke",
    },
    "move": {"fill": "none", "stroke": "sea", "stroke-width": "3"},
    "asof": {"fill": "none", "stroke": "edge", "stroke-width": "1", "stroke-dasharray": "1 3"},
    "plan": {"fill": "none", "stroke": "slate", "stroke-width": "1.5", "stroke-dasharray": "5 4"},
    "required": {
        "fill": "none",
        "stroke": "ink",
        "stroke-width": "1.25",
        "stroke-dasharray": "9 3 2 3",
    },
    "ms": {"fill": "paper", "stroke": "slate", "stroke-width": "1.5"},
    "band": {"fill": "sea", "fill-opacity": ".16"},
    "trend": {"fill": "none", "stroke": "sea", "stroke-width": "1.25", "stroke-dasharray": "1.5 3"},
    "actual": {
        "fill": "none",
        "stroke": "sea",
        "stroke-width": "2.5",
        "stroke-linejoin": "round",
        "stroke-linecap": "round",
    },
    "dot": {"fill": "sea"},
    "dot-o": {"fill": "paper", "stroke": "sea", "stroke-width": "2"},
    "last": {"fill": "sea", "stroke": "paper", "stroke-width": "2"},
    "target": {"fill": "none", "stroke": "ink", "stroke-width": "2.5"},
    "lead": {"fill": "none", "stroke": "edge", "stroke-width": ".75"},
    "range": {"fill": "achieved", "fill-opacity": ".14"},
    "text": {"fill": "slate", "font-size": "14", "font-weight": "400"},
    "large": {"font-size": "16"},
    "strong": {"fill": "ink", "font-weight": "600"},
    "big": {"font-size": "20", "font-weight": "600"},
    "t-sea": {"fill": "sea"},
    "halo": {
        "stroke": "paper",
        "stroke-width": "4",
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    },
    "halo-s": {"stroke": "sand"},
    "cell": {},
    "edge": {"fill": "currentColor", "stroke": "currentColor", "stroke-width": "1"},
    "hollow": {"fill": "none"},
    "dash": {"stroke-dasharray": "2.5 2.5"},
    "pale": {"stroke-opacity": ".3"},
    "ink": {"fill": "currentColor", "fill-opacity": ".72"},
    "block": {"fill": "currentColor"},
    "slash": {"fill": "none", "stroke": "currentColor", "stroke-width": "1.25"},
    "c-achieved": {"color": "achieved"},
    "c-onpath": {"color": "onpath"},
    "c-behind": {"color": "behind"},
    "c-wrong": {"color": "wrong"},
    "c-still": {"color": "still"},
    "c-notdue": {"color": "still"},
    "c-silent": {"color": "still"},
    "c-unknown": {"color": "still"},
    "c-ink": {"color": "ink"},
    "c-slate": {"color": "slate"},
}


@cache
def colours() -> dict[str, str]:
    """Return the light colours that the site's owner chose, by the names of their tokens."""
    return dict(COLOUR.findall(TOKENS.read_text()))


def painted(names: str, *, is_document: bool) -> SafeString:
    """Return the attribute, or attributes, that paint a part; later names win over earlier."""
    if not is_document:
        return format_html('class="{}"', names)
    merged: dict[str, str] = {}
    for name in names.split():
        merged |= PAINTS[name]
    return format_html_join(
        " ", '{}="{}"', ((key, _value(key, value)) for key, value in merged.items())
    )


def _value(key: str, value: str) -> str:
    return colours().get(value, value) if key in COLOURED else value
