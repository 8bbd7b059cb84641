"""A mail as it goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from headway.foundation.notices.rendering import html_with, text_with
from headway.foundation.notices.rules import message_id

if TYPE_CHECKING:
    from headway.foundation.notices.models import Mail


def letter(mail: Mail) -> EmailMultiAlternatives:
    """Return the mail as it goes out: always the same for the same row.

    Auto-Submitted keeps absence notes from answering (RFC 3834). What is enclosed goes twice, as
    an alternative, which calendars understand, and as a file, which people can save (RFC 6047).
    """
    headers = {
        "Message-ID": message_id(mail.unique_key, settings.DEFAULT_FROM_EMAIL),
        "Auto-Submitted": "auto-generated",
    }
    whole = EmailMultiAlternatives(
        mail.subject,
        text_with(mail.link, mail.text),
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        headers=headers,
        reply_to=[mail.reply_to] if mail.reply_to else None,
    )
    if mail.html:
        whole.attach_alternative(html_with(mail.link, mail.html), "text/html")
    if mail.enclosed:
        whole.attach_alternative(mail.enclosed, mail.enclosed_type)
        whole.attach(mail.enclosed_name, mail.enclosed, mail.enclosed_type)
    return whole
