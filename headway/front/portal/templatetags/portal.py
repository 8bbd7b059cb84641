"""Filters of the portal's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from headway.front.portal.sentences import of_partnership

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from headway.cooperation.partnerships.queries import Partnership

register = template.Library()


@register.filter
def partnership_sentence(partnership: Partnership) -> SafeString:
    """Say in one sentence what a partnership is."""
    return of_partnership(partnership)
