"""The form of a word beside a number: 1 programme, 2 programmes; 1 programa, 10 programų."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from decimal import Decimal

SEPARATOR = "|"
FALLBACK = {"many": "few"}
"""Lithuanian fractions take the genitive singular, which most feminine words share with “few”."""
IN_ORDER = ("one", "few", "other", "many")


def plural_category(language: str, number: Decimal | int) -> str:
    """Return the category that CLDR gives a number: one, few, many, other.

    Source: Unicode CLDR, language plural rules.
    """
    try:
        return Locale.parse(language).plural_form(number)
    except (UnknownLocaleError, ValueError):
        return "other"


def counted(words: str, number: Decimal | int, language: str) -> str:
    """Return the form of a word that goes with a number.

    The forms stand between bars, in the order of CLDR: “programme|programmes” where a language
    has two, „programa|programos|programų“ where it has three, and one more for fractions where
    they differ: „projektas|projektai|projektų|projekto“. A word with one form keeps it.
    """
    forms = [form.strip() for form in words.split(SEPARATOR)]
    if len(forms) == 1:
        return forms[0]
    names = ("one", "other") if len(forms) == len(("one", "other")) else IN_ORDER
    by_category = dict(zip(names, forms, strict=False))
    category = plural_category(language, number)
    wanted = (category, FALLBACK.get(category, "other"), "other")
    return next(by_category[name] for name in wanted if name in by_category)


def many(words: str) -> str:
    """Return the form that stands for itself: the plural of a heading or an axis."""
    forms = [form.strip() for form in words.split(SEPARATOR)]
    return forms[min(len(forms) - 1, IN_ORDER.index("other"))]
