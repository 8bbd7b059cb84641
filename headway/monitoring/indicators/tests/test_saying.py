"""How figures are written with their unit."""

from __future__ import annotations

import pytest
from django.utils import translation

from headway.foundation.core.texts import TranslatedText
from headway.monitoring.indicators.models import IndicatorText
from headway.monitoring.indicators.saying import say_in_sentence, say_kept, say_of, unit_of
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
