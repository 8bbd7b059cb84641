"""Writes mails into the outbox, and delivers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import require
from headway.foundation.notices import verbs
from headway.foundation.notices.letters import letter
from headway.foundation.notices.models import Mail
from headway.foundation.notices.permissions import can_retry_mail
from headway.foundation.notices.queries import due
from headway.foundation.notices.rules import wait_after
from headway.foundation.notices.states import MAIL_STEPS, MailState

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from headway.foundation.accounts.models import User

Send = Callable[["EmailMultiAlternatives"], None]

LEASE = timedelta(minutes=30)  # longer than a whole batch of servers that do not answer
BATCH = 20
LONGEST_PROBLEM = 500
WHY = "the outbox is written and delivered for everybody"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery came to."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


@transaction.atomic
def post(
    *,
    key: str,
    recipient: str,
    subject: str,
    text: str,
    at: datetime,
    html: str = "",
    due_at: datetime | None = None,
    is_private: bool = False,
) -> Mail:
    """Write a mail into the outbox, in the transaction of its cause. Once for each key.

    The key says what the mail is about and to whom, so that a retry posts nothing twice. A private
    mail is for its recipient alone: nobody else reads its text, and once it is sent nobody can.
    """
    mail, _is_new = Mail.objects.unrestricted(reason=WHY).get_or_create(
        unique_key=key,
        defaults={
            "recipient": recipient,
            "subject": " ".join(subject.split())[:300],
            "text": text,
            "html": html,
            "is_private": is_private,
            "written_at": at,
            "due_at": due_at or at,
        },
    )
    return mail


def deliver_due(*, at: datetime, send: Send, batch: int = BATCH) -> Delivered:
    """Deliver what is due, each mail in its own transaction, and say what came of it.

    A mail is leased before it is sent, so that two deliverers never send the same one. Whoever is
    killed between sending and writing it down leaves a lease that runs out: the mail then goes
    out again under the same Message-ID.
    """
    outcomes = [_deliver(mail, at=at, send=send) for mail in due(at)[:batch] if _lease(mail, at)]
    return Delivered(
        sent=outcomes.count(MailState.SENT),
        postponed=outcomes.count(MailState.WAITING),
        failed=outcomes.count(MailState.FAILED),
    )


def _lease(mail: Mail, at: datetime) -> bool:
    """Take a mail, unless somebody else took it since it was read."""
    mine = Mail.objects.unrestricted(reason=WHY).filter(
        pk=mail.pk,
        state=MailState.WAITING,
        attempts=mail.attempts,
        leased_until=mail.leased_until,
    )
    if not mine.update(attempts=mail.attempts + 1, leased_until=at + LEASE):
        return False
    mail.attempts += 1
    return True


def _deliver(mail: Mail, *, at: datetime, send: Send) -> str:
    try:
        send(letter(mail))
    except (SMTPException, OSError, ValueError) as problem:
        return _postpone(mail, at=at, problem=f"{type(problem).__name__}: {problem}")
    mail.state = MAIL_STEPS.target(state=mail.state, step="deliver")
    mail.sent_at, mail.leased_until, mail.problem = at, None, ""
    _erase_private(mail)
    mail.save(update_fields=["state", "sent_at", "leased_until", "problem", "text", "html"])
    return mail.state


def _postpone(mail: Mail, *, at: datetime, problem: str) -> str:
    wait = wait_after(mail.attempts)
    if wait is None:
        mail.state = MAIL_STEPS.target(state=mail.state, step="give_up")
        _erase_private(mail)
    else:
        mail.due_at = at + wait
    mail.leased_until, mail.problem = None, problem[:LONGEST_PROBLEM]
    mail.save(update_fields=["state", "due_at", "leased_until", "problem", "text", "html"])
    return mail.state


def _erase_private(mail: Mail) -> None:
    """Take the link or the code out of a mail that goes out no more."""
    if mail.is_private:
        mail.text = mail.html = ""


@transaction.atomic
def retry_mail(*, mail_id: int, by: User, at: datetime) -> Mail:
    """Have a mail that was given up sent again, from the first attempt on.

    :raises NotAllowed: unless by an administrator.
    :raises WrongState: if it was not given up, or carried a link or a code, which is erased.
    """
    require(can_retry_mail(by))
    mail = Mail.objects.visible_to(by).select_for_update().get(pk=mail_id)
    if mail.is_private:
        raise WrongState(_private_is_gone())
    mail.state = MAIL_STEPS.target(state=mail.state, step="retry")
    mail.attempts, mail.due_at = 0, at
    mail.save(update_fields=["state", "attempts", "due_at"])
    record(verbs.MAIL_RETRIED, mail, by=by, at=at)
    return mail


def _private_is_gone() -> str:
    return _(
        "This mail carried a link or a code to sign in with, so it is sent once only. Let the "
        "person ask for a new one."
    )
