from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.differing import MOST_PARTS, Piece, word_differences


def test_words_are_marked_not_letters() -> None:
    found = word_differences("Two halls stand.", "Three halls stand.")
    assert found == (
        Piece("gone", "Two"),
        Piece("new", "Three"),
        Piece("same", " halls stand."),
    )


def test_equal_texts_have_no_difference() -> None:
    assert word_differences("Ąžuolas", "Ąžuolas") == (Piece("same", "Ąžuolas"),)
    assert word_differences("", "") == ()


def test_what_was_empty_is_all_new() -> None:
    assert word_differences("", "Two halls") == (Piece("new", "Two halls"),)


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = word_differences(before, after)
    assert "".join(piece.words for piece in found if piece.kind != "new") == before
    assert "".join(piece.words for piece in found if piece.kind != "gone") == after


def test_texts_that_are_too_long_to_compare_stand_whole() -> None:
    before, after = "a " * MOST_PARTS, "b " * MOST_PARTS
    assert word_differences(before, after) == (Piece("gone", before), Piece("new", after))
    assert word_differences(before, before) == (Piece("same", before),)


def test_the_longest_answers_are_compared_in_a_moment() -> None:
    before = " ".join(f"word{n % 50}" for n in range(MOST_PARTS // 2))
    after = " ".join(f"word{n % 47}" for n in range(MOST_PARTS // 2))
    began = time.perf_counter()
    word_differences(before, after)
    assert time.perf_counter() - began < 2.0


def test_texts_that_share_little_are_told_one_after_the_other() -> None:
    before, after = "The contract was signed in May.", "Users were asked what to improve."
    found = word_differences(before, after)
    assert [(piece.kind, piece.words) for piece in found] == [("gone", before), ("new", after)]
    near = word_differences("The contract was signed in May.", "The contract was signed in June.")
    assert [piece.kind for piece in near] == ["same", "gone", "new", "same"]
