"""Django's way of sending mail, led into the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from headway.foundation.accounts.rules import PRIVATE
from headway.foundation.notices.rules import digest
from headway.foundation.notices.services import post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage


class OutboxBackend(BaseEmailBackend):
    """Writes mails as rows, in the caller's transaction: what is rolled back is never sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail once for each recipient; one that calls itself private stays so."""
        at = timezone.now()  # noqa: TID251 -- Django's signature has no moment
        for message in email_messages:
            if message.attachments:
                problem = "The outbox carries no attachments: put the file on a page and link it."
                raise ValueError(problem)
            for recipient in message.recipients():
                post(
                    key=_key(message, recipient, at.isoformat()),
                    recipient=recipient,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html(message),
                    is_private=PRIVATE.items() <= message.extra_headers.items(),
                    at=at,
                )
        return len(email_messages)


def _key(message: EmailMessage, recipient: str, moment: str) -> str:
    """Return the sender's own Message-ID, or a digest of everything: two mails are two mails."""
    given = message.extra_headers.get("Message-ID")
    if given:
        return f"{given} {recipient}"[:200]
    return digest(recipient, str(message.subject), str(message.body), moment)


def _html(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", None) or []
    return next((str(text) for text, kind in alternatives if kind == "text/html"), "")
