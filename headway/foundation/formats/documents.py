"""Documents: data and a layout become a PDF that says its structure (PDF/UA-1).

A layout is a folder of an app, `<app>/layouts/<name>/`, with `layout.typ` in the words of
`layouts/house.typ`. It reads `data`: what the caller gave, with title, site and day. Data are JSON
beside the layout and never part of its text, so nothing that somebody wrote is run.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import Passage
from headway.foundation.formats.setting import LARGE, set_apart, set_document

if TYPE_CHECKING:
    from collections.abc import Mapping

LAYOUTS = Path(__file__).parent / "layouts"
FONTS = LAYOUTS / "fonts"
STANDARD = "ua-1"
ALSO = ((0x391, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x45F), (0x490, 0x491))
"""Greek and Cyrillic letters: typst's own Libertinus Serif has them; a test sets them all."""
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def pdf(
    layout: str | Path,
    data: Mapping[str, object],
    *,
    language: str,
    title: str,
    at: datetime,
) -> bytes:
    """Return the document: tagged, its language and title said, the same bytes for the same input.

    `layout`: a folder with `layout.typ`, or the name of one in `formats/layouts`. `data` are what
    JSON can hold, sentences to be translated, and passages, each set in its language; the names
    title, language, site, day, date and words are taken. `at` is the moment that the document
    tells. A character that no font of ours has becomes its number, as “[U+1F600]”: a standard
    document may not hold signs without a shape. Takes about 20 ms; a large document is set in a
    process of its own.

    :raises typst.TypstError: if the layout is wrong, or asks for data that are not there.
    :raises NotSet: the same, of a large document.
    """
    folder = layout if isinstance(layout, Path) else LAYOUTS / layout
    with translation.override(language):
        given = _shown({**data, "title": title, "language": language, **_frame(at)})
    data_given = json.dumps(given, ensure_ascii=False)
    words = {
        "root": str(folder),
        "ignore_system_fonts": True,
        "format": "pdf",
        "sys_inputs": {"data": data_given},
        "pdf_standards": [STANDARD],
        "package_path": str(folder),
        "package_cache_path": str(folder),
        "timestamp": at.astimezone(UTC).replace(microsecond=0),  # typst takes whole seconds
    }
    setting = set_apart if len(data_given) > LARGE else set_document
    return setting(_source(folder), str(FONTS), words)


def _frame(at: datetime) -> dict[str, object]:
    """Return what stands on each page, and the words of the house style."""
    local = localtime(at)
    return {
        "site": settings.SITE_NAME,
        "day": PartialDate.of(local.date()).worded(),
        "date": {"year": local.year, "month": local.month, "day": local.day},
        "words": {
            "page": _("Page {page} of {pages}"),
            "unanswered": _("No answer"),
            "fingerprint": _("Fingerprint"),
        },
    }


@cache
def _source(folder: Path) -> bytes:
    house = (LAYOUTS / "house.typ").read_bytes()
    return house + (folder / "layout.typ").read_bytes()


@cache
def _unknown() -> re.Pattern[str]:
    """Match what no font has a shape for."""
    ranges = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    known = [(int(first, 16), int(last, 16)) for first, last in ranges] + list(ALSO)
    signs = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in known)
    return re.compile(f"[^\\n\\t{signs}]")


def _shown(value: object) -> object:
    """Return data whose texts have shapes only: composed letters, plain line ends."""
    if isinstance(value, str | Promise):
        plain = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", str(value)))
        return _unknown().sub(_named, plain)
    if isinstance(value, Passage):
        return {"words": _shown(value.words), "language": value.language}
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value


def _named(sign: re.Match[str]) -> str:
    """Return a sign's number; nothing for one that only steers or joins others."""
    if unicodedata.category(sign[0]) in {"Cc", "Cf"}:
        return ""
    if unicodedata.category(sign[0]) == "Zs":
        return " "
    return f"[U+{ord(sign[0]):04X}]"
