from __future__ import annotations

from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from headway.foundation.accounts.encryption import decrypt
from headway.foundation.accounts.models import Session, User
from headway.foundation.accounts.states import SiteRole

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory[User]):
    """A person without any role, who may sign in with `PASSWORD`."""

    email: object = Sequence(lambda number: f"person{number}@example.org")
    name: object = Sequence(lambda number: f"Person {number}")
    language = "en"
    joined_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    password = Password(PASSWORD)

    class Meta:
        model = User


class AdministratorFactory(UserFactory):
    name = "Administrator"
    site_role = SiteRole.ADMINISTRATOR


class AuditorFactory(UserFactory):
    name = "Auditor"
    site_role = SiteRole.AUDITOR


class SessionFactory(DjangoModelFactory[Session]):
    """A browser in which somebody is signed in, and will be for long."""

    person: object = SubFactory(UserFactory)
    session_key: object = Sequence(lambda number: f"{number:032d}")
    session_data = ""
    begun_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    seen_at = datetime(2026, 1, 5, 10, tzinfo=UTC)
    expire_date = datetime(2036, 1, 5, 9, tzinfo=UTC)
    browser, system = "Firefox", "Linux"

    class Meta:
        model = Session


def with_second_factor(person: User) -> User:
    """Give a person an authenticator app and recovery codes."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def code_of(secret: str) -> str:
    """Return the code that an app with this secret shows first."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def totp_code(person: User) -> str:
    """Return the code that a person's app shows first."""
    app = Authenticator.objects.get(user_id=person.pk, type=Authenticator.Type.TOTP)
    return code_of(decrypt(app.data["secret"]))
