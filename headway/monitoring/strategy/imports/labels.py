"""The names of a mapping's columns in the words of people: title.lt is “Title (Lithuanian)”."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from headway.foundation.ui.context import language_name
from headway.monitoring.strategy.imports.columns import base_of, language_of


def label_of(name: str) -> str:
    """Return what a person calls a column, in the language of the page."""
    words = capfirst(column_words().get(base_of(name), name))
    language = language_of(name)
    return f"{words} ({language_name(language)})" if language else words


def column_words() -> dict[str, str]:
    """Return the words for each column, without its language."""
    return {
        "key": _("permanent key"),
        "parent": _("stands under"),
        "level": _("level"),
        "code": _("code"),
        "kind": _("kind"),
        "flagship": _("flagship"),
        "start": _("start"),
        "due": _("due"),
        "sector": _("sectors"),
        "lead": _("responsible"),
        "contributing": _("contributing"),
        "funding": _("funding"),
        "currency": _("currency"),
        "funding_sources": _("where the funding comes from"),
        "status": _("status"),
        "title": _("title"),
        "description": _("description"),
        "note": _("note"),
    }
