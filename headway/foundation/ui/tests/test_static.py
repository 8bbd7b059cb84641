from __future__ import annotations

import re
import zlib
from pathlib import Path

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "static" / "ui"
LARGEST_STYLES = 15_000  # bytes as sent, on every page's first visit; look.md
LONGEST_TEMPLATE = 150  # lines; architecture, section 6


def test_all_styles_together_are_small() -> None:
    sent = sum(len(zlib.compress(path.read_bytes(), 9)) for path in STYLES.rglob("*.css"))

    assert 0 < sent <= LARGEST_STYLES


def test_styles_ask_for_nothing_from_elsewhere() -> None:
    addresses = [
        address
        for path in STYLES.rglob("*.css")
        for address in re.findall(r'url\(["\']?([^"\')]+)', path.read_text())
    ]

    assert addresses
    assert [address for address in addresses if not (STYLES / address).is_file()] == []


def test_no_template_is_long() -> None:
    headway = ROOT.parents[1]
    lengths = {
        str(path.relative_to(headway)): len(path.read_text().splitlines())
        for path in headway.rglob("templates/**/*.html")
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_TEMPLATE} == {}
