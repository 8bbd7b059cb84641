"""Filters of the portal's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from headway.foundation.ui.templatetags.ui import worded
from headway.front.portal.papers import edition_words
from headway.front.portal.sentences import of_partnership
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from headway.cooperation.partnerships.queries import Partnership
    from headway.monitoring.strategy.models import Edition, Strategy

register = template.Library()


@register.filter
def day_in(at: datetime | None, strategy: Strategy) -> str:
    """Say the day of an instant as the strategy's own calendar has it; nothing of none."""
    return worded(day_of(strategy, at)) if at else ""


@register.filter
def edition_name(edition: Edition) -> str:
    """Say which edition it is: “Edition 2, 12 May 2021”."""
    return edition_words(edition)


@register.filter
def partnership_sentence(partnership: Partnership) -> SafeString:
    """Say in one sentence what a partnership is."""
    return of_partnership(partnership)
