"""The doctor finds fault with a line that leaves the machine in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from config.findings import FINE, WARNING
from config.looks.lines import lines, of_database

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("smtp://mail.example.org", WARNING),
        ("smtp://10.0.0.7", WARNING),
        ("smtp+tls://mail.example.org", FINE),
        ("smtps://user:secret@mail.example.org", FINE),
        ("smtp://localhost", FINE),
        ("smtp://127.0.0.1:2525", FINE),
        ("smtp://[::1]", FINE),
    ],
)
@pytest.mark.django_db
def test_mails_leave_the_machine_encrypted_or_not_at_all(
    settings: Settings, address: str, level: str
) -> None:
    settings.SMTP = address
    found = next(lines(timezone.now()))
    assert found.level == level
    assert "secret" not in f"{found.sentence}{found.remedy}"


@pytest.mark.django_db
def test_the_open_line_to_the_database_is_looked_at(settings: Settings) -> None:
    settings.SMTP = ""
    found = [each.level for each in lines(timezone.now())]
    assert found == ([FINE] if connection.vendor == "postgresql" else [])
    assert of_database("10.0.0.7", is_encrypted=False).level == WARNING
    assert of_database("10.0.0.7", is_encrypted=True).level == FINE
    assert of_database("/run/postgresql", is_encrypted=False).level == FINE
