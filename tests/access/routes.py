"""Every route that the site answers, found by walking its resolver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    View = Callable[..., HttpResponseBase]


def routes() -> dict[str, View]:
    """Return the view of each route by its name, with its namespace. A nameless one by its path."""
    found: dict[str, View] = {}
    for name, view, _taken in _walk(get_resolver().url_patterns, ""):
        assert name not in found or found[name] is view, f"two routes are called {name}"
        found[name] = view
    return found


def arguments() -> dict[str, set[tuple[str, ...]]]:
    """Return what the addresses of each route take, by the route's name."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for name, _view, taken in _walk(get_resolver().url_patterns, ""):
        found.setdefault(name, set()).add(taken)
    return found


def _walk(
    patterns: list[Any], namespace: str, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, View, tuple[str, ...]]]:
    for pattern in patterns:
        taken = (*before, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from _walk(pattern.url_patterns, inner, taken)
        elif isinstance(pattern, URLPattern):
            name = ":".join(filter(None, (namespace, pattern.name or str(pattern.pattern))))
            yield name, pattern.callback, taken


def needs_no_sign_in(view: View) -> bool:
    """Tell whether Django's default-deny lets everybody through to this view."""
    return getattr(view, "login_required", True) is False
