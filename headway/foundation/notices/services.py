"""Writes mails into the outbox, and delivers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from time import monotonic
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
from headway.foundation.notices.queries import due, place_of
from headway.foundation.notices.refusals import refused_for_good, told_of
from headway.foundation.notices.rendering import Addressee, rendered
from headway.foundation.notices.rules import digest, notice_key, wait_after
from headway.foundation.notices.states import MAIL_STEPS, MailState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.core.mail import EmailMultiAlternatives
    from django.db.models import Model

    from headway.foundation.accounts.models import User
    from headway.foundation.notices.refusals import BounceReport
    from headway.foundation.notices.registry import Notice

Send = Callable[["EmailMultiAlternatives"], None]

LEASE = timedelta(minutes=30)
BATCH = 20
LONGEST_PROBLEM = 500
LONGEST_ROUND = 600.0  # seconds; with the last mail of a round still well below the lease
LATEST_REPORT = timedelta(days=7)  # RFC 5321, 4.5.4.1: servers give up after four or five days
LARGEST_ENCLOSURE = 50_000  # signs; an invitation has some two thousand
WHY = "the outbox is written and delivered for everybody"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery came to."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    bounced: int = 0


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A short text for a program of the recipient, that goes along with a mail."""

    name: str
    media_type: str
    """With its parameters, without the charset: “text/calendar; method=REQUEST”."""
    text: str


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
    return _write_once(
        Mail(
            unique_key=key,
            recipient=recipient,
            subject=" ".join(subject.split())[:300],
            text=text,
            html=html,
            is_private=is_private,
            written_at=at,
            due_at=due_at or at,
        )
    )


@transaction.atomic
def post_notice(
    notice: Notice,
    *,
    to: Addressee,
    about: Model,
    period: str,
    at: datetime,
    context: Mapping[str, object],
    link: str = "",
    scope: str = "",
    reply_to: str = "",
    due_at: datetime | None = None,
    enclosure: Enclosure | None = None,
) -> Mail:
    """Write a notice to somebody, in their language. Once for kind, thing, recipient and period.

    `link` is a personal address, a way in: only the mail that goes out has it. `scope` says what
    the thing belongs to (`strategy:KEY`). Answers go to `reply_to`.

    :raises ValueError: for an enclosure of more than `LARGEST_ENCLOSURE` signs: put a file on a
        page instead and link it.
    """
    enclosed = enclosure or Enclosure("", "", "")
    if len(enclosed.text) > LARGEST_ENCLOSURE:
        problem = f"{enclosed.name} is too large for a mail: put it on a page and link it."
        raise ValueError(problem)
    about_type, about_key = place_of(about)
    words = rendered(notice, to=to, context=context, link=link)
    key = notice_key(
        kind=notice.code,
        about=f"{about_type} {about_key}",
        recipient=to.email,
        period=period,
    )
    return _write_once(
        Mail(
            unique_key=key,
            kind=notice.code,
            about_type=about_type,
            about_key=about_key,
            scope=scope,
            person_id=to.person_id,
            recipient=to.email,
            reply_to=reply_to,
            subject=words.subject,
            text=words.text,
            html=words.html,
            enclosed=enclosed.text,
            enclosed_name=enclosed.name,
            enclosed_type=enclosed.media_type,
            link=link,
            has_link=bool(link),
            written_at=at,
            due_at=due_at or at,
        )
    )


def _write_once(mail: Mail) -> Mail:
    """Write a mail, unless one stands under its key, which stays as it is. One statement.

    The mail that is returned has the id of the one that stands.
    """
    Mail.objects.unrestricted(reason=WHY).bulk_create(
        [mail],
        update_conflicts=True,
        unique_fields=["unique_key"],
        update_fields=["unique_key"],
    )
    return mail


