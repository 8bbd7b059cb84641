"""What differs between two texts, word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PARTS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PARTS = 6_000
"""Beyond it both texts stand whole: comparing them would keep a page waiting."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have, that only the old one has, or only the new one."""

    kind: Literal["same", "gone", "new"]
    words: str


def word_differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one: what stayed, what is gone, what is new, in reading order.

    The pieces that are not new make up the old text, those that are not gone the new one. Texts
    that share less than half of their words are told one after the other: nobody could read them
    mixed.
    """
    old, new = PARTS.findall(before), PARTS.findall(after)
    whole = tuple(piece for piece in (Piece("gone", before), Piece("new", after)) if piece.words)
    if max(len(old), len(new)) > MOST_PARTS:
        return whole if before != after else (Piece("same", before),)
    pieces = tuple(_pieces(old, new))
    return pieces if _is_readable(pieces, before, after) else whole


def _is_readable(pieces: Iterable[Piece], before: str, after: str) -> bool:
    same = sum(_letters(piece.words) for piece in pieces if piece.kind == "same")
    return same * 2 >= max(_letters(before), _letters(after))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Compare what lies between the words with which both begin and those with which both end.

    Most texts are changed in one place, and what is compared grows with the square of the words.
    """
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    if head:
        yield Piece("same", "".join(old[:head]))
    yield from _compared(old[head : len(old) - tail], new[head : len(new) - tail])
    if tail:
        yield Piece("same", "".join(old[len(old) - tail :]))


def _shared(old: list[str], new: list[str]) -> int:
    """Return with how many equal words both begin."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, begin, stop in SequenceMatcher(a=old, b=new).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[start:end]))
            continue
        if start < end:
            yield Piece("gone", "".join(old[start:end]))
        if begin < stop:
            yield Piece("new", "".join(new[begin:stop]))
