"""What statistical offices say beside a figure, or instead of one.

Source: Eurostat, code lists of observation status and confidentiality status in force since
27 January 2025, and the codes that they replaced (c, r, s, z). Upper and lower case differ: p is
provisional, P is secrecy.
"""

from __future__ import annotations

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.folding import fold


class Mark(TextChoices):
    """One thing that is said of a figure. Those of `WITHOUT_VALUE` say why there is none."""

    PROVISIONAL = "provisional", _("provisional")
    ESTIMATED = "estimated", _("estimated")
    FORECAST = "forecast", _("forecast")
    IMPUTED = "imputed", _("imputed")
    REVISED = "revised", _("revised")
    BREAK = "break", _("break in the series")
    DEFINITION_DIFFERS = "definition_differs", _("the definition differs")
    LOW_RELIABILITY = "low_reliability", _("of low reliability")
    NOT_SIGNIFICANT = "not_significant", _("not significant")
    NOT_AVAILABLE = "not_available", _("not available")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    CONFIDENTIAL = "confidential", _("confidential")
    NOT_FOR_PUBLICATION = "not_for_publication", _("not for publication")
    SECRET = "secret", _("under secrecy")


CODES = {
    "b": Mark.BREAK, "d": Mark.DEFINITION_DIFFERS, "e": Mark.ESTIMATED, "f": Mark.FORECAST,
    "i": Mark.IMPUTED, "m": Mark.NOT_APPLICABLE, "n": Mark.NOT_SIGNIFICANT,
    "p": Mark.PROVISIONAL, "r": Mark.REVISED, "s": Mark.IMPUTED, "u": Mark.LOW_RELIABILITY,
    "z": Mark.NOT_APPLICABLE, "c": Mark.CONFIDENTIAL, "C": Mark.CONFIDENTIAL,
    "N": Mark.NOT_FOR_PUBLICATION, "P": Mark.SECRET, ":": Mark.NOT_AVAILABLE,
}  # fmt: skip
WITHOUT_VALUE = frozenset(
    {
        Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE, Mark.CONFIDENTIAL, Mark.NOT_FOR_PUBLICATION,
        Mark.SECRET, Mark.NOT_SIGNIFICANT,
    }
)  # fmt: skip
BETWEEN = re.compile(r"[\s,;|()]+")
NO_VALUE = frozenset({"-", "–", "—", "−", ":", ".", "..", "...", "…", "x", "X"})
NO_VALUE_WORDS = frozenset({"n a", "na", "n d", "nd", "nera", "no data", "nera duomenu", "null"})
"""Compared after folding. Each says that there is no value and leaves open why."""


def says_no_value(text: str) -> bool:
    """Tell whether a cell says that there is no value: “-”, “n/a”, “:”, also “: c”."""
    first, *codes = text.split() or [""]
    if first == ":" and codes:
        return not marks_of(" ".join(codes))[1]
    return text in NO_VALUE or fold(text) in NO_VALUE_WORDS


def marks_of(status: str) -> tuple[tuple[Mark, ...], str]:
    """Return what a status says, as `bp` or `b, p`, and the part of it that is not known here."""
    known: dict[Mark, None] = {}
    unknown = []
    for part in filter(None, BETWEEN.split(status)):
        if all(letter in CODES for letter in part):
            known.update((CODES[letter], None) for letter in part)
        else:
            unknown.append(part)
    return tuple(known), " ".join(unknown)
