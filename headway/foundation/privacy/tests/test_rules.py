from __future__ import annotations

import pytest

from headway.foundation.privacy.rules import (
    erased_address,
    is_whole_name,
    pattern_of,
    spellings,
    without,
)

pytestmark = pytest.mark.once


def test_an_erased_address_reaches_nobody_and_is_nobody_elses() -> None:
    assert erased_address("17") == "erased-17@erased.invalid"


def test_words_are_sought_in_every_case_folded_and_inside_json() -> None:
    assert set(spellings("Žana Ė")) >= {
        "Žana Ė", "žana ė", "ŽANA Ė", "zana e", "\\u017dana \\u0116",
    }  # fmt: skip
    assert spellings("") == ()


@pytest.mark.parametrize(("name", "whole"), [("Ona", False), ("Ona Onaitė", True)])
def test_one_word_may_be_anybodys(name: str, whole: bool) -> None:
    assert is_whole_name(name) is whole


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("Ona Onaitė", "said by ONA ONAITĖ.", "said by –."),
        ("Ona Onaitė", "Ona Onaitėnė", "Ona Onaitėnė"),
        ("Ona Onaitė", '{"by": "Ona Onait\\u0117"}', '{"by": "–"}'),
        ("Ona", "Ona", "–"),
        ("Ona", '{"by": "Ona", "it": "Ona and I"}', '{"by": "–", "it": "Ona and I"}'),
        ("Ona", "Ona and others, Onava", "Ona and others, Onava"),
        ("ona@example.org", "<ona@example.org>", "<–>"),
        ("ona@example.org", "leona@example.org", "leona@example.org"),
        ("ona@example.org", "j.ona@example.org", "j.ona@example.org"),
        ("ona@example.org", "ona@example.orgs", "ona@example.orgs"),
    ],
)  # fmt: skip
def test_a_name_is_replaced_where_it_is_meant(name: str, words: str, expected: str) -> None:
    assert without(words, [(pattern_of(name), "–")]) == expected
