"""Asks who has not proven themselves for a while to do so again, before what matters most."""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.foundation.accounts.sessions import BEGUN

if TYPE_CHECKING:
    from collections.abc import Callable

SAFE = frozenset({"GET", "HEAD"})
Taken = ParamSpec("Taken")
Asking = TypeVar("Asking", bound=HttpRequest)


def proven_lately(
    view: Callable[Concatenate[Asking, Taken], HttpResponse],
) -> Callable[Concatenate[Asking, Taken], HttpResponse]:
    """Let a view act only soon after its person signed in or proved themselves again.

    allauth keeps what was sent, asks for password or code, and goes on with it. Who has neither,
    and signs in by mail alone, is asked to do that again. Stands outermost, for a test looks there.
    """

    @wraps(view)
    def asking(request: Asking, *places: Taken.args, **parts: Taken.kwargs) -> HttpResponse:
        if request.method in SAFE or _is_proven(request):
            return view(request, *places, **parts)
        if get_reauthentication_flows(request.user):  # type: ignore[arg-type]  # signed in
            raise ReauthenticationRequired
        messages.info(
            request, _("Sign in again to go on: this changes who may enter. Nothing was changed.")
        )
        return redirect("accounts:sign_in_link")

    asking.asks_for_proof = True  # type: ignore[attr-defined]  # read by a test
    return cast("Callable[Concatenate[Asking, Taken], HttpResponse]", asking)


def _is_proven(request: HttpRequest) -> bool:
    """Tell whether somebody signed in or proved themselves lately; a demonstration asks nobody."""
    session = request.session
    if settings.DEMO and session.get("demo"):
        return True
    begun = datetime.fromisoformat(session[BEGUN]).timestamp() if BEGUN in session else 0.0
    proofs = [float(each["at"]) for each in get_authentication_records(request, request.user)]  # type: ignore[arg-type]  # signed in
    since = timezone.now().timestamp() - max(begun, *proofs, 0.0)  # noqa: TID251 -- as a view
    return since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
