"""Sign-in links of the demonstration: one for each account, the same after every restart."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import person_by_email

if TYPE_CHECKING:
    from django.http import HttpRequest

FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")


DOMAIN = "@example.org"
"""The demonstration data give every account an address here; nobody real can have one."""


def links(base_address: str) -> list[tuple[str, str]]:
    """Return what to print: each account by its name, which is its role, and its address.

    Each address opens a page with one button. One query.
    """
    people = User.objects.filter(is_active=True, email__endswith=DOMAIN).order_by("pk")
    return [(person.name, base_address.rstrip("/") + path_for(person.email)) for person in people]


def path_for(email: str) -> str:
    """Return the path of a link. Signed without a date, so that it survives restarts."""
    return reverse("demo:enter", args=[Signer(salt="demo").sign(email)])


def person_of(token: str) -> User | None:
    """Return whose link this is; nobody's, if it is forged or the account is closed."""
    try:
        person = person_by_email(Signer(salt="demo").unsign(token))
    except BadSignature:
        return None
    return person if person and person.is_active else None


def is_on_this_machine(request: HttpRequest) -> bool:
    """Tell whether a request comes from this machine itself, not through a proxy on it."""
    try:
        is_loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_loopback and not any(header in request.META for header in FORWARDED)


def is_open(request: HttpRequest) -> bool:
    """Tell whether demonstration links work: in a demonstration, asked from this machine."""
    return bool(settings.DEMO) and is_on_this_machine(request)
