"""Numbers as people enter them, in the forms of this app and of those above it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from headway.foundation.core.numbers import plain
from headway.foundation.core.periods import LOCALES
from headway.foundation.formats.numbers import UNSURE, NotANumber, parse_number


def language() -> str:
    return get_language() or "en"


def written(value: Decimal) -> str:
    """Write a number as the reader's language does, so that it is read again as the same number.

    Without groups of thousands. A decimal comma before three digits would be asked about, so
    there the point stays.
    """
    text = plain(value)
    symbol = get_decimal_symbol(LOCALES.get(language(), language()))
    local = text.replace(".", symbol)
    return text if UNSURE.fullmatch(local.lstrip("-")) else local


class NumberField(forms.Field):
    """A number in the notation of either country; what may be read in two ways is asked about.

    `has_unit`: whether it is in the unit of the indicator, as the parts of a share are not.
    """

    def __init__(self, *, has_unit: bool = True, **options: Any) -> None:  # noqa: ANN401
        self.has_unit = has_unit
        options.setdefault("required", False)
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)

    def prepare_value(self, value: object) -> object:
        return written(value) if isinstance(value, Decimal) else value

    def to_python(self, value: object) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return parse_number(value)
        except NotANumber as problem:
            raise ValidationError(str(problem)) from problem

    def has_changed(self, initial: object, data: object) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()
