from __future__ import annotations

from datetime import UTC, datetime

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from factory.declarations import Sequence
from factory.django import DjangoModelFactory, Password

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
