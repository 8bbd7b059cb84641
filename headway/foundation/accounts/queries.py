from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from sesame.utils import get_user

from headway.foundation.accounts.models import Session, User
from headway.foundation.accounts.rules import canonical_email

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet


def people() -> QuerySet[User]:
    """Return everyone who has an account, closed ones included, by name."""
    return User.objects.order_by("name", "email")


def person_by_email(email: str) -> User | None:
    """Return the person with this address in any case, closed accounts included."""
    return User.objects.filter(email__iexact=canonical_email(email)).first()


def values_of(person: User) -> dict[str, str]:
    """Return what can be changed of an account, as the form shows it."""
    return {"name": person.name, "language": person.language, "site_role": person.site_role}


def knowing_factors() -> QuerySet[User]:
    """Return everyone, each knowing of their second factor what stands when they are read."""
    return User.objects.annotate(is_named=_named(), has_app=Exists(_apps()))


def must_have_second_factor(person: User) -> bool:
    """Tell whether a person must have a second factor: administrators, and whom settings name.

    One query, or none where it is known.
    """
    if person.is_administrator:
        return True
    known = getattr(person, "is_named", None)
    if known is None:
        known = User.objects.filter(_named(), pk=person.pk).exists()
    return bool(known)


def has_second_factor(person: User) -> bool:
    """Tell whether a person has a second factor. One query, or none where it is known."""
    known = getattr(person, "has_app", None)
    if known is None:
        known = User.objects.filter(Exists(_apps()), pk=person.pk).exists()
    return bool(known)


def _named() -> Exists | Value:
    """Return the condition that settings name: it lives higher, so it is looked up when needed."""
    condition = settings.NEEDS_SECOND_FACTOR
    found: Exists | Value = import_string(condition)() if condition else Value(value=False)
    return found


def _apps() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)


@dataclass(frozen=True, slots=True)
class SeenSession:
    """A session as its owner is shown it. Its key, which opens the account, is not among this."""

    handle: str
    browser: str
    system: str
    begun_at: datetime
    seen_on: date
    is_this: bool


def sessions_of(person: User, *, at: datetime, this: str | None) -> tuple[SeenSession, ...]:
    """Return the sessions of a person that have not ended: this one, then the last seen."""
    rows = Session.objects.filter(person=person, expire_date__gt=at).order_by("-seen_at")
    found = [
        SeenSession(
            handle=handle_of(row.pk),
            browser=row.browser,
            system=row.system,
            begun_at=begun,
            seen_on=timezone.localdate(seen),
            is_this=row.pk == this,
        )
        for row in rows
        if (begun := row.begun_at) and (seen := row.seen_at)
    ]
    return tuple(sorted(found, key=lambda each: not each.is_this))


def handle_of(session_key: str) -> str:
    """Return by what a page names a session: from it nobody learns the key."""
    return salted_hmac("headway.session", session_key, algorithm="sha256").hexdigest()


def person_of_link(token: str) -> User | None:
    """Tell whose link this is, without using it up; nobody's, if it is used, old or false."""
    person: User | None = get_user(token, update_last_login=False)
    return person


def link_is_spent() -> str:
    """Say that a link is used, old or false, and what to do."""
    minutes = settings.SESAME_MAX_AGE // 60
    return _(
        "This link cannot be used: each works once, for %(minutes)d minutes. Ask for a new one."
    ) % {"minutes": minutes}
