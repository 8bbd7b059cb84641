"""Whether what leaves this machine for the mail server and the database is encrypted.

Source: OWASP ASVS 5.0, 12.3.1.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from config.findings import FINE, WARNING, Finding
from headway.foundation.notices.rules import server_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def lines(_now: datetime) -> Iterator[Finding]:
    """Look at the address of the mail server, and at the open line to the database."""
    if settings.SMTP:
        server = server_of(settings.SMTP)
        yield of_mails(server.host, is_encrypted=server.is_tls or server.starts_tls)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        raw: Any = connection.connection
        yield of_database(raw.info.host, is_encrypted=raw.pgconn.ssl_in_use)


def of_mails(host: str, *, is_encrypted: bool) -> Finding:
    remedy = "Begin HEADWAY_SMTP with smtps:// or smtp+tls://."
    return _told("line to the mail server", host, remedy, is_encrypted=is_encrypted)


def of_database(host: str, *, is_encrypted: bool) -> Finding:
    remedy = "End HEADWAY_DATABASE with ?sslmode=verify-full."
    return _told("line to the database", host, remedy, is_encrypted=is_encrypted)


def _told(about: str, host: str, remedy: str, *, is_encrypted: bool) -> Finding:
    if is_encrypted:
        return Finding(about, FINE, "encrypted.")
    if is_here(host):
        return Finding(about, FINE, "does not leave this machine.")
    return Finding(about, WARNING, f"to {host}, and not encrypted.", remedy)


def is_here(host: str) -> bool:
    """Tell whether a host is this machine: a socket, its own name, an address of its own."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
