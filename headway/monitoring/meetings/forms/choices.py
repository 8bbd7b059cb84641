"""What can be chosen in the forms of bodies and meetings, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from headway.foundation.accounts.queries import people
from headway.foundation.organisations.queries import directory
from headway.foundation.ui.context import own_name
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.queries.editions import editions_seen, in_force

if TYPE_CHECKING:
    from datetime import date

    from headway.monitoring.meetings.models import Member
    from headway.monitoring.strategy.models import Strategy

Choices = list[tuple[str, Any]]
NOBODY = ("", "–")
LONGEST_LABEL = 90

WEEKS = [
    ("1", _("the first")),
    ("2", _("the second")),
    ("3", _("the third")),
    ("4", _("the fourth")),
    ("-1", _("the last")),
]
DAYS = [(str(number), words) for number, words in WEEKDAYS.items()]


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def organisations() -> Choices:
    """Return every organisation by its id, in the order of the dictionary. One query."""
    return [(str(one.pk), str(one.name.passage(language()))) for one in directory(language())]


def persons() -> Choices:
    """Return everybody who can sign in, by name. One query."""
    return [(str(one.pk), f"{one} ({one.email})") for one in people() if one.is_active]


def languages() -> Choices:
    return [(code, own_name(code)) for code in settings.INTERFACE_LANGUAGES]


def members(found: list[Member]) -> Choices:
    return [(str(member.pk), str(member)) for member in found]


def measures(strategy: Strategy, user: Any, on: date) -> Choices:  # noqa: ANN401 -- who looks
    """Return the measures of the text in force, in their order, as far as one may see it."""
    edition = in_force(editions_seen(strategy, user=user), on=on)
    return [] if edition is None else _nodes_of(edition)


def _nodes_of(edition: Edition) -> Choices:
    texts = NodeText.objects.of(edition).filter(depth=edition.frame.counted_depth)
    return [
        (str(text.node_id), f"{text.code} {text.title.passage(language())}"[:LONGEST_LABEL])
        for text in texts.order_by("path")
    ]
