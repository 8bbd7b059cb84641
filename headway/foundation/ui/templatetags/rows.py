"""The tag that writes the rows of long lists; no template needs to load it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Hashable

    from django.utils.safestring import SafeString

register = template.Library()
KEPT = 4_000
"""Rows that a process remembers, of half a kilobyte to one each: those of a few strategies."""


@register.simple_tag
def row(name: str, each: Hashable) -> SafeString:
    """Write a row by a template that knows `each`, the page's language and time zone, nothing else.

    So an equal row is written alike, and what was written is remembered. `each` is a frozen value
    of all that the row shows, in plain values: no row of the database, no marked-up text.
    """
    write = _written.__wrapped__ if settings.DEBUG else _written
    return write(name, get_language() or "en", timezone.get_current_timezone_name(), each)


@lru_cache(maxsize=KEPT)
def _written(name: str, _language: str, _zone: str, each: Hashable) -> SafeString:
    return mark_safe(render_to_string(name, {"each": each}).strip())  # noqa: S308 -- a template wrote it
