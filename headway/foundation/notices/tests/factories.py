from __future__ import annotations

from datetime import UTC, datetime

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from headway.foundation.notices.models import Mail

WRITTEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


class MailFactory(DjangoModelFactory[Mail]):
    """A mail that waits and is due when it is written."""

    unique_key = Sequence(lambda number: f"mail {number}")
    recipient = Sequence(lambda number: f"reader{number}@example.org")
    subject = "The round is open"
    text = "Report until 31 January.\n"
    written_at = WRITTEN
    due_at = WRITTEN

    class Meta:
        model = Mail
