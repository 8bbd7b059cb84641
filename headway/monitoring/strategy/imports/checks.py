"""Reads the entries of a mapping one by one and keeps a sentence for each mistake."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Reader:
    """Collects problems by entry; every read returns something usable even after a mistake."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def add(self, entry: str, sentence: str) -> None:
        self.problems.setdefault(entry, f"{entry}: {sentence}")

    def unknown(self, entry: str, word: str, known: Iterable[str]) -> None:
        self.add(entry, unknown_sentence(word, tuple(known)))

    def known(self, table: Mapping[str, Any], keys: tuple[str, ...], section: str = "") -> None:
        """Refuse entries that nobody reads: a misspelt one must not be overlooked."""
        for key in table:
            if key not in keys:
                self.unknown(_entry(section, key), key, keys)

    def table(self, content: Mapping[str, Any], key: str) -> dict[str, Any]:
        value = content.get(key, {})
        if isinstance(value, dict):
            return value
        self.add(key, _("Write it as a section: [%(name)s].") % {"name": key})
        return {}

    def text(
        self, table: Mapping[str, Any], key: str, *, default: str = "", section: str = ""
    ) -> str:
        value = table.get(key, default)
        if isinstance(value, str) and (value or key not in table):
            return value
        self.add(_entry(section, key), _("Write a text in quotation marks."))
        return default

    def texts(self, table: Mapping[str, Any], key: str, *, section: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(part, str) and part for part in value):
            return tuple(value)
        self.add(_entry(section, key), _('Write a list of texts: ["one", "two"].'))
        return ()

    def truth(
        self, table: Mapping[str, Any], key: str, *, default: bool = False, section: str = ""
    ) -> bool:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self.add(_entry(section, key), _("Write true or false."))
        return default

    def number(
        self, table: Mapping[str, Any], key: str, *, default: int, section: str, least: int = 0
    ) -> int:
        value = table.get(key, default)
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and (value >= least or key not in table)
        ):
            return value
        sentence = _("Write a whole number from %(least)s.") % {"least": least}
        self.add(_entry(section, key), sentence)
        return default

    def choice(
        self,
        table: Mapping[str, Any],
        key: str,
        choices: tuple[str, ...],
        *,
        default: str,
        section: str,
    ) -> str:
        value = self.text(table, key, default=default, section=section)
        if value in (*choices, default):
            return value
        self.unknown(_entry(section, key), value, choices)
        return default


def unknown_sentence(word: str, known: tuple[str, ...]) -> str:
    """Say that a word is unknown, with the closest known one or the whole list."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        sentence = _("“%(word)s” is unknown. Did you mean “%(close)s”?")
        return sentence % {"word": word, "close": close[0]}
    sentence = _("“%(word)s” is unknown. Write one of: %(known)s.")
    return sentence % {"word": word, "known": ", ".join(known)}


def _entry(section: str, key: str) -> str:
    return f"{section}.{key}" if section else key
