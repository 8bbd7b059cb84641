"""The law of accounts. Pure: no database, no clock, no request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST_NAME = 150
PRIVATE = {"Sensitivity": "Private"}
"""Header of a mail for its recipient alone. Source: RFC 4021, 2.1.54."""
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""What browsers and systems call themselves, the particular before those they also claim to be."""


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


def device_of(user_agent: str) -> tuple[str, str]:
    """Return the names of a browser and its system, each empty if it does not say one we know.

    Source: RFC 9110, 10.1.5; browsers name themselves and, for the sake of old pages, others.
    """
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return browser, system


def session_ends_at(
    *, begun: datetime, seen: datetime, idle: timedelta, longest: timedelta
) -> datetime:
    """Return when a session ends: after a pause, or at last, however busy it is.

    Source: OWASP ASVS 5.0, 7.3.1 and 7.3.2; docs/decisions/0022-sessions-of-our-own.md.
    """
    return min(seen + idle, begun + longest)
