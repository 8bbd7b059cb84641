"""A mapping: which column of a file is what, and what the file's words mean.

Written in TOML; docs/how-to/import-a-strategy.md describes every entry with examples.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.core.folding import fold
from headway.monitoring.strategy.imports.checks import Reader
from headway.monitoring.strategy.imports.columns import (
    LANGUAGE,
    PLACE,
    PLAIN,
    TRANSLATED,
    is_known,
    language_of,
)
from headway.monitoring.strategy.rules import MOST_LEVELS
from headway.monitoring.strategy.states import NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

CREATE = "create_organisations"
"""Says which unknown organisations are added: true for all, or a list of names."""
SECTIONS = (
    "columns",
    "levels",
    "sheet",
    "languages",
    "dates",
    "status",
    "kind",
    "flagship",
    "sector",
    "organisations",
    CREATE,
    "separator",
)
WORDS = ("status", "kind", "flagship", "sector", "organisations")
"""Sections that translate the file's words."""
ORIGINS = ("code", "column", "columns", "parent")
ORDERS = ("dmy", "mdy")
CLOSED = {"kind": tuple(NodeKind.values), "flagship": ("yes", "no")}
"""Sections whose meanings do not depend on the strategy."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How a row says at which depth it stands, and under which node."""

    origin: str = "parent"
    separator: str = "."
    top: int = 1
    """How many parts the codes of the top level have."""
    words: tuple[str, ...] = ()
    """What the level column calls each depth, from the top."""
    ancestors: tuple[str, ...] = ()
    """Headers of the columns that name the nodes above a row, from the top."""
    split: bool = True
    """Whether “1.3 Ecosystem” is a code and a title."""
    fill_down: bool = False
    """Whether an empty ancestor means the one in the row above."""
    counted: int = 0
    """The depth that counts as measures in a new strategy; 0: the deepest."""
    names: tuple[Mapping[str, Mapping[str, str]], ...] = ()
    """What a new strategy calls each depth, by language and plural form."""


@dataclass(frozen=True, slots=True)
class SheetChoice:
    name: str = ""
    header_row: int = 0
    """Counted from 1; 0: the first row that says two different things."""
    skip: tuple[str, ...] = ()
    """Rows whose first filled cell begins with one of these words are left out."""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """Everything that is needed to read a file as a strategy, and to write one back."""

    columns: Mapping[str, str]
    """Name → header of the file, such as title.lt → “Pavadinimas”."""
    levels: Levels = Levels()
    sheet: SheetChoice = SheetChoice()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Per section the file's words and what they mean, in the order of the mapping."""
    creates_every_organisation: bool = False
    new_organisations: tuple[str, ...] = ()
    """The names that are to be added to the directory if it has none of them."""
    separator: str = ";"
    original: str = ""
    """The language whose words lead; empty: the strategy's first."""
    date_order: str = ""

    def led_by(self, language: str) -> FileMapping:
        """Fill in the leading language, and give it the columns that name no language."""
        original = self.original or language
        columns = {
            f"{name}.{original}" if name in TRANSLATED else name: header
            for name, header in self.columns.items()
        }
        return replace(self, columns=columns, original=original)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what the file says of a node, without its place, in the mapping's order."""
        return tuple(name for name in self.columns if name not in PLACE)

    @property
    def languages(self) -> tuple[str, ...]:
        found = (language_of(name) for name in self.columns)
        return tuple(dict.fromkeys(filter(None, (self.original, *found))))


def read_mapping(text: str) -> FileMapping:
    """Read a mapping.

    :raises BadInput: with a sentence for every mistake, under the name of its entry.
    """
    try:
        content = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as mistake:
        sentence = _("The mapping is no valid TOML: %(mistake)s. Correct that line.")
        raise BadInput({"mapping": sentence % {"mistake": mistake}}) from mistake
    reader = Reader()
    reader.known(content, SECTIONS)
    mapping = FileMapping(
        columns=_columns(reader, reader.table(content, "columns")),
        levels=_levels(reader, reader.table(content, "levels")),
        sheet=_sheet(reader, reader.table(content, "sheet")),
        words={section: _words(reader, content, section) for section in WORDS},
        creates_every_organisation=content.get(CREATE) is True,
        new_organisations=_new_organisations(reader, content),
        separator=reader.text(content, "separator", default=";"),
        original=_original(reader, reader.table(content, "languages")),
        date_order=_order(reader, reader.table(content, "dates")),
    )
    _fits_together(reader, mapping)
    if reader.problems:
        raise BadInput(reader.problems)
    return mapping


def _columns(reader: Reader, table: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, Any] = {}
    for name, header in table.items():
        # TOML reads title.lt = "…" as a table within a table.
        nested = isinstance(header, dict)
        flat |= {f"{name}.{lang}": h for lang, h in header.items()} if nested else {name: header}
    columns = {}
    for name, header in flat.items():
        if not is_known(name):
            known = (*PLACE, *PLAIN, *(f"{base}.<language>" for base in TRANSLATED))
            reader.unknown(f"columns.{name}", name, known)
        elif not isinstance(header, str) or not header.strip():
            reader.add(f"columns.{name}", _("Write the column’s header in quotation marks."))
        else:
            columns[name] = header
    if not any(name.partition(".")[0] == "title" for name in flat):
        sentence = _('No column holds the title. Add title.lt = "…" or another language.')
        reader.add("columns.title", sentence)
    twice = [name for name in columns if list(columns.values()).count(columns[name]) > 1]
    for name in twice:
        sentence = _("The column “%(header)s” stands for %(names)s. Keep one of them.")
        names = ", ".join(other for other in twice if columns[other] == columns[name])
        reader.add(f"columns.{name}", sentence % {"header": columns[name], "names": names})
    return columns


