"""The law of accounts. Pure: no database, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST_NAME = 150
PRIVATE = {"Sensitivity": "Private"}
"""Header of a mail for its recipient alone. Source: RFC 4021, 2.1.54."""


def canonical_email(email: str) -> str:
    """Return an address in the one form in which it is kept: no spaces around, lower case.

    Source: people sign in whatever case they type their address in. RFC 5321, 2.4 lets a
    host tell cases apart; none that we know of does.
    """
    return email.strip().lower()


def email_problem(email: str) -> str:
    """Say what is wrong with an address, or nothing.

    Source: HTML standard, valid e-mail address, as Django's validator reads it.
    """
    try:
        validate_email(canonical_email(email))
    except ValidationError:
        return _("“%(email)s” is no e-mail address. Write it like name@example.org.") % {
            "email": email
        }
    return ""


def name_problem(name: str) -> str:
    """Say what is wrong with a person's name, or nothing.

    Source: house rule, the audit trail names people by it.
    """
    if not name.strip():
        return _("The name is missing. Write the name by which colleagues know this person.")
    if len(name.strip()) > LONGEST_NAME:
        return _("The name is longer than %(count)d characters. Shorten it.") % {
            "count": LONGEST_NAME
        }
    return ""


def language_problem(language: str, offered: Container[str]) -> str:
    """Say what is wrong with a preferred language, or nothing.

    Source: house rule, a person prefers one of the languages that the pages are written in.
    """
    if language in offered:
        return ""
    return _("The pages are not written in “%(language)s”. Choose one of the languages listed.") % {
        "language": language
    }
