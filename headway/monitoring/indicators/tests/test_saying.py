"""How figures are written with their unit."""

from __future__ import annotations

import pytest
from django.utils import translation

from headway.foundation.core.texts import TranslatedText
from headway.monitoring.indicators.kinds.base import number
from headway.monitoring.indicators.models import IndicatorText, Value
from headway.monitoring.indicators.saying import (
    say_in_sentence,
    say_kept,
    say_of,
    say_value_of,
    unit_of,
)
from headway.monitoring.indicators.tests.factories import d

UNIT = TranslatedText.of({"en": "programme|programmes", "lt": "programa|programos|programų"})


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", "1", "1\u00a0programme"),
        ("en", "12", "12\u00a0programmes"),
        ("lt", "21", "21\u00a0programa"),
        ("lt", "3", "3\u00a0programos"),
        ("lt", "12", "12\u00a0programų"),
    ],
)
def test_a_unit_takes_the_form_of_its_number(language: str, number: str, written: str) -> None:
    text = IndicatorText(unit=UNIT)
    with translation.override(language):
        assert say_of(text)(d(number)) == written


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", "1.3", "1\u00a0programme"),
        ("en", "0.6", "1\u00a0programme"),
        ("lt", "20.7", "21\u00a0programa"),
        ("lt", "9.6", "10\u00a0programų"),
    ],
)
def test_a_unit_takes_the_form_of_the_number_that_is_written(
    language: str, number: str, written: str
) -> None:
    with translation.override(language):
        assert say_of(IndicatorText(unit=UNIT))(d(number)) == written


def test_a_unit_beside_every_digit_takes_the_form_of_the_number_that_is_written() -> None:
    with translation.override("en"):
        say = say_value_of(IndicatorText(kind="stock", unit=UNIT))
        assert say(Value(value=d("1.0"))) == "1\u00a0programme"


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("share", "60.997067448680351", "61.0\u00a0%"),
        ("multiplier", "2", "2.0\u00a0%"),
        ("yes_no", "1", "yes"),
        ("yes_no", "0", "no"),
        ("stock", None, "–"),
    ],
)
def test_a_list_says_what_an_indicator_stands_at(
    kind: str, value: str | None, written: str
) -> None:
    text = IndicatorText(kind=kind, unit=TranslatedText.of({"en": "%"}), decimals=1)
    with translation.override("en"):
        assert say_kept(text, None if value is None else d(value)) == written


def test_a_sentence_has_answers_and_numbers_for_what_is_none() -> None:
    text = IndicatorText(kind="yes_no", unit=TranslatedText.of({}), decimals=1)
    with translation.override("en"):
        said = [say_in_sentence(text)(d(value)) for value in ("0", "1", "0.5")]
    assert said == ["no", "yes", "0.5"]


def test_a_unit_stands_for_itself_in_the_plural() -> None:
    text = IndicatorText(unit=UNIT)
    with translation.override("lt"):
        assert unit_of(text) == "programų"
    assert text.unit_in_plural.words("en") == "programmes"


@pytest.mark.parametrize(
    ("decimals", "value", "written"),
    [
        (0, "2.5", "3"),
        (0, "-2.5", "−3"),
        (0, "-0.4", "0"),
        (1, "0.25", "0.3"),
        (2, "9" * 40, f"9{',999' * 13}.00"),
        (2, "1E+33", f"1{',000' * 11}.00"),
        (0, f"-{'1' * 30}.5", f"−{',111' * 9}".replace(",", "", 1) + ",112"),
    ],
)
def test_a_figure_is_rounded_half_up_and_may_have_any_number_of_digits(
    decimals: int, value: str, written: str
) -> None:
    with translation.override("en"):
        assert say_of(IndicatorText(decimals=decimals))(d(value)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("9" * 40, f"9{',999' * 13}"), (f"0.{'1' * 39}", f"0.{'1' * 39}"), ("-1E+2", "−100")],
)
def test_a_number_is_written_with_every_digit_that_it_has(value: str, written: str) -> None:
    with translation.override("en"):
        assert number(d(value)) == written


def test_what_was_entered_is_shown_with_every_digit_that_was_given() -> None:
    text = IndicatorText(kind="share", unit=TranslatedText.of({"en": "%"}))
    with translation.override("en"):
        say = say_value_of(text)
        assert say(Value(value=d("12.5"))) == "12.5\u00a0%"
        assert say(Value(numerator=d(1), denominator=d(8))) == "13\u00a0% (1 of 8)"
