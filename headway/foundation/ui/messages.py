"""Sentences that follow a person to the next page travel in a cookie named as the session's is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookies(CookieStorage):
    """Django's, under the name that the settings give: behind a proxy one that browsers guard.

    Source: RFC 6265bis, 4.1.3.2; OWASP ASVS 5.0, 3.3.3.
    """

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Storage(FallbackStorage):
    storage_classes = (Cookies, SessionStorage)
