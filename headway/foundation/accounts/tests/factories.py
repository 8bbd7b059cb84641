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
from factory.declarations import Sequence
from factory.django import DjangoModelFactory, Password

from headway.foundation.accounts.encryption import decrypt
from headway.foundation.accounts.models import User
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
