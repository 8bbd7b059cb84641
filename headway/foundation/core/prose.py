"""The small text grammar of all long texts: paragraphs, list items and links, nothing else.

A blank line ends a paragraph; a line that begins with "- " is a list item; `[words](https://…)`
is a link. Everything else is itself, so any text is valid and none can carry markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from headway.foundation.core.texts import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.core.texts import TranslatedText

ITEM = "- "
LINK = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\((?P<address>(?:https?://|mailto:)[^\s()<>\"]+)\)")


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    address: str


Inline = str | Link


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    items: tuple[tuple[Inline, ...], ...]


Block = Paragraph | ItemList


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in the small grammar. Never fails; keeps every word."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        for is_list, group in groupby(_marked(chunk), key=lambda line: line[0]):
            lines = [line for _, line in group]
            blocks.append(_item_list(lines) if is_list else Paragraph(inline(" ".join(lines))))
    return tuple(blocks)


def _marked(chunk: str) -> Iterator[tuple[bool, str]]:
    """Say of each line whether it belongs to a list; a line after an item continues it."""
    in_list = False
    for line in (raw.strip() for raw in chunk.splitlines()):
        in_list = in_list or line.startswith(ITEM)
        if line:
            yield in_list, line


def _item_list(lines: list[str]) -> ItemList:
    items: list[str] = []
    for line in lines:
        if line.startswith(ITEM):
            items.append(line.removeprefix(ITEM).strip())
        else:
            items[-1] += f" {line}"
    return ItemList(tuple(inline(item) for item in items))


def inline(text: str) -> tuple[Inline, ...]:
    """Split one line into words and links."""
    parts: list[Inline] = []
    end = 0
    for found in LINK.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        parts.append(Link(found["words"], found["address"]))
        end = found.end()
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


def plain(text: str) -> str:
    """Return the words of a text without its links' addresses, on one line."""
    return " ".join(LINK.sub(lambda found: found["words"], text).split())


def unlinked(text: str) -> str:
    """Return a text without its links' addresses; its paragraphs and list items stay what they are.

    Lines within a paragraph become one, as on pages.
    """
    return "\n\n".join(_unlinked(block) for block in parse(text))


def _unlinked(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _bare(block.content)
    return "\n".join(ITEM + _bare(item) for item in block.items)


def _bare(content: tuple[Inline, ...]) -> str:
    return "".join(part.words if isinstance(part, Link) else part for part in content)


def plain_passage(text: TranslatedText, language: str) -> Passage:
    """Return a text for a document: in a language or in the one that it has, without links."""
    found = text.passage(language)
    return Passage(unlinked(found.words), found.language or language, language)
