"""The small text grammar of all long texts: paragraphs, list items and links, nothing else.

A blank line ends a paragraph; a line that begins with "- " is a list item; `[words](https://…)`
is a link. Everything else is itself, so any text is valid and none can carry markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if lines:
            blocks.append(Paragraph(inline(" ".join(lines))))
            lines.clear()
        if items:
            blocks.append(ItemList(tuple(inline(item) for item in items)))
            items.clear()

    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        if line.startswith("- "):
            if lines:
                close()
            items.append(line[2:].strip())
        elif line and items:
            items[-1] += f" {line}"
        elif line:
            lines.append(line)
        else:
            close()
    return tuple(blocks)


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
