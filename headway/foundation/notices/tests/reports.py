"""Reports of mail servers about mails that came back (RFC 3464)."""

from __future__ import annotations


def report_on(
    recipient: str, message_id: str, *, action: str = "failed", whole: bool = True
) -> bytes:
    """Write a report as Postfix does; the mail that came back whole, or its headers alone."""
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    named = f"Message-ID: {message_id}\n" if message_id else ""
    return f"""\
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: headway@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"

--=_x
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=_x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon, 2 Mar 2026 11:00:00 +0200

Final-Recipient: rfc822; good@example.org
Action: relayed
Status: 2.0.0

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--=_x
Content-Type: {kind}

From: headway@example.org
To: {recipient}
{named}Subject: The round is open

Text
--=_x--
""".encode()
