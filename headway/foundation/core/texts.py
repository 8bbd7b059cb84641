"""One text in several languages, which knows what is missing and what is out of date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from headway.foundation.core.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DIGEST_LENGTH = 12


def digest(words: str) -> str:
    """Return the short fingerprint by which a translation remembers its original."""
    return hashlib.sha256(words.encode()).hexdigest()[:DIGEST_LENGTH]


def tidied(words: str) -> str:
    """Return words without the spaces around them, and without what no database keeps.

    That is NUL, and half of a pair of surrogates, which JSON can name and UTF-8 cannot write.
    """
    return words.replace("\x00", "").encode(errors="ignore").decode().strip()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in one language, and the digest of the original they were made from.

    An original has no digest. A text may have several originals (adopted in two languages).
    """

    words: str
    made_from: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that are shown, and the language they are in, which may not be the one asked for."""

    words: str
    language: str
    asked: str

    @property
    def is_fallback(self) -> bool:
        return bool(self.words) and self.language != self.asked

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text in as many languages as its owner wants. Immutable; the first original leads.

    Source: architecture, section 11.7.
    """

    wordings: Mapping[str, Wording] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, words: Mapping[str, str], *, original: str = "") -> TranslatedText:
        """Build from words by language; all but the original count as made from it.

        Without an original the first language that has words is it. Empty words are left out.
        """
        given = {language: tidy for language, text in words.items() if (tidy := tidied(text))}
        if not given:
            return cls()
        source = original if original in given else next(iter(given))
        stamp = digest(given[source])
        ordered = {source: Wording(given.pop(source))}
        ordered |= {language: Wording(text, stamp) for language, text in given.items()}
        return cls(MappingProxyType(ordered))

    @classmethod
    def from_json(cls, value: Mapping[str, Mapping[str, str]] | None) -> TranslatedText:
        """Read a kept text: originals first, then by language, since PostgreSQL keeps no order."""
        read = {
            language: Wording(entry["words"], entry.get("made_from", ""))
            for language, entry in (value or {}).items()
        }
        ordered = sorted(read.items(), key=lambda item: (bool(item[1].made_from), item[0]))
        return cls(MappingProxyType(dict(ordered)))

    def as_json(self) -> dict[str, dict[str, str]]:
        return {
            language: {"words": wording.words}
            | ({"made_from": wording.made_from} if wording.made_from else {})
            for language, wording in self.wordings.items()
        }

    def __reduce__(self) -> tuple[object, ...]:
        """Let a text be copied and pickled, which its read-only mapping alone cannot be."""
        return (TranslatedText.from_json, (self.as_json(),))

    def __bool__(self) -> bool:
        return bool(self.wordings)

    def __str__(self) -> str:
        return self.words(self.original)

    def __hash__(self) -> int:
        return hash(frozenset(self.wordings.items()))

    @property
    def original(self) -> str:
        """The language that leads; empty for an empty text."""
        return next(
            (language for language, wording in self.wordings.items() if not wording.made_from),
            next(iter(self.wordings), ""),
        )

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.wordings)

    def words(self, language: str) -> str:
        """Return the words in exactly this language, or nothing."""
        wording = self.wordings.get(language)
        return wording.words if wording else ""

    def passage(self, language: str) -> Passage:
        """Return the words to show a reader of this language: theirs, else the original."""
        shown = language if language in self.wordings else self.original
        return Passage(self.words(shown), shown, language)

    def missing(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Return those languages in which there are no words; none for an empty text."""
        return tuple(lang for lang in languages if self.wordings and lang not in self.wordings)

    @property
    def outdated(self) -> tuple[str, ...]:
        """Return the languages whose words were made from an original that reads otherwise now."""
        stamp = digest(self.words(self.original))
        return tuple(
            language
            for language, wording in self.wordings.items()
            if wording.made_from and wording.made_from != stamp
        )

    def revised(self, words: Mapping[str, str]) -> TranslatedText:
        """Return the text with new words in some languages; empty words take a language out.

        A translation written together with, or after, its original counts as made from it;
        one that is left alone when its original changes becomes outdated. When the original
        itself goes, the next language becomes it.
        """
        changed = {
            language: tidy
            for language, text in words.items()
            if (tidy := tidied(text)) != self.words(language)
        }
        if not changed:
            return self
        texts = {language: wording.words for language, wording in self.wordings.items()} | changed
        texts = {language: text for language, text in texts.items() if text}
        original = self.original if self.original in texts else next(iter(texts), "")
        stamp = digest(texts.get(original, ""))
        if original != self.original:
            changed |= {lang: text for lang, text in texts.items() if lang not in self.outdated}
        kept = {
            language: self._stamped(language, text, original, stamp, changed)
            for language, text in texts.items()
        }
        return TranslatedText(MappingProxyType(kept))

    def _stamped(
        self, language: str, text: str, original: str, stamp: str, changed: Mapping[str, str]
    ) -> Wording:
        if language == original:
            return Wording(text)
        before = self.wordings.get(language)
        if language in changed:
            was_original = before is not None and not before.made_from
            return Wording(text, "" if was_original else stamp)
        return before or Wording(text, stamp)

    def folded(self) -> str:
        """Return the search key of all languages together."""
        return " ".join(dict.fromkeys(fold(w.words) for w in self.wordings.values()))


EMPTY = TranslatedText()


def texts_shown(**texts: TranslatedText) -> dict[str, str]:
    """Return texts by field and language, as forms name them: `title.lt`."""
    return {
        f"{field}.{language}": text.words(language)
        for field, text in texts.items()
        for language in text.languages
    }
