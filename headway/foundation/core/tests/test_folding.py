from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.folding import LITHUANIAN, fold, sort_key

pytestmark = pytest.mark.once
SURROGATES = range(0xD800, 0xE000)


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Šiauliai", "siauliai"),
        ("Klaipėdos", "klaipedos"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Ǿresund", "oresund"),
        ("\u210beadway № 1", "headway no 1"),
        ("Žuvų g. 1–3, „Uostas“", "zuvu g 1 3 uostas"),
        ("Пристань", "пристань"),
        ("  \n", ""),
    ],
)
def test_words_are_found_without_the_right_keyboard(words: str, folded: str) -> None:
    assert fold(words) == folded


def test_folding_any_letter_twice_is_folding_it_once() -> None:
    letters = " ".join(chr(n) for n in range(sys.maxunicode + 1) if n not in SURROGATES)
    once = fold(letters)
    twice = fold(once)
    assert [(a, b) for a, b in zip(once.split(), twice.split(), strict=True) if a != b] == []


@given(st.text())
def test_folding_twice_is_folding_once(words: str) -> None:
    assert fold(fold(words)) == fold(words)


def test_lithuanian_letters_order_as_the_dictionary_does() -> None:
    letters = sorted(set(LITHUANIAN), key=lambda letter: sort_key(letter, "lt"))
    assert "".join(letters) == LITHUANIAN


def test_lithuanian_words_order_as_the_dictionary_does() -> None:
    words = ["Yla", "jūra", "Įvykis", "ilgas", "Šaka", "sūris", "čia", "cukrus", "Žąsis", "zona"]
    assert sorted(words, key=lambda word: sort_key(word, "lt")) == [
        "cukrus",
        "čia",
        "ilgas",
        "Įvykis",
        "Yla",
        "jūra",
        "sūris",
        "Šaka",
        "zona",
        "Žąsis",
    ]


def test_elsewhere_a_mark_makes_no_letter() -> None:
    words = ["zoo", "Èze", "ear", "École"]
    assert sorted(words, key=lambda word: sort_key(word, "en")) == ["ear", "École", "Èze", "zoo"]


@pytest.mark.parametrize("language", ["lt", "en"])
def test_numbers_order_by_their_size(language: str) -> None:
    codes = ["1.10", "1.9", "10.1", "2.1", "1.1"]
    assert sorted(codes, key=lambda code: sort_key(code, language)) == [
        "1.1",
        "1.9",
        "1.10",
        "2.1",
        "10.1",
    ]


@given(st.text(alphabet=LITHUANIAN + " -0123456789"))
def test_capitals_do_not_change_a_words_place(words: str) -> None:
    assert sort_key(words.upper(), "lt") == sort_key(words, "lt")
