"""A first mapping guessed from the headers of a file, for a person to correct."""

from __future__ import annotations

import difflib
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from headway.foundation.core.folding import fold
from headway.foundation.formats.errors import Unreadable
from headway.monitoring.strategy.imports.columns import TRANSLATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.formats.readers import Sheet, Workbook

WORDS: dict[str, tuple[str, ...]] = {
    "key": ("key", "raktas"),
    "code": ("code", "no", "nr", "number", "eil nr", "kodas", "numeris", "priemonės nr"),
    "title": (
        "title", "name", "measure", "action", "priemonė", "pavadinimas", "priemonės pavadinimas",
        "veiksmas",
    ),
    "description": ("description", "content", "aprašymas", "turinys", "apibūdinimas"),
    "parent": ("parent", "belongs to", "aukštesnis", "priklauso"),
    "level": ("level", "depth", "lygis", "lygmuo"),
    "lead": (
        "lead", "responsible", "lead organisation", "responsible organisation", "atsakingas",
        "atsakinga institucija", "vykdytojas", "atsakingas vykdytojas",
    ),
    "contributing": (
        "contributing", "partners", "other organisations", "partneriai", "dalyvaujantys",
        "kiti vykdytojai", "prisidedantys",
    ),
    "status": ("status", "state", "implementation status", "būsena", "būklė", "įgyvendinimas"),
    "note": ("note", "comment", "remarks", "pastaba", "pastabos", "komentaras"),
    "start": ("start", "from", "begins", "pradžia", "pradžios data", "nuo"),
    "due": ("due", "deadline", "until", "end", "terminas", "pabaiga", "įvykdymo terminas", "iki"),
    "funding": (
        "funding", "level of funding", "budget", "amount", "finansavimas", "finansavimo suma",
        "lėšos", "biudžetas", "suma",
    ),
    "currency": ("currency", "valiuta"),
    "funding_sources": (
        "funding sources", "sources of funding", "finansavimo šaltiniai", "finansavimo šaltinis",
    ),
    "kind": ("kind", "type", "rūšis", "tipas", "pobūdis"),
    "flagship": ("flagship", "flagship project", "vėliavinė", "svarbiausia"),
    "sector": ("sector", "sectors", "field", "sektorius", "sritis", "sektoriai"),
}  # fmt: skip
ANCESTORS = (
    ("objective", "goal", "priority", "tikslas", "prioritetas"),
    ("task", "uždavinys", "programme", "programa"),
)
"""Headers that name the levels above, from the top."""
LANGUAGE = re.compile(r"[\s(\[._-]+([a-z]{2})[)\]]?$", re.IGNORECASE)
ALIKE = 0.86
"""difflib's ratio from which a header counts as a misspelling: “Pavadinmas”."""


def guess_mapping(header: Sequence[str], languages: Sequence[str], sheet: str = "") -> str:
    """Return a mapping in TOML, with what could be guessed; the rest is left to the person.

    `sheet` is the name of the sheet, unless it is the first.
    """
    columns, ancestors = _guessed(header, languages)
    lines = ["[languages]", f"original = {_quoted(next(iter(languages), 'en'))}", "", "[columns]"]
    lines += [f"{name} = {_quoted(found)}" for name, found in columns.items()]
    lines += ["", "[levels]"]
    if ancestors:
        names = ", ".join(_quoted(found) for found in ancestors)
        lines += ['from = "columns"', f"ancestors = [{names}]"]
    else:
        named = [name for name in ("level", "parent", "code") if name in columns]
        origin = {"level": "column"}.get(next(iter(named), "parent"), next(iter(named), "parent"))
        lines.append(f"from = {_quoted(origin)}")
    lines += ["", "[sheet]", f"name = {_quoted(sheet)}"] if sheet else []
    return "\n".join(lines) + "\n"


def likely_sheet(workbook: Workbook) -> Sheet:
    """Return the first sheet that holds a table; a cover has no row that says two things.

    :raises Unreadable: if no sheet can be read, for the reason that the first cannot.
    """
    for sheet in workbook.sheets:
        with suppress(Unreadable):
            if len(set(filter(None, sheet.header))) > 1:
                return sheet
    first = workbook.sheet()
    _ = first.header
    return first


def _guessed(
    header: Sequence[str], languages: Sequence[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    columns: dict[str, str] = {}
    ancestors: dict[int, str] = {}
    for words in header:
        bare, language = _language(words, languages)
        depth = _ancestor(bare)
        name = _name(bare)
        if depth is not None:
            ancestors.setdefault(depth, words)
        elif name:
            columns.setdefault(f"{name}.{language}" if name in TRANSLATED else name, words)
    return columns, tuple(ancestors[depth] for depth in sorted(ancestors))


def _language(words: str, languages: Sequence[str]) -> tuple[str, str]:
    """Split “Pavadinimas (EN)” into its words and its language; the first one, if none is said."""
    found = LANGUAGE.search(words)
    if found and found[1].lower() in languages:
        return words[: found.start()], found[1].lower()
    return words, next(iter(languages), "en")


def _ancestor(words: str) -> int | None:
    folded = fold(words)
    return next(
        (depth for depth, names in enumerate(ANCESTORS) if folded in map(fold, names)), None
    )


def _name(words: str) -> str:
    known = {fold(word): name for name, all_words in WORDS.items() for word in (name, *all_words)}
    close = difflib.get_close_matches(fold(words), known, n=1, cutoff=ALIKE)
    return known[close[0]] if close else ""


def _quoted(words: str) -> str:
    """Return a TOML string; JSON's escapes are TOML's too."""
    return json.dumps(words, ensure_ascii=False)
