"""Tells the security log what happens at the door. The libraries that keep it say so by signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth

from headway.foundation.core.logs import Event, note

if TYPE_CHECKING:
    from django.dispatch import Signal
    from django.http import HttpRequest

    from headway.foundation.accounts.models import User

TOLD: tuple[tuple[Signal, Event], ...] = (
    (auth.user_logged_out, Event.SIGNED_OUT),
    (auth.user_login_failed, Event.SIGN_IN_FAILED),
    (account.login_code_rejected, Event.SIGN_IN_FAILED),
    (account.password_changed, Event.PASSWORD_CHANGED),
    (account.password_set, Event.PASSWORD_CHANGED),
    (account.password_reset, Event.PASSWORD_CHANGED),
    (factor.authenticator_used, Event.SECOND_FACTOR_USED),
    (factor.authentication_failed, Event.SECOND_FACTOR_FAILED),
    (factor.authenticator_added, Event.SECOND_FACTOR_CHANGED),
    (factor.authenticator_removed, Event.SECOND_FACTOR_CHANGED),
    (factor.authenticator_reset, Event.SECOND_FACTOR_CHANGED),
)


def watch() -> None:
    """Listen from now on."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="headway.security.signed_in")
    for signal, event in TOLD:
        signal.connect(_teller(event), weak=False, dispatch_uid=f"headway.security.{event}")


def _teller(event: Event) -> Any:  # noqa: ANN401 -- what signals take
    def tell(*, user: User | None = None, **_others: object) -> None:
        note(event, user=user.pk if user else None)

    return tell


def _signed_in(*, request: HttpRequest, user: User, **_others: object) -> None:
    methods = [str(entry["method"]) for entry in get_authentication_records(request, user)]
    note(Event.SIGNED_IN, user=user.pk, methods=methods)