def deliver_due(*, at: datetime, send: Send, batch: int = BATCH) -> Delivered:
    """Deliver what is due, each mail in its own transaction, and say what came of it.

    A mail is leased before it is sent, so that two deliverers never send the same one. Whoever is
    killed between sending and writing it down leaves a lease that runs out: the mail then goes
    out again under the same Message-ID. A slow round ends long before its leases do.
    """
    began, outcomes = monotonic(), []
    for mail in due(at)[:batch]:
        if monotonic() - began > LONGEST_ROUND:
            break
        if _lease(mail, at):
            outcomes.append(_deliver(mail, at=at, send=send))
    return Delivered(
        sent=outcomes.count(MailState.SENT),
        postponed=outcomes.count(MailState.WAITING),
        failed=outcomes.count(MailState.FAILED),
        bounced=outcomes.count(MailState.BOUNCED),
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
        told = told_of(problem)[:LONGEST_PROBLEM]
        if refused_for_good(problem):
            return _end(mail, "bounce", bounced_at=at, problem=told)
        return _postpone(mail, at=at, problem=told)
    return _end(mail, "deliver", sent_at=at, problem="")


def _postpone(mail: Mail, *, at: datetime, problem: str) -> str:
    wait = wait_after(mail.attempts)
    if wait is None:
        return _end(mail, "give_up", problem=problem)
    _note(mail, due_at=at + wait, problem=problem)
    return mail.state


def _end(mail: Mail, step: str, **noted: object) -> str:
    """Write down how a delivery ended, and erase what was for the recipient alone."""
    state = MAIL_STEPS.target(state=mail.state, step=step)
    _note(mail, state=state, **_erased(mail), **noted)
    return state


def _note(mail: Mail, **noted: object) -> None:
    """Write something down about a mail, unless it was taken from us meanwhile."""
    ours = Mail.objects.unrestricted(reason=WHY).filter(
        pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts
    )
    ours.update(leased_until=None, **noted)


def _erased(mail: Mail) -> dict[str, object]:
    """Return what is taken out of a mail that goes out no more: a link, a code."""
    if mail.is_private:
        return {"text": "", "html": "", "enclosed": "", "link": ""}
    return {"link": ""}


@transaction.atomic
def forget_mails(*, about: Model, recipients: Collection[str]) -> int:
    """Take out the mails about a thing to people who are to be forgotten; return how many.

    Those that wait are not sent any more.
    """
    about_type, about_key = place_of(about)
    mails = Mail.objects.unrestricted(reason=WHY).filter(
        about_type=about_type, about_key=about_key, recipient__in=recipients
    )
    number, _by_table = mails.delete()
    return number


@transaction.atomic
def note_bounce(*, report: BounceReport, at: datetime) -> Mail | None:
    """Mark the mail that a report speaks of as refused. Once; the same report again is nothing.

    Returns None if no mail of ours is meant. Believed is our Message-ID, which nobody guesses;
    a report without any is matched by the address, with the newest mail sent there of late.
    """
    mail = _meant(report, at)
    if mail is None or mail.state == MailState.BOUNCED:
        return mail
    mail.state = MAIL_STEPS.target(state=mail.state, step="bounce")
    mail.bounced_at, mail.leased_until = at, None
    mail.problem = report.problem[:LONGEST_PROBLEM]
    erased = _erased(mail)
    for name, value in erased.items():
        setattr(mail, name, value)
    mail.save(update_fields=["state", "bounced_at", "leased_until", "problem", *erased])
    return mail


def _meant(report: BounceReport, at: datetime) -> Mail | None:
    mails = Mail.objects.unrestricted(reason=WHY)
    if not report.message_id:
        sent = mails.filter(recipient__iexact=report.recipient, sent_at__gte=at - LATEST_REPORT)
        return sent.select_for_update(of=("self",)).order_by("-sent_at", "-pk").first()
    wanted = report.message_id.strip("<> ").partition("@")[0]
    keys = mails.values_list("pk", "unique_key").iterator()
    found = next((pk for pk, key in keys if digest(key) == wanted), None)
    return mails.select_for_update(of=("self",)).filter(pk=found).first() if found else None


@transaction.atomic
def retry_mail(*, mail_id: int, by: User, at: datetime) -> Mail:
    """Have a mail that was given up or refused sent again, from the first attempt on.

    :raises NotAllowed: unless by an administrator.
    :raises WrongState: if it was neither, or carried a link or a code, which is erased.
    """
    require(can_retry_mail(by))
    mail = Mail.objects.visible_to(by).select_for_update().get(pk=mail_id)
    state = MAIL_STEPS.target(state=mail.state, step="retry")
    if not mail.is_repeatable:
        raise WrongState(_text_is_gone() if mail.is_emptied else _link_is_gone())
    mail.state, mail.attempts, mail.due_at = state, 0, at
    mail.sent_at = mail.bounced_at = None
    mail.save(update_fields=["state", "attempts", "due_at", "sent_at", "bounced_at"])
    record(verbs.MAIL_RETRIED, mail, by=by, at=at)
    return mail


def _text_is_gone() -> str:
    return _("The text of this mail was erased, for it is old. Write a new one.")


def _link_is_gone() -> str:
    return _(
        "This mail carried a link or a code to sign in with, so it is sent once only. Let the "
        "person ask for a new one."
    )
