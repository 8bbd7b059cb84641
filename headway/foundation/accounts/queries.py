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

FACTORS = ("is_named", "has_app")
"""What a person knows of their second factor: whether settings name them, whether they have one."""


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
    return User.objects.annotate(**_factors("pk"))


def session_with_person(key: str, *, at: datetime) -> Session | None:
    """Return a session that has not ended, with its person, who knows the same. One query."""
    rows = Session.objects.select_related("person").annotate(**_factors("person_id"))
    found = rows.filter(pk=key, expire_date__gt=at).first()
    if found is not None and found.person is not None:
        vars(found.person).update({name: getattr(found, name) for name in FACTORS})
    return found


def must_have_second_factor(person: User) -> bool:
    """Tell whether a person must have a second factor: administrators, and whom settings name.

    One query, or none where it is known.
    """
    if person.is_administrator:
        return True
    known = getattr(person, "is_named", None)
    if known is None:
        known = User.objects.filter(_named("pk"), pk=person.pk).exists()
    return bool(known)


def has_second_factor(person: User) -> bool:
    """Tell whether a person has a second factor. One query, or none where it is known."""
    known = getattr(person, "has_app", None)
    if known is None:
        known = User.objects.filter(_has_app("pk"), pk=person.pk).exists()
    return bool(known)


def _factors(person: str) -> dict[str, Exists | Value]:
    """Return what rows are to know of a second factor, where a column says whose they are."""
    return dict(zip(FACTORS, (_named(person), _has_app(person)), strict=True))


def _named(person: str) -> Exists | Value:
    """Return the condition that settings name: it lives higher, so it is looked up when needed."""
    condition = settings.NEEDS_SECOND_FACTOR
    found: Exists | Value = import_string(condition)(person) if condition else Value(value=False)
    return found


def _has_app(person: str) -> Exists:
    apps = Authenticator.objects.filter(user_id=OuterRef(person), type=Authenticator.Type.TOTP)
    return Exists(apps)


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
