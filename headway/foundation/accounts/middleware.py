"""Keeps people whose role needs a second factor at its set-up until they have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect

from headway.foundation.accounts.queries import has_second_factor, must_have_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

OPEN = {
    "account_logout",
    "account_reauthenticate",
    "accounts:language",
    "mfa_activate_totp",
    "mfa_index",
    "mfa_reauthenticate",
}
"""Pages that stay open without it: its set-up, signing out, the choice of language."""


class SecondFactorMiddleware:
    """Leads to the set-up of the second factor whoever must have one and has none.

    Source: trust principles, section 2.10. A session opened by a demonstration link is exempt, and
    only where the site is a demonstration.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Redirect to the set-up; its page says why, by `request.second_factor_missing`."""
        if not _is_missing(request):
            return None
        request.second_factor_missing = True  # type: ignore[attr-defined]  # read by the template
        match = request.resolver_match
        if match is not None and match.view_name in OPEN:
            return None
        return redirect("mfa_activate_totp")


def _is_missing(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    if settings.DEMO and request.session.get("demo"):
        return False
    return must_have_second_factor(request.user) and not has_second_factor(request.user)
