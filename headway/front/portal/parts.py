"""Parts of a page that say the same to all who read them: made once for each change.

What the panels of a measure say, the list of measures and who answers for them depends on the
edition, the days and the language, and on nobody who reads. Each process keeps them under the
content version beside the edition, as it keeps what it counted of a large strategy (`reckoned`):
so a page that cannot be stored, of somebody signed in or with a parameter that nobody knows, is
put together from them. A day other than today is asked for too seldom, and its parts are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import compress, decompress

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from headway.monitoring.strategy.queries.reckoned import keep, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from django.utils.safestring import SafeString

    from headway.front.portal.reading import Reading

T = TypeVar("T")
QUICKLY = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What a template wrote, compressed."""

    content: bytes

    @property
    def html(self) -> SafeString:
        return mark_safe(decompress(self.content).decode())  # noqa: S308 -- a template wrote it


def written(template: str, context: Mapping[str, Any]) -> Written:
    """Write a part by a template that knows what it is given and the page's language."""
    return Written(compress(render_to_string(template, dict(context)).encode(), QUICKLY))


def part(reading: Reading, *of: Hashable, make: Callable[[], T]) -> T:
    """Return a part as it was made since the strategy changed; else make it.

    `make` may look at the reading, the language and the time zone, not at who asks. What it returns
    is shared by all requests: nobody changes it.
    """
    if not (settings.PARTS_ARE_KEPT and reading.days.are_today):
        return make()
    key = (*of, reading.days, get_language(), timezone.get_current_timezone_name())
    found: T | None = kept(reading.edition, *key)
    if found is None:
        found = make()
        keep(reading.edition, *key, found=found)
    return found
