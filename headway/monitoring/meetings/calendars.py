"""Secret calendar addresses: signed, so that no table gives one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.monitoring.meetings.models import CalendarLink

SIGNER = Signer(salt="meetings.calendar")


def token_of(key: str) -> str:
    """Return what stands in the address of a feed."""
    return SIGNER.sign(key).replace(":", "~")


def key_in(token: str) -> str:
    """Return the key of the feed that an address means; empty for what was not signed here."""
    try:
        return SIGNER.unsign(token.replace("~", ":"))
    except BadSignature:
        return ""


class FeedAddress:
    """A secret address, as its owner copies it."""

    def __init__(self, link: CalendarLink, request: HttpRequest) -> None:
        self.link = link
        path = reverse("meetings:feed", args=[token_of(link.key)])
        self.address = request.build_absolute_uri(path)


def address_of(link: CalendarLink | None, request: HttpRequest) -> FeedAddress | None:
    """Return the address of a feed, if there is one."""
    return FeedAddress(link, request) if link else None
