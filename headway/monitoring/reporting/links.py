"""Task links: signed, so that a link in an old mail goes on working and no table gives one away."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState

SIGNER = Signer(salt="reporting.task-link")


def token_of(key: str) -> str:
    """Return what stands in the address of a link."""
    return SIGNER.sign(key).replace(":", "~")


def key_in(token: str) -> str:
    """Return the key of the link that an address means; empty for what was not signed here."""
    try:
        return SIGNER.unsign(token.replace("~", ":"))
    except BadSignature:
        return ""


def address_of(key: str, *, language: str) -> str:
    """Return the whole address of a link, in the language of the person it is for.

    :raises WrongState: if the installation does not know its own address.
    """
    if not settings.SITE_ADDRESS:
        raise WrongState(
            _("Mails need the address of this site. Ask the administrator to set HEADWAY_ADDRESS.")
        )
    with translation.override(language):
        path = reverse("reporting:enter", args=[token_of(key)])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"
