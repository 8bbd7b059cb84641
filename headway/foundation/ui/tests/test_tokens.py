"""Every pair of text and ground in the tokens can be read, in both schemes."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static" / "ui" / "tokens.css").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+-[ld]):\s*(#[0-9a-f]{3,6})\s*;", TOKENS))
TEXTS = ("ink", "slate", "sea", "sea-deep", "achieved", "onpath", "behind", "wrong", "still")
GROUNDS = ("paper", "sand")
READABLE = 4.5  # WCAG 2.2, 1.4.3
DISCERNIBLE = 3.0  # WCAG 2.2, 1.4.11


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, definition)."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_the_greatest() -> None:
    assert luminance("#fff") == pytest.approx(1)
    assert luminance("#000") == 0


@pytest.mark.parametrize(("text", "ground", "scheme"), [*product(TEXTS, GROUNDS, "ld")])
def test_text_can_be_read(text: str, ground: str, scheme: str) -> None:
    assert contrast(f"{text}-{scheme}", f"{ground}-{scheme}") >= READABLE


@pytest.mark.parametrize("scheme", ["l", "d"])
def test_text_on_the_accent_and_the_border_of_a_field_can_be_seen(scheme: str) -> None:
    assert contrast(f"on-sea-{scheme}", f"sea-{scheme}") >= READABLE
    assert contrast(f"edge-{scheme}", f"paper-{scheme}") >= DISCERNIBLE
    assert contrast(f"sea-{scheme}", f"sea-wash-{scheme}") >= READABLE
