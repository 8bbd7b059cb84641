from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from headway.foundation.ui.numbers import brief_day, number_words, quarter_words, short_number


def plain(words: str) -> str:
    return re.sub(r"\s", " ", words)


@pytest.mark.parametrize(
    ("value", "english", "lithuanian"),
    [
        ("1234567.25", "1,234,567.25", "1 234 567,25"),
        ("-1900", "−1,900", "−1 900"),
        ("0.003", "0.003", "0,003"),
    ],
)
def test_a_number_has_all_its_places(value: str, english: str, lithuanian: str) -> None:
    assert plain(number_words(Decimal(value))) == english
    with override("lt"):
        assert plain(number_words(Decimal(value))) == lithuanian


@pytest.mark.parametrize(
    ("value", "english", "lithuanian"),
    [
        ("999999", "999,999", "999 999"),
        ("1000000", "1 m", "1 mln."),
        ("-2500000", "−2.5 m", "−2,5 mln."),
        ("1500000000", "1.5 bn", "1,5 mlrd."),
    ],
)
def test_from_a_million_on_a_drawing_writes_short(
    value: str, english: str, lithuanian: str
) -> None:
    assert plain(short_number(Decimal(value))) == english
    with override("lt"):
        assert plain(short_number(Decimal(value))) == lithuanian


def test_days_and_quarters_are_written_as_the_page_speaks() -> None:
    day = date(2026, 6, 30)

    assert (brief_day(day), quarter_words(day)) == ("30 Jun 2026", "Q2")
    with override("lt"):
        assert (brief_day(day), quarter_words(day)) == ("2026-06-30", "II k.")
    with override("hu"):
        assert brief_day(day) == "30 Jun 2026"
