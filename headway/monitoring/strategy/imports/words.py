"""What the words of a file mean to Headway, and which words Headway writes back."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.folding import fold
from headway.monitoring.strategy.imports.values import BadValue, Near, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CLOSE = 0.75
"""How alike two names must be to be proposed; difflib's ratio, tried on Lithuanian names."""
MOST_CLOSE = 3
MOST_REFUSED = 200
LONGEST_NAME = 200
"""Of an organisation that a file names; an alias has room for as many."""
NEW = "+"
"""Marks the name of an organisation that is to be created; no key begins with it."""


ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that words can mean: its code, and its own names, the best first."""

    code: str
    names: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    """Names that only count letter by letter, such as a slug."""


@dataclass(slots=True)
class Vocabulary:
    """The terms of one column, with the mapping's translations of the file's words."""

    section: str
    terms: tuple[Term, ...]
    translations: Mapping[str, str] = field(default_factory=dict)
    open: bool = False
    """Whether an unknown word makes a new term, marked with a plus sign."""
    wanted: frozenset[str] = frozenset()
    """The unknown words, folded, that make a new term although the others do not."""
    _meanings: dict[str, str] = field(default_factory=dict, init=False)
    _folded: dict[str, set[str]] = field(default_factory=dict, init=False)
    _exact: dict[str, str] = field(default_factory=dict, init=False)
    _read: dict[str, str] = field(default_factory=dict, init=False)
    _refused: dict[str, BadValue] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for term in self.terms:
            self._exact |= dict.fromkeys((term.code, *term.exact), term.code)
        for term in self.terms:
            for name in (*term.names, *term.exact, term.code):
                found[fold(name)].add(term.code)
        self._folded = dict(found)
        self._meanings = {fold(word): meaning for word, meaning in self.translations.items()}

    @property
    def made(self) -> tuple[str, ...]:
        """Return the names of the new terms that were read, without their mark."""
        codes = dict.fromkeys(self._read.values())
        return tuple(code.removeprefix(NEW) for code in codes if code.startswith(NEW))

    def unknown_meanings(self) -> dict[str, str]:
        """Return a sentence for each translation that leads nowhere, by its entry."""
        return {
            f"{self.section}.{word}": self._unknown(meaning)
            for word, meaning in self.translations.items()
            if meaning and meaning not in self._exact and not self.open
        }

    def code_of(self, word: str) -> str:
        """Return the code that a word of the file means.

        :raises BadValue: for a word that is unknown or means several things.
        """
        if word in self._refused:
            raise self._refused[word].with_traceback(None)
        if word not in self._read:
            try:
                self._read[word] = self._find(word)
            except BadValue as problem:
                self._refused[word] = problem
                raise
        return self._read[word]

    def _find(self, word: str) -> str:
        if word in self._exact:
            return self._exact[word]
        folded = fold(word)
        if folded in self._meanings:
            meaning = self._meanings[folded]
            return self._exact.get(meaning, f"{NEW}{meaning}" if meaning else "")
        codes = self._folded.get(folded, set())
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            sentence = _("“%(word)s” can mean %(codes)s. Write one of these instead.")
            names = ", ".join(sorted(self._best(code) for code in codes))
            told = sentence % {"word": word, "codes": names}
            meant = tuple(self._near(term, word) for term in self.terms if term.code in codes)
            raise self._refusal(told, word, meant, can_be_new=False)
        return self._new(word, folded)

    def _refusal(
        self, sentence: str, word: str, close: tuple[Near, ...], *, can_be_new: bool
    ) -> BadValue:
        if self.section != ORGANISATIONS:
            return BadValue(sentence)
        return UnknownName(sentence, name=word, close=close, can_be_new=can_be_new)

    def _new(self, word: str, folded: str) -> str:
        if len(word) > LONGEST_NAME:
            sentence = _(
                "This is too long for one name: it has %(count)s characters. Shorten it, or say "
                "which sign stands between several."
            )
            raise BadValue(sentence % {"count": len(word)})
        if not folded or not (self.open or folded in self.wanted):
            refused = self._unknown(word)
            raise self._refusal(refused, word, self.closest(word), can_be_new=bool(folded))
        self._folded[folded] = {f"{NEW}{word}"}
        return f"{NEW}{word}"

    def _best(self, code: str) -> str:
        term = next((term for term in self.terms if term.code == code), None)
        return next(iter(term.exact), term.code) if term else code.removeprefix(NEW)

    def _unknown(self, word: str) -> str:
        entry = {"word": word, "section": self.section}
        for close in self.closest(word)[:1]:
            entry |= {"close": close.name, "code": close.address}
            if self.section == ORGANISATIONS:
                sentence = _(
                    "“%(word)s” is no organisation that Headway knows. If “%(close)s” is meant, "
                    'write "%(word)s" = "%(code)s" under [%(section)s] in the mapping; else '
                    'create_organisations = ["%(word)s"].'
                )
                return sentence % entry
            sentence = _(
                "“%(word)s” is unknown. If “%(close)s” is meant, write that, or add "
                '"%(word)s" = "%(code)s" under [%(section)s] in the mapping.'
            )
            return sentence % entry
        if self.section == ORGANISATIONS:
            sentence = _(
                "“%(word)s” is no organisation that Headway knows. Translate the word under "
                "[%(section)s] in the mapping, or have it added: "
                'create_organisations = ["%(word)s"].'
            )
            return sentence % entry
        sentence = _(
            "“%(word)s” is unknown. Write one of %(known)s, or translate the word under "
            "[%(section)s] in the mapping."
        )
        known = ", ".join(self._best(term.code) for term in self.terms) or "–"
        return sentence % {**entry, "known": known}

    def closest(self, word: str) -> tuple[Near, ...]:
        """Return the terms that have a name much like a word, the likest first.

        Comparing takes long, so nothing is proposed after the first 200 unknown words.
        """
        if len(self._refused) >= MOST_REFUSED:
            return ()
        names = {fold(name): (term, name) for term in self.terms for name in term.names}
        close = difflib.get_close_matches(fold(word)[:LONGEST_NAME], names, n=9, cutoff=CLOSE)
        found: dict[str, Near] = {}
        for folded in close:
            term, name = names[folded]
            found.setdefault(term.code, self._near(term, name))
        return tuple(found.values())[:MOST_CLOSE]

    def _near(self, term: Term, like: str) -> Near:
        return Near(self._best(term.code), next(iter(term.names), term.code), like)

    def word_for(self, code: str, *, avoiding: str = "") -> str:
        """Return the word to write for a code: one that reads back as the same code.

        `avoiding` is a separator that the word must not hold.
        """
        if not code:
            return ""
        term = next((term for term in self.terms if term.code == code), Term(code))
        for word in (*self._translated(code, term), *term.names, *term.exact):
            if not (avoiding and avoiding in word) and self._reads_as(word, code):
                return word
        return code

    def _translated(self, code: str, term: Term) -> Iterable[str]:
        meanings = {code, *term.exact}
        return (word for word, meaning in self.translations.items() if meaning in meanings)

    def _reads_as(self, word: str, code: str) -> bool:
        try:
            return word.strip() == word and self.code_of(word) == code
        except BadValue:
            return False


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The vocabularies of every column that has one, by the column's name."""

    status: Vocabulary
    kind: Vocabulary
    flagship: Vocabulary
    sector: Vocabulary
    organisations: Vocabulary

    def of(self, name: str) -> Vocabulary | None:
        if name in ("lead", "contributing"):
            return self.organisations
        return getattr(self, name, None) if name in self.__slots__ else None
