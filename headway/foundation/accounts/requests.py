"""The request behind the sign-in, for the types of views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


class PersonRequest(HttpRequest):
    """Its user is a person, for default-deny lets nobody else through."""

    user: User
