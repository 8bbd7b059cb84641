from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.conversations.rules import (
    LONGEST_COMMENT,
    comment_problem,
    excerpt,
    may_be_taken_back,
    request_digest,
    tidy,
)
from headway.foundation.core.prose import plain

AT = datetime(2026, 1, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "may"), [(-1, False), (0, True), (599, True), (600, True), (601, False)]
)
def test_comment_can_be_taken_back_for_ten_minutes(seconds: int, may: bool) -> None:
    assert may_be_taken_back(AT, AT + timedelta(seconds=seconds)) is may


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u00a0\u2060"])
def test_text_without_a_sign_to_read_is_empty(text: str) -> None:
    assert comment_problem(text) == "The comment is empty. Write what you want to say."


def test_longest_comment_is_kept_and_a_longer_one_is_refused() -> None:
    assert comment_problem("ž" * LONGEST_COMMENT) == ""
    assert comment_problem("ž" * (LONGEST_COMMENT + 1)) == (
        "The comment has 5001 signs; 5000 fit. Shorten it."
    )


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("Two words", 9, "Two words"),
        ("Two words", 8, "Two…"),
        ("One, two", 6, "One…"),
        ("Unbreakable", 5, "Unbr…"),
        ("See [the file](https://example.org/a) now", 40, "See the file now"),
        ("First\n\n- second", 40, "First - second"),
    ],
)
def test_excerpt_is_cut_at_a_word(text: str, length: int, shown: str) -> None:
    assert excerpt(text, length) == shown


@given(st.text(), st.integers(1, 60))
def test_excerpt_fits_and_is_how_the_text_begins(text: str, length: int) -> None:
    shown = excerpt(text, length)
    assert len(shown) <= length
    said = plain(text)
    assert shown == said or (shown[-1] == "…" and said.startswith(shown[:-1]))


@given(st.lists(st.text("abcž", min_size=1, max_size=9), min_size=1), st.integers(10, 60))
def test_excerpt_ends_with_a_whole_word(words: list[str], length: int) -> None:
    shown = excerpt(" ".join(words), length).removesuffix("…").split()
    assert shown == words[: len(shown)]


@given(st.text(st.characters()))
def test_tidy_text_is_kept_as_it_is_the_second_time(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert not {"\x00", "\r"} & set(once)
    assert once.encode().decode() == once


def test_request_is_the_same_by_its_key_and_its_words() -> None:
    digests = {request_digest(key, text) for key in ("a", "b") for text in ("x", "y")}
    assert len(digests) == 4
    assert request_digest("a", "x") in digests
