from __future__ import annotations

from datetime import UTC, datetime, timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import NotAllowed, WrongState
from headway.foundation.notices.letters import letter
from headway.foundation.notices.models import Mail
from headway.foundation.notices.queries import Outbox, due, mails_for, outbox
from headway.foundation.notices.services import (
    LEASE,
    Delivered,
    deliver_due,
    post,
    retry_mail,
)
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import WRITTEN, MailFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

pytestmark = pytest.mark.django_db
ALL = Mail.objects.unrestricted(reason="test")


class Post:
    """A post office that notes what it is given, and refuses when told."""

    def __init__(self, *refusals: Exception | None) -> None:
        self.refusals = list(refusals)
        self.given: list[str] = []

    def __call__(self, letter: EmailMultiAlternatives) -> None:
        self.given.append(letter.extra_headers["Message-ID"])
        refusal = self.refusals.pop(0) if self.refusals else None
        if refusal:
            raise refusal


def write(key: str = "round 1 to ona") -> Mail:
    return post(key=key, recipient="ona@example.org", subject="A\nB", text="Text", at=WRITTEN)


def test_a_mail_is_written_once_for_each_key() -> None:
    assert write() == write()
    assert write("round 2 to ona") != write()
    assert ALL.count() == 2


def test_a_subject_is_one_line() -> None:
    assert write().subject == "A B"


def test_what_is_rolled_back_is_never_sent() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not ALL.exists()


def test_due_mails_are_delivered_once() -> None:
    mail = MailFactory.create()
    office = Post()
    assert deliver_due(at=WRITTEN, send=office) == Delivered(sent=1)
    assert deliver_due(at=WRITTEN, send=office) == Delivered()
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, len(office.given)) == (
        MailState.SENT,
        WRITTEN,
        1,
        1,
    )


def test_a_mail_waits_for_its_day() -> None:
    MailFactory.create(due_at=WRITTEN + timedelta(days=1))
    assert deliver_due(at=WRITTEN, send=Post()) == Delivered()


def test_one_that_is_refused_does_not_stop_the_others() -> None:
    MailFactory.create_batch(2)
    office = Post(SMTPException("box full"))
    assert deliver_due(at=WRITTEN, send=office) == Delivered(sent=1, postponed=1)


def test_a_refused_mail_is_tried_six_times_and_given_up() -> None:
    mail = MailFactory.create()
    at, waits = WRITTEN, []
    for _attempt in range(6):
        deliver_due(at=at, send=Post(OSError("no route")))
        mail.refresh_from_db()
        waits.append(mail.due_at - at)
        at = max(at, mail.due_at)
    assert waits[:5] == [timedelta(seconds=s) for s in (60, 300, 1800, 7200, 43200)]
    assert (mail.state, mail.attempts, mail.problem) == (MailState.FAILED, 6, "OSError: no route")
    assert deliver_due(at=at + timedelta(days=9), send=Post()) == Delivered()


def test_a_killed_delivery_is_repeated_under_the_same_message_id_when_its_lease_runs_out() -> None:
    MailFactory.create()
    first, second = Post(KeyboardInterrupt()), Post()  # type: ignore[arg-type]  # stands for a kill
    with pytest.raises(KeyboardInterrupt):
        deliver_due(at=WRITTEN, send=first)
    assert deliver_due(at=WRITTEN + LEASE / 2, send=second) == Delivered()
    assert deliver_due(at=WRITTEN + LEASE, send=second) == Delivered(sent=1)
    assert first.given == second.given


def test_two_deliverers_do_not_send_the_same_mail() -> None:
    MailFactory.create()
    inner = Post()

    def outer(letter: EmailMultiAlternatives) -> None:
        """While the first sends, a second comes along."""
        assert deliver_due(at=WRITTEN, send=inner) == Delivered()

    assert deliver_due(at=WRITTEN, send=outer) == Delivered(sent=1)
    assert inner.given == []


