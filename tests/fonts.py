"""Makes the fonts of documents from the site's own: `make fonts`.

Typst reads TTF and no variable fonts, so each weight becomes a file. The licence of Source Sans
reserves its name for unchanged files: what is made here is called Headway Sans.
"""

from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from headway.foundation.formats import documents

UI = Path(documents.__file__).parent.parent / "ui" / "static" / "ui" / "fonts"
PARTS = ("source-sans-3-latin.woff2", "source-sans-3-latin-ext.woff2")
FAMILY = "Headway Sans"
STYLES = {"Regular": 400, "Bold": 700}
UNWANTED = ("STAT", "BASE", "MVAR", "HVAR", "prep", "gasp")
NAMES = (0, 13, 14)  # copyright, licence and its address stay as they are
BOLD = 0x20, 0x01  # OS/2 fsSelection, head macStyle
REGULAR = 0x40, 0x00


def made(style: str) -> bytes:
    """Return one font file; the same bytes each time."""
    parts = []
    for part in PARTS:
        font = TTFont(UI / part, recalcTimestamp=False)
        instantiateVariableFont(font, {"wght": STYLES[style]}, inplace=True)
        for table in UNWANTED:
            if table in font:
                del font[table]
        parts.append(_plain(font))
    font = Merger().merge(parts)
    origin = TTFont(UI / PARTS[0])["head"]
    font["head"].created, font["head"].modified = origin.created, origin.modified
    font.recalcTimestamp = False
    _rename(font, style)
    return _saved(font).getvalue()


def _plain(font: TTFont) -> BytesIO:
    font.flavor = None
    file = _saved(font)
    file.seek(0)
    return file


def _saved(font: TTFont) -> BytesIO:
    file = BytesIO()
    font.save(file, reorderTables=None)
    return file


def _rename(font: TTFont, style: str) -> None:
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in NAMES]
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    for number, words in {
        1: FAMILY,
        2: style,
        3: postscript,
        4: f"{FAMILY} {style}",
        6: postscript,
    }.items():
        table.setName(words, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = STYLES[style]
    selection, mac = BOLD if style == "Bold" else REGULAR
    font["OS/2"].fsSelection = selection
    font["head"].macStyle = mac


def covered(data: bytes) -> str:
    """Return a font's characters in their order, as ranges “0020-007e”, one a line.

    Without those that steer others: PDF/UA-1 forbids some of them.
    """
    ranges: list[list[int]] = []
    for point in sorted(TTFont(BytesIO(data)).getBestCmap()):
        if unicodedata.category(chr(point)) in {"Cc", "Cf"}:
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{first:04x}-{last:04x}\n" for first, last in ranges)


def files() -> dict[str, bytes]:
    """Return everything that lies in the folder of fonts, by name."""
    fonts = {f"headway-sans-{style.lower()}.ttf": made(style) for style in STYLES}
    return {
        **fonts,
        "coverage.txt": covered(fonts["headway-sans-regular.ttf"]).encode(),
        "LICENSE.txt": (UI / "LICENSE.txt").read_bytes(),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (documents.FONTS / name).write_bytes(content)
