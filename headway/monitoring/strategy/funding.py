"""The level of funding of a node: how much money, and from where, as the strategy states it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from django.utils.translation import get_language

from headway.foundation.core.numbers import plain, room_for
from headway.foundation.core.periods import LOCALES
from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from collections.abc import Mapping

EURO = "EUR"
CURRENCY = re.compile(r"[A-Z]{3}")
"""Codes of currencies, as ISO 4217 shapes them."""


@dataclass(frozen=True, slots=True)
class Funding:
    """An amount in a currency (ISO 4217) and where it comes from; either may be unknown."""

    amount: Decimal | None = None
    currency: str = EURO
    sources: TranslatedText = EMPTY

    def __bool__(self) -> bool:
        return self.amount is not None or bool(self.sources)

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Funding:
        value = value or {}
        return cls(
            amount=Decimal(value["amount"]) if value.get("amount") else None,
            currency=value.get("currency", EURO),
            sources=TranslatedText.from_json(value.get("sources")),
        )

    def as_json(self) -> dict[str, object]:
        if not self:
            return {}
        amount = "" if self.amount is None else plain(self.amount)
        return {"amount": amount, "currency": self.currency, "sources": self.sources.as_json()}

    def sum_worded(self) -> str:
        """Say the amount in the language of the page: 1,200,000 EUR; nothing if it is unknown."""
        if self.amount is None:
            return ""
        language = get_language() or "en"
        with room_for(self.amount):
            shown = format_decimal(
                self.amount, locale=LOCALES.get(language, language), decimal_quantization=False
            )
        return f"{shown} {self.currency}"

    def __str__(self) -> str:
        words = self.sources.passage(get_language() or self.sources.original).words
        return ", ".join(part for part in (self.sum_worded(), words) if part)


NO_FUNDING = Funding()
