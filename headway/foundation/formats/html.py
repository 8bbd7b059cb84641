"""HTML that is found in cells becomes the small text grammar of `core.prose`.

Only tags that HTML knows count as markup, with attributes that have values; everything else that
looks like it (“a < b”, “<Name>”, “AT&T”) is text and stays. nh3 throws out what could harm, then
paragraphs, list items and links are written in the grammar; other tags leave their words behind.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3

BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "tbody",
    "thead", "tr", "dl", "dt", "dd", "pre", "section",
})  # fmt: skip
BREAKS = frozenset({"br", "hr", "li", "td", "th"})
INLINE = frozenset({
    "a", "b", "strong", "i", "em", "u", "s", "strike", "span", "font", "sub", "sup", "small",
    "big", "o:p", "mark", "code", "abbr", "img", "body", "html", "head", "meta", "link", "center",
})  # fmt: skip
DROPPED = frozenset({"script", "style", "title"})
KEPT = BLOCKS | BREAKS | {"a"}
ATTRIBUTE = r"""\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+)"""


def _tags(names: frozenset[str]) -> str:
    return rf"</?(?:{'|'.join(sorted(names, key=len, reverse=True))})(?:{ATTRIBUTE})*\s*/?>"


TAG = re.compile(
    rf"{_tags(BLOCKS | BREAKS | INLINE | DROPPED)}|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
LAYOUT = re.compile(_tags(BLOCKS | BREAKS), re.IGNORECASE)
"""Where one of these is, line ends mean nothing; otherwise a person typed them in the cell."""
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
AROUND_LINE_END = re.compile(r" *\n *")
UNSAFE_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})


def to_prose(text: str) -> str:
    """Return text in the small grammar. Text without markup comes back as it is.

    Entities are decoded even where there is no tag; a no-break space becomes a space.
    """
    if TAG.search(text):
        writer = _ProseWriter()
        writer.feed(
            nh3.clean(
                _with_other_signs_escaped(text),
                tags=set(KEPT),
                clean_content_tags=set(DROPPED),
                attributes={"a": {"href"}},
                url_schemes={"http", "https", "mailto"},
                link_rel=None,
            )
        )
        writer.close()
        return writer.prose()
    return ENTITY.sub(lambda found: unescape(found[0]).replace("\u00a0", " "), text)


def _with_other_signs_escaped(text: str) -> str:
    """Escape every sign that is not part of a tag, so that the parser takes none for one."""
    line_end = "\n" if LAYOUT.search(text) else "<br>"
    pieces, end = [], 0
    for found in TAG.finditer(text):
        pieces += [_escaped(text[end : found.start()], line_end), found[0]]
        end = found.end()
    return "".join([*pieces, _escaped(text[end:], line_end)])


def _escaped(words: str, line_end: str) -> str:
    decoded = ENTITY.sub(lambda found: unescape(found[0]), words)
    return escape(decoded, quote=False).replace("\n", line_end)


class _ProseWriter(HTMLParser):
    """Writes the grammar while cleaned HTML goes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._address = ""
        self._words_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._pieces.append("\n- ")
        elif tag in {"br", "hr"}:
            self._pieces.append("\n")
        elif tag in {"td", "th"}:
            self._pieces.append(" ")
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""
            self._words_start = len(self._pieces)
        else:
            self._pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag in BLOCKS:
            self._pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self._pieces.append(SPACES.sub(" ", data))

    def prose(self) -> str:
        """Return what was written: blank lines between paragraphs, one line for each item."""
        lines = AROUND_LINE_END.sub("\n", "".join(self._pieces))
        paragraphs = BLANK_LINES.sub("\n\n", re.sub(r"\n- (?=\s)", "\n- ", lines))
        return _joined_items(paragraphs.strip())

    def _close_link(self) -> None:
        words = "".join(self._pieces[self._words_start :]).strip()
        address = self._address.translate(UNSAFE_IN_ADDRESS)
        self._address = ""
        if not address:
            return
        shown = " ".join(words.replace("[", "(").replace("]", ")").split()) or address
        self._pieces[self._words_start :] = [f"[{shown}]({address})"]


def _joined_items(text: str) -> str:
    """Take out blank lines between the items of a list and around the words of an item."""
    text = re.sub(r"(?m)^- *\n+(?=\S)(?!- )", "- ", text)
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text)
