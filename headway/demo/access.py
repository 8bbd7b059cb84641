"""Sign-in links of the demonstration: one for each account, the same after every restart."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import person_by_email
from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import TaskLink
from headway.monitoring.reporting.states import RoundState

if TYPE_CHECKING:
    from django.http import HttpRequest

FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")


DOMAIN = "@example.org"
"""The demonstration data give every account an address here; nobody real can have one."""


def links(base_address: str) -> list[tuple[str, str]]:
    """Return what to print: each account by its name, which is its role, and its address.

    Each address opens a page with one button. Three queries.
    """
    people = User.objects.filter(is_active=True, email__endswith=DOMAIN).order_by("pk")
    base = base_address.rstrip("/")
    signing_in = [(person.name, base + path_for(person.email)) for person in people]
    return signing_in + [(role, base + path) for role, path in task_links()]


def task_links() -> list[tuple[str, str]]:
    """Return a link as it stands in a mail: into a whole report, and into a part of one.

    The whole one is the longest that nobody has begun. Two queries.
    """
    usable = TaskLink.objects.unrestricted(reason="the demonstration shows everything it has")
    usable = usable.filter(revoked_at=None, report__round__state=RoundState.OPEN)
    whole = usable.filter(answer=None, report__started_at=None).order_by("-report__count_asked")
    part = usable.filter(answer__isnull=False).order_by("pk")
    found = [
        (_("Task link: %(person)s") % {"person": link.person or link.name}, link)
        for link in (whole.select_related("person").first(), part.first())
        if link is not None
    ]
    return [(role, reverse("reporting:enter", args=[token_of(link.key)])) for role, link in found]


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
