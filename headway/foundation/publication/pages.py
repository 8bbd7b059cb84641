"""How a view says that its page may be stored, and what the page shows.

A view under `@stored` names the scopes that its page draws on; whatever it finds out while it reads
it adds with `shows`. A page of a view that says nothing is never stored. The store itself, which
stands before Django's middleware, is `store`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.cache import patch_cache_control

from headway.foundation.publication.services import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from headway.foundation.publication.store.versions import Known

P = ParamSpec("P")
R = TypeVar("R", bound="HttpResponseBase")

RENDERING = "headway.rendering"
"""Where a request carries the page that the store would take."""
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
"""What the store answers itself: the view is to send the whole page."""
CODINGS = "HTTP_ACCEPT_ENCODING"
"""Likewise: Django’s middleware is not to compress what the store compresses."""
OK = 200

EVERYTHING = ""
PARTNERSHIPS = "partnership:"
"""A scope that is empty or ends in a colon stands for all that begin so."""


@dataclass(slots=True)
class Rendering:
    """A page that is being rendered: what it shows, what was known before, how long it holds."""

    read: Callable[[], Known | None]
    begun: datetime | None = None
    known: Known | None = None
    scopes: set[str] = field(default_factory=set)
    ends: list[datetime] = field(default_factory=list)

    def begin(self, scopes: Collection[str], *, at: datetime) -> None:
        """Note what is known before anything of the page is read."""
        self.begun, self.known = at, self.read()
        self.show(scopes, zone=settings.TIME_ZONE)
        self.show((SITE,))

    def show(
        self, scopes: Collection[str], *, zone: str = "", until: datetime | None = None
    ) -> None:
        self.scopes.update(scopes)
        if self.begun and zone:
            self.ends.append(midnight_after(self.begun, zone))
        if until:
            self.ends.append(until)

    @property
    def until(self) -> datetime:
        """The first instant at which the page may say something else without a change."""
        return min(self.ends)


def midnight_after(at: datetime, zone: str) -> datetime:
    """Return when the day ends that an instant belongs to in a zone."""
    there = ZoneInfo(zone)
    tomorrow = at.astimezone(there).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, there).astimezone(UTC)


def stored(
    *scopes: str, query: Collection[str] = ()
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Let the store take what a view shows to a stranger.

    `scopes` are what every page of the view draws on. `query` names the parameters that an address
    may have; a page with any other, or with one twice, is rendered each time. It holds until one of
    the scopes is renewed, and no longer than the day lasts in the site’s zone.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            rendering: Rendering | None = request.META.get(RENDERING)
            if rendering and _is_known(request, query):
                rendering.begin(scopes, at=datetime.now(UTC))
                for name in CONDITIONS:
                    request.META.pop(name, None)
            response = view(request, *args, **kwargs)
            if rendering and rendering.begun and response.status_code == OK:
                request.META.pop(CODINGS, None)
            patch_cache_control(response, no_cache=True)
            return response

        answer.may_be_stored = True  # type: ignore[attr-defined]  # read from the routes, as Django does
        return answer

    return decorate


def shows(
    request: HttpRequest, *scopes: str, zone: str = "", until: datetime | None = None
) -> None:
    """Add what a page draws on, whose midnight changes it, and any other instant that does."""
    rendering: Rendering | None = request.META.get(RENDERING)
    if rendering:
        rendering.show(scopes, zone=zone, until=until)


def _is_known(request: HttpRequest, query: Collection[str]) -> bool:
    given: Any = request.GET.lists()
    return all(name in query and len(values) == 1 for name, values in given)
