"""Reads what mail servers say about mails that they do not take. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING

from headway.foundation.notices.rules import is_for_good

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message


@dataclass(frozen=True, slots=True)
class BounceReport:
    """A mail that a server could not bring to its recipient, as its report names it."""

    recipient: str
    message_id: str
    problem: str


class NoReport(ValueError):
    """The message is no report of a mail that was refused for good; says so in a sentence."""


def refused_for_good(problem: Exception) -> bool:
    """Whether trying again is useless: the recipient, or the text, was refused for good."""
    if isinstance(problem, SMTPRecipientsRefused):
        answers = [code for code, _words in problem.recipients.values()]
        return bool(answers) and all(is_for_good(code) for code in answers)
    return isinstance(problem, SMTPDataError) and is_for_good(problem.smtp_code)


def told_of(problem: Exception) -> str:
    """Say in a line what kept a mail from going: a server's own words, if it was a server."""
    if isinstance(problem, SMTPRecipientsRefused):
        return "; ".join(_answer(*answer) for answer in problem.recipients.values())
    if isinstance(problem, SMTPResponseException):
        return _answer(problem.smtp_code, problem.smtp_error)
    return f"{type(problem).__name__}: {problem}"


def _answer(code: int, words: bytes | str) -> str:
    told = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join([str(code), *told.split()])


def read_report(raw: bytes) -> BounceReport:
    """Read a non-delivery report (RFC 3464), as a mail server writes it.

    :raises NoReport: if it is none, or speaks of no mail that failed for good.
    """
    message = message_from_bytes(raw)
    if message.get_content_type() != "multipart/report":
        sentence = "this message is no report of a mail server (RFC 3464)."
        raise NoReport(sentence)
    fields = [
        block for part in _parts(message, "message/delivery-status") for block in _blocks(part)
    ]
    failed = [block for block in fields if str(block["Action"] or "").strip().lower() == "failed"]
    if not failed:
        sentence = "this report names no mail that failed for good; nothing was marked."
        raise NoReport(sentence)
    [first, *_others] = failed
    told = [str(first[name] or "") for name in ("Status", "Diagnostic-Code")]
    return BounceReport(
        recipient=_address(first["Original-Recipient"]) or _address(first["Final-Recipient"]),
        message_id=_original_id(message),
        problem=" ".join(" ".join(told).split()),
    )


def _parts(message: Message, kind: str) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() == kind)


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields: one for the whole mail, then one for each recipient."""
    content = part.get_payload()
    return (
        [block for block in content if not isinstance(block, str)]
        if isinstance(content, list)
        else []
    )


def _address(field: object) -> str:
    """Return the address of a field such as `rfc822; ona@example.org`."""
    return str(field or "").rpartition(";")[2].strip().strip("<>")


def _original_id(message: Message) -> str:
    """Return the Message-ID of the mail that came back, whole or its headers alone."""
    for part in _parts(message, "message/rfc822"):
        for inner in _blocks(part):
            return str(inner["Message-ID"] or "").strip()
    for part in _parts(message, "text/rfc822-headers"):
        raw = part.get_payload(decode=True)
        headers = message_from_bytes(raw if isinstance(raw, bytes) else b"")
        return str(headers["Message-ID"] or "").strip()
    return ""
