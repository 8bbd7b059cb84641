"""How a person proves by a password, or by a link, who they are; and whose a session is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend
from sesame.backends import SesameBackendMixin

from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import knowing_factors, person_by_email
from headway.foundation.accounts.sessions import HANDED

if TYPE_CHECKING:
    from django.http import HttpRequest


class SessionBackend(BaseBackend):
    """Tells whose a session is, however it was begun."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session with their second factor; nobody of a closed account."""
        person = HANDED.get()
        if person is None or person.pk != user_id:
            person = knowing_factors().filter(pk=user_id).first()
        return person if person is not None and person.is_active else None


class LinkBackend(SesameBackendMixin, SessionBackend):  # type: ignore[misc]  # sesame has no types
    """Finds people by the link that was sent to them."""


class PasswordBackend(SessionBackend):
    """Finds people by address, in any case; closed accounts are refused like wrong passwords."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 -- Django's signature
        email: str | None = None,
        password: str | None = None,
        **_others: Any,  # noqa: ANN401
    ) -> User | None:
        """Return the person whose password this is. Takes the same time whoever is asked for."""
        if not email or not password:
            return None
        person = person_by_email(email)
        if person is None or not person.has_usable_password():
            User().set_password(password)  # the hashing that a known person would cost
            return None
        return person if person.check_password(password) and person.is_active else None
