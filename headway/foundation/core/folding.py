"""Search and sort keys of words, computed here so that every database orders and finds alike."""

from __future__ import annotations

import re
import unicodedata

UNDECOMPOSED = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u0131": "i",
        "ħ": "h",
    }
)
COMMON_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]")
ASCII_WORDS = re.compile("[0-9A-Za-z]+")
LITHUANIAN = "aąbcčdeęėfghiįyjklmnopqrsštuųūvwxzž"
ORDER = {"lt": {letter: place for place, letter in enumerate(LITHUANIAN, start=1)}}
"""Alphabets in which a letter with a mark is a letter of its own."""
DIGITS = 12


def fold(words: str) -> str:
    """Return words as a reader without the right keyboard types them: šiauliai → siauliai.

    Lower case, marks dropped, runs of space and punctuation as one space. Idempotent.

    Source: Unicode Standard Annex 15 (NFKD), with the letters that have no decomposition.
    """
    # Decomposing may bring out capitals and letters of the table (ǿ), so it comes first.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    plain = plain.translate(UNDECOMPOSED)
    plain = COMMON_MARKS.sub("", plain)
    if plain.isascii():  # nearly always, and ten times faster than letter by letter
        return " ".join(ASCII_WORDS.findall(plain))
    kept = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())


def sort_key(words: str, language: str) -> str:
    """Return a string that orders as the language's dictionary does; numbers by their size.

    Source: Lithuanian alphabet order (LST ISO/IEC 14651): a ą, c č, e ę ė, i į y, s š, u ų ū, z ž.
    """
    alphabet = ORDER.get(language)
    lowered = unicodedata.normalize("NFC", words.casefold()) if alphabet else fold(words)
    return "".join(_weight(part, alphabet) for part in _parts(lowered))


def _parts(words: str) -> list[str]:
    """Split into single letters and whole runs of digits."""
    parts: list[str] = []
    for letter in words:
        if letter.isdecimal() and parts and parts[-1].isdecimal():
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _weight(part: str, alphabet: dict[str, int] | None) -> str:
    if part.isdecimal():
        return part.zfill(DIGITS)
    if alphabet and part in alphabet:
        return chr(ord("A") + alphabet[part])
    folded = fold(part)
    if alphabet and folded[:1] in alphabet:
        return chr(ord("A") + alphabet[folded[0]]) + folded[1:]
    return folded or " "
