from __future__ import annotations

from decimal import Decimal

import pytest

from headway.foundation.core.plurals import counted, many

ENGLISH = "programme|programmes"
LITHUANIAN = "projektas|projektai|projektų|projekto"


@pytest.mark.parametrize(
    ("words", "number", "language", "form"),
    [
        (ENGLISH, "1", "en", "programme"),
        (ENGLISH, "0", "en", "programmes"),
        (ENGLISH, "1.5", "en", "programmes"),
        (LITHUANIAN, "1", "lt", "projektas"),
        (LITHUANIAN, "2", "lt", "projektai"),
        (LITHUANIAN, "11", "lt", "projektų"),
        (LITHUANIAN, "21", "lt", "projektas"),
        (LITHUANIAN, "2.5", "lt", "projekto"),
        ("programa|programos|programų", "2.5", "lt", "programos"),
        ("pcs.", "1", "en", "pcs."),
        (ENGLISH, "5", "xx", "programmes"),
    ],
)
def test_a_word_takes_the_form_of_its_number(
    words: str, number: str, language: str, form: str
) -> None:
    assert counted(words, Decimal(number), language) == form


def test_the_plural_stands_for_itself() -> None:
    assert [many(ENGLISH), many(LITHUANIAN), many("%")] == ["programmes", "projektų", "%"]
