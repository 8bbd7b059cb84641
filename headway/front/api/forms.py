"""What a request for a table may ask, read from its query string."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.formats.writers.base import SEPARATORS, Headings, Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

T = TypeVar("T")
LANGUAGE = "en"
"""Of labels and texts, unless another is asked for: who writes a program needs one that stays."""
USUAL: Mapping[str, str] = {"language": LANGUAGE, "separator": "semicolon", "headings": "names"}
"""What is meant by whoever says nothing."""
HEADINGS: Mapping[str, Headings] = {"names": "names", "labels": "labels"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a table: how it is to be written, and which rows."""

    language: str
    options: Options
    filters: Mapping[str, str]


def asked(query: QueryDict) -> Asked:
    """Read a query string. What is none of language, separator and headings is a filter.

    :raises BadInput: for a choice that is not offered, or a name that is given twice.
    """
    given = _single(query)
    language = language_asked(query)
    given.pop("language", None)
    separator = _chosen(given.pop("separator", USUAL["separator"]), "separator", SEPARATORS)
    headings = _chosen(given.pop("headings", USUAL["headings"]), "headings", HEADINGS)
    return Asked(language, Options(separator=separator, headings=headings), given)


def language_asked(query: QueryDict) -> str:
    """Return the language of labels and texts.

    :raises BadInput: for one that Headway does not know.
    """
    languages = {code: code for code, _name in settings.LANGUAGES}
    return _chosen(query.get("language", USUAL["language"]), "language", languages)


def _single(query: QueryDict) -> dict[str, str]:
    problems = {
        name: _("“%(name)s” is given more than once. Give it once.") % {"name": name}
        for name, values in query.lists()
        if len(values) > 1
    }
    if problems:
        raise BadInput(problems)
    return {name: str(query[name]) for name in query}


def _chosen(value: str, name: str, offered: Mapping[str, T]) -> T:
    if value not in offered:
        raise BadInput(
            {
                name: _("“%(value)s” is no %(name)s. There are: %(offered)s.")
                % {"value": value, "name": name, "offered": ", ".join(offered)}
            }
        )
    return offered[value]