def _levels(reader: Reader, table: dict[str, Any]) -> Levels:
    keys = ("from", "separator", "top", "words", "ancestors", "split", "fill_down")
    reader.known(table, (*keys, "counted", "names"), "levels")
    return Levels(
        origin=reader.choice(table, "from", ORIGINS, default="parent", section="levels"),
        separator=reader.text(table, "separator", default=".", section="levels"),
        top=reader.number(table, "top", default=1, section="levels"),
        words=reader.texts(table, "words", section="levels"),
        ancestors=reader.texts(table, "ancestors", section="levels"),
        split=reader.truth(table, "split", default=True, section="levels"),
        fill_down=reader.truth(table, "fill_down", section="levels"),
        counted=reader.number(table, "counted", default=0, section="levels"),
        names=_names(reader, table.get("names", [])),
    )


def _names(reader: Reader, entries: object) -> tuple[dict[str, dict[str, str]], ...]:
    """Read [[levels.names]]: one word per language, or its plural forms."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        sentence = _('Write one [[levels.names]] per depth, such as lt = "priemonė".')
        reader.add("levels.names", sentence)
        return ()
    names = []
    for entry in entries:
        forms = {
            lang: {"one": word, "other": word} if isinstance(word, str) else word
            for lang, word in entry.items()
        }
        if all(_are_forms(form) for form in forms.values()):
            names.append(forms)
        else:
            sentence = _('Write a word, or its forms: lt = { one = "…", other = "…" }.')
            reader.add("levels.names", sentence)
    return tuple(names)


def _are_forms(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(word, str) for word in value.values())


def _sheet(reader: Reader, table: dict[str, Any]) -> SheetChoice:
    reader.known(table, ("name", "header_row", "skip"), "sheet")
    return SheetChoice(
        name=reader.text(table, "name", section="sheet"),
        header_row=reader.number(table, "header_row", default=0, least=1, section="sheet"),
        skip=reader.texts(table, "skip", section="sheet"),
    )


def _words(reader: Reader, content: dict[str, Any], section: str) -> dict[str, str]:
    words = {}
    for word, meaning in reader.table(content, section).items():
        entry = f"{section}.{word}"
        if not isinstance(meaning, str):
            reader.add(entry, _("Write the meaning in quotation marks."))
        elif meaning and section in CLOSED and meaning not in CLOSED[section]:
            reader.unknown(entry, meaning, CLOSED[section])
        else:
            words[word] = meaning
    seen: dict[str, str] = {}
    for word, meaning in words.items():
        if seen.setdefault(fold(word), meaning) != meaning:
            sentence = _("“%(word)s” has two meanings. Keep one of them.") % {"word": word}
            reader.add(f"{section}.{word}", sentence)
    return words


def _new_organisations(reader: Reader, content: dict[str, Any]) -> tuple[str, ...]:
    value = content.get(CREATE, [])
    if isinstance(value, bool):
        return ()
    if isinstance(value, list) and all(isinstance(name, str) and fold(name) for name in value):
        return tuple(value)
    reader.add(CREATE, _('Write true, false or a list of names: ["one", "two"].'))
    return ()


def _original(reader: Reader, table: dict[str, Any]) -> str:
    reader.known(table, ("original",), "languages")
    language = reader.text(table, "original", section="languages")
    if language and not LANGUAGE.fullmatch(language):
        reader.add("languages.original", _("Write the code of a language, such as lt or en."))
    return language


def _order(reader: Reader, table: dict[str, Any]) -> str:
    reader.known(table, ("order",), "dates")
    return reader.choice(table, "order", ORDERS, default="", section="dates")


def _fits_together(reader: Reader, mapping: FileMapping) -> None:
    """Refuse levels that need a column or a list which the mapping does not give."""
    levels, columns = mapping.levels, mapping.columns
    needs = {"code": "code", "column": "level", "parent": ""}.get(levels.origin, "")
    if needs and needs not in columns:
        sentence = _("The levels come from the %(column)s, but no column is the %(column)s.")
        reader.add(f"columns.{needs}", sentence % {"column": needs})
    if levels.origin == "columns" and not levels.ancestors:
        sentence = _('Name the columns of the levels above: ancestors = ["Objective", "Task"].')
        reader.add("levels.ancestors", sentence)
    if len(levels.ancestors) >= MOST_LEVELS:
        sentence = _("A strategy has at most %(number)s levels.") % {"number": MOST_LEVELS}
        reader.add("levels.ancestors", sentence)
    if "level" in columns and levels.origin == "code":
        sentence = _("The levels come from the code. Take the level column out, or use it.")
        reader.add("columns.level", sentence)


DEFAULT = FileMapping(
    columns={name: name for name in ("key", "code", "level", "parent")},
    levels=Levels(origin="column"),
)
"""The layout that export writes when nobody gives a mapping; its titles: `default_mapping`."""


def default_mapping(languages: tuple[str, ...]) -> FileMapping:
    """Return the mapping of Headway's own layout for a strategy's languages."""
    texts = {f"{base}.{lang}": f"{base}.{lang}" for base in TRANSLATED for lang in languages}
    plain = {name: name for name in PLAIN if name != "code"}
    return replace(
        DEFAULT, columns={**DEFAULT.columns, **texts, **plain}, original=next(iter(languages), "")
    )
