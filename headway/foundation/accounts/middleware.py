"""Tells who is signed in, notes that a session is used, keeps at its set-up who needs a factor.

What is answered to somebody who is signed in is kept by nobody: no cache between, no browser.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from headway.foundation.accounts.queries import has_second_factor, must_have_second_factor
from headway.foundation.accounts.rules import device_of
from headway.foundation.accounts.sessions import DEVICE, SEEN, handing_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
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

SEEN_AGAIN = timedelta(minutes=10)
"""How long a session may be used before that is noted anew: a write in ten minutes, not in each
request."""


class PersonMiddleware(AuthenticationMiddleware):
    """Tells who is signed in, once somebody asks: Django decides it, and the session was read."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    with handing_over(request.session.hand_over()):  # type: ignore[attr-defined]  # of ours
        return get_user(request)


class PrivateMiddleware:
    """Forbids to keep what was answered to somebody who is signed in: it may be theirs alone.

    Source: OWASP ASVS 5.0, 14.3.2. What was typed and not sent comes back by our own drafts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then look at the session, if anybody did: else the answer is for everybody."""
        response = self.get_response(request)
        if request.session.accessed and SESSION_KEY in request.session:
            patch_cache_control(response, private=True, no_store=True)
        return response


class SeenMiddleware:
    """Notes that a session is used, and by what browser. No query, but for a write now and then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then look at the session, if anybody did: who asks for it varies by cookie."""
        response = self.get_response(request)
        session = request.session
        if not session.accessed or SESSION_KEY not in session:
            return response
        if session.modified or _was_seen_before(session.get(SEEN, ""), timezone.now() - SEEN_AGAIN):
            session.setdefault(DEVICE, device_of(request.headers.get("User-Agent", "")))
            session.modified = True
        return response


def _was_seen_before(seen: str, moment: datetime) -> bool:
    return not seen or datetime.fromisoformat(seen) < moment


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
