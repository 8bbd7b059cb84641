"""The personal link of a registration: signed, so that no table gives one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer

if TYPE_CHECKING:
    from headway.cooperation.exchange.models import Registration

SIGNER = Signer(salt="exchange.registration")


def token_of(registration: Registration) -> str:
    """Return what stands in the address at which somebody confirms or withdraws."""
    return SIGNER.sign(registration.key).replace(":", "~")


def key_in(token: str) -> str:
    """Return the key of the registration that an address means; empty for no address of ours."""
    try:
        return SIGNER.unsign(token.replace("~", ":"))
    except BadSignature:
        return ""