def test_a_mail_leased_since_it_was_read_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = MailFactory.create()
    stale = list(due(WRITTEN))
    ALL.filter(pk=mail.pk).update(attempts=1, leased_until=WRITTEN + LEASE)
    monkeypatch.setattr("headway.foundation.notices.services.due", lambda _at: stale)
    office = Post()
    assert (deliver_due(at=WRITTEN, send=office), office.given) == (Delivered(), [])


def test_a_letter_says_that_a_machine_wrote_it() -> None:
    message = letter(MailFactory.create(html="<p>Text</p>")).message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_an_administrator_has_a_failed_mail_sent_again() -> None:
    mail = MailFactory.create(state=MailState.FAILED, attempts=6, problem="full")
    administrator = AdministratorFactory.create()
    later = WRITTEN + timedelta(days=2)
    retry_mail(mail_id=mail.pk, by=administrator, at=later)
    assert deliver_due(at=later, send=Post()) == Delivered(sent=1)
    [told] = history_of(mail, user=administrator)
    assert told.sentence == f"Administrator had a mail sent again: {mail}."


def test_a_private_mail_keeps_its_text_until_it_is_sent() -> None:
    mail = MailFactory.create(is_private=True, text="secret", html="<p>secret</p>")
    assert deliver_due(at=WRITTEN, send=Post(OSError("no route"))) == Delivered(postponed=1)
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("secret", "<p>secret</p>")
    assert deliver_due(at=WRITTEN + timedelta(days=1), send=Post()) == Delivered(sent=1)
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("", "")


def test_a_private_mail_that_is_given_up_is_erased_and_not_sent_again() -> None:
    mail = MailFactory.create(is_private=True, text="secret", attempts=5)
    assert deliver_due(at=WRITTEN, send=Post(OSError("no route"))) == Delivered(failed=1)
    mail.refresh_from_db()
    assert mail.text == ""
    with pytest.raises(WrongState, match="Let the person ask for a new one"):
        retry_mail(mail_id=mail.pk, by=AdministratorFactory.create(), at=WRITTEN)


def test_the_database_keeps_no_private_text_of_a_sent_mail() -> None:
    sent = {"state": MailState.SENT, "sent_at": WRITTEN}
    MailFactory.create(**sent)
    MailFactory.create(is_private=True, text="", **sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        MailFactory.create(is_private=True, text="secret", **sent)


def test_only_a_failed_mail_is_sent_again() -> None:
    with pytest.raises(WrongState):
        retry_mail(mail_id=MailFactory.create().pk, by=AdministratorFactory.create(), at=WRITTEN)


@pytest.mark.parametrize("make", [UserFactory, AuditorFactory])
def test_for_others_there_is_no_mail(make: type[UserFactory]) -> None:
    mail = MailFactory.create(state=MailState.FAILED)
    person = make.create()
    assert not mails_for(person).exists()
    with pytest.raises(NotAllowed, match="Only an administrator can have a mail sent again"):
        retry_mail(mail_id=mail.pk, by=person, at=WRITTEN)


def test_the_outbox_is_counted_without_opening_a_mail() -> None:
    MailFactory.create(state=MailState.SENT, sent_at=WRITTEN)
    MailFactory.create(state=MailState.FAILED)
    MailFactory.create(state=MailState.BOUNCED, bounced_at=WRITTEN)
    MailFactory.create(due_at=WRITTEN - timedelta(hours=3))
    MailFactory.create(due_at=WRITTEN + timedelta(hours=3))
    assert outbox(WRITTEN) == Outbox(
        waiting=2, sent=1, failed=1, bounced=1, overdue_since=WRITTEN - timedelta(hours=3)
    )


def test_an_empty_outbox_is_not_overdue() -> None:
    assert outbox(datetime(2026, 1, 1, tzinfo=UTC)) == Outbox(0, 0, 0, 0, None)
