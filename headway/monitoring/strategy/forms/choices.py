"""What can be chosen in the forms of a strategy, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.organisations.queries import names
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Strategy

Choices = list[tuple[str, str]]


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def organisations() -> Choices:
    """Return every organisation by its id, in the order of the dictionary. One query."""
    return [(str(pk), name) for pk, name in names(language())]


def languages() -> Choices:
    return [(code, own_name(code)) for code, _name in settings.LANGUAGES]


def statuses(strategy: Strategy) -> Choices:
    """Return the strategy's own statuses in its own words; the empty one says nothing."""
    options = strategy.statuses
    named = [(option.code, str(option.label.passage(language()))) for option in options]
    return [("", _("nothing said")), *named]
