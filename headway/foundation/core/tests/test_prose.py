from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.prose import (
    Block,
    Inline,
    ItemList,
    Link,
    Paragraph,
    inline,
    parse,
    plain,
    plain_passage,
)
from headway.foundation.core.texts import TranslatedText

pytestmark = pytest.mark.once
PIECES = st.sampled_from(
    ["- ", "\n", "\n\n", " ", "žodis", "[a](https://b.lt)", "[", "](", ")", "mailto:", "\u2028"]
)
PROSE = st.one_of(st.text(), st.lists(PIECES).map("".join))


def contents(blocks: tuple[Block, ...]) -> list[tuple[Inline, ...]]:
    return [
        part
        for block in blocks
        for part in ([block.content] if isinstance(block, Paragraph) else block.items)
    ]


def links(text: str) -> list[Link]:
    parts = [part for content in contents(parse(text)) for part in content]
    return [part for part in parts if isinstance(part, Link)]


def written(blocks: tuple[Block, ...]) -> str:
    """Write blocks back as the words of their text, links as they were typed."""
    return " ".join(
        "".join(
            f"[{part.words}]({part.address})" if isinstance(part, Link) else part
            for part in content
        )
        for content in contents(blocks)
    )


def without_item_marks(text: str) -> list[str]:
    """Return the words of a text; the dash that begins an item is a mark, not a word."""
    lines = [line.strip() for line in text.splitlines()]
    return " ".join(line.removeprefix("- ").strip() for line in lines).split()


def test_paragraphs_items_and_links_are_told_apart() -> None:
    text = (
        "First line\nof one paragraph.\n \n"
        "Before:\n- an item\n  that goes on\n- see [the act](https://a.lt/1)\n\nAfter."
    )
    assert parse(text) == (
        Paragraph(("First line of one paragraph.",)),
        Paragraph(("Before:",)),
        ItemList((("an item that goes on",), ("see ", Link("the act", "https://a.lt/1")))),
        Paragraph(("After.",)),
    )


def test_an_empty_text_has_no_blocks() -> None:
    assert parse(" \n\n ") == ()


@pytest.mark.parametrize("address", ["https://a.lt/x?y=1", "http://a.lt", "mailto:a@b.lt"])
def test_links_to_the_web_and_to_mail_are_links(address: str) -> None:
    assert inline(f"[a]({address})!") == (Link("a", address), "!")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.lt",
        "/inside/",
        "ftp://a.lt",
        "file:///etc/passwd",
        " https://a.lt",
        'https://a.lt/"onclick=x',
        "https://a.lt/<script>",
    ],
)
def test_anything_else_in_a_links_clothes_stays_words(address: str) -> None:
    text = f"[a]({address})"
    assert inline(text) == (text,)


def test_markup_is_words() -> None:
    assert parse("<b>x</b>") == (Paragraph(("<b>x</b>",)),)


def test_plain_words_leave_the_addresses_out() -> None:
    assert plain("- See [the act](https://a.lt)\n\nnow") == "- See the act now"


@given(PROSE)
def test_reading_a_text_never_fails_and_keeps_every_word(text: str) -> None:
    assert written(parse(text)).split() == without_item_marks(text)


@given(PROSE)
def test_a_link_leads_to_the_web_or_to_mail_whatever_was_typed(text: str) -> None:
    assert [
        link
        for link in links(f"{text} [a]({text}) [b](https://{text})")
        if not link.address.startswith(("https://", "http://", "mailto:"))
    ] == []


def test_a_passage_for_a_document_keeps_paragraphs_and_items_and_loses_addresses() -> None:
    typed = (
        "See\nthe [port](https://example.org/port).\n\n- cod\n- [herring](mailto:a@b.lt)\n  salted"
    )
    text = TranslatedText.of({"en": typed})
    shown = plain_passage(text, "lt")
    assert (shown.language, shown.asked) == ("en", "lt")
    assert shown.words == "See the port.\n\n- cod\n- herring salted"
    assert parse(shown.words)[1] == ItemList((("cod",), ("herring salted",)))
