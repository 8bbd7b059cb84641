"""The request behind the sign-in, for the types of views, and addresses for mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


class PersonRequest(HttpRequest):
    """Its user is a person, for default-deny lets nobody else through."""

    user: User


def absolute(request: HttpRequest, path: str) -> str:
    """Return the address of a page for a mail: under the site's own, or the request's."""
    if settings.SITE_ADDRESS:
        return settings.SITE_ADDRESS + path
    return request.build_absolute_uri(path)
