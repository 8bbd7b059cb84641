from __future__ import annotations

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction

from headway.foundation.notices.mail import OutboxBackend
from headway.foundation.notices.models import Mail

pytestmark = pytest.mark.django_db
ALL = Mail.objects.unrestricted(reason="test")


def send(message: EmailMessage) -> None:
    OutboxBackend().send_messages([message])


def test_djangos_mails_become_rows_one_for_each_recipient() -> None:
    message = EmailMultiAlternatives("Subject", "Text", None, ["ona@x.lt"], cc=["jonas@x.lt"])
    message.attach_alternative("<p>Text</p>", "text/html")
    send(message)
    rows = ALL.order_by("recipient").values_list("recipient", "subject", "text", "html", "state")
    assert list(rows) == [
        ("jonas@x.lt", "Subject", "Text", "<p>Text</p>", "waiting"),
        ("ona@x.lt", "Subject", "Text", "<p>Text</p>", "waiting"),
    ]


def test_a_mail_with_its_own_message_id_is_written_once() -> None:
    message = EmailMessage("A", "B", None, ["ona@x.lt"], headers={"Message-ID": "<1@x.lt>"})
    send(message)
    send(message)
    assert ALL.count() == 1


def test_two_mails_that_read_alike_are_two_mails() -> None:
    for _time in range(2):
        send(EmailMessage("Reminder", "Report", None, ["ona@x.lt"]))
    assert ALL.count() == 2


def test_a_mail_goes_with_its_transaction() -> None:
    with transaction.atomic():
        send(EmailMessage("A", "B", None, ["ona@x.lt"]))
        transaction.set_rollback(True)
    assert not ALL.exists()


def test_a_mail_that_calls_itself_private_is_kept_so() -> None:
    send(EmailMessage("A", "B", None, ["ona@x.lt"], headers={"Sensitivity": "Private"}))
    send(EmailMessage("A", "B", None, ["jonas@x.lt"], headers={"Sensitivity": "Personal"}))
    assert dict(ALL.values_list("recipient", "is_private")) == {
        "ona@x.lt": True,
        "jonas@x.lt": False,
    }


def test_attachments_are_a_bug() -> None:
    message = EmailMessage("A", "B", None, ["ona@x.lt"])
    message.attach("a.txt", "text", "text/plain")
    with pytest.raises(ValueError, match="put the file on a page and link it"):
        send(message)
