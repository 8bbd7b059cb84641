from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.accounts.tests.factories import AdministratorFactory
from headway.foundation.notices.letters import letter
from headway.foundation.notices.models import Mail
from headway.foundation.notices.refusals import (
    BounceReport,
    NoReport,
    read_report,
    refused_for_good,
)
from headway.foundation.notices.services import Delivered, deliver_due, note_bounce, retry_mail
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import WRITTEN, MailFactory
from headway.foundation.notices.tests.reports import report_on

ALL = Mail.objects.unrestricted(reason="test")
DAY = timedelta(days=1)


def sent(**fields: object) -> Mail:
    return MailFactory.create(state=MailState.SENT, sent_at=WRITTEN, **fields)


def reported(raw: bytes) -> Mail | None:
    return note_bounce(report=read_report(raw), at=WRITTEN + DAY)


def its_id(mail: Mail) -> str:
    return str(letter(mail).extra_headers["Message-ID"])


def refusing(code: int) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({"ona@example.org": (code, b"no such user")})


@pytest.mark.parametrize(
    ("problem", "is_final"),
    [
        (refusing(550), True),
        (refusing(553), True),
        (SMTPDataError(554, b"not wanted"), True),
        (refusing(451), False),
        (refusing(530), False),
        (refusing(503), False),
        (SMTPDataError(452, b"full"), False),
        (SMTPSenderRefused(550, b"no", "headway@example.org"), False),
        (SMTPAuthenticationError(535, b"no"), False),
        (SMTPRecipientsRefused({}), False),
        (OSError("no route"), False),
    ],
)
def test_only_what_is_final_for_recipient_or_text_is_final(
    problem: Exception, is_final: bool
) -> None:
    assert refused_for_good(problem) is is_final


@pytest.mark.django_db
def test_a_refused_recipient_is_not_tried_again() -> None:
    mail = MailFactory.create(link="https://example.org/in", has_link=True)

    def refuse(_letter: object) -> None:
        raise refusing(550)

    assert deliver_due(at=WRITTEN, send=refuse) == Delivered(bounced=1)
    mail.refresh_from_db()
    assert (mail.state, mail.bounced_at, mail.attempts) == (MailState.BOUNCED, WRITTEN, 1)
    assert (mail.sent_at, mail.link, "no such user" in mail.problem) == (None, "", True)
    assert deliver_due(at=WRITTEN + 9 * DAY, send=refuse) == Delivered()


@pytest.mark.django_db
@pytest.mark.parametrize("whole", [True, False])
def test_a_report_marks_the_mail_that_it_names(whole: bool) -> None:
    first, meant, last = sent(recipient="a@x.lt"), sent(recipient="a@x.lt"), sent()
    found = reported(report_on("forwarded@y.lt", its_id(meant), whole=whole))
    assert found == meant
    meant.refresh_from_db()
    assert (meant.state, meant.bounced_at) == (MailState.BOUNCED, WRITTEN + DAY)
    assert meant.problem == "5.1.1 smtp; 550 5.1.1 No such user"
    states = ALL.filter(pk__in=[first.pk, last.pk]).values_list("state", flat=True)
    assert set(states) == {MailState.SENT}


@pytest.mark.django_db
def test_a_report_without_an_id_marks_the_newest_mail_to_the_address() -> None:
    sent(recipient="ona@x.lt")
    newest = MailFactory.create(
        recipient="Ona@x.lt", state=MailState.SENT, sent_at=WRITTEN + DAY / 2
    )
    assert reported(report_on("ona@x.lt", "")) == newest
    assert ALL.filter(state=MailState.BOUNCED).count() == 1


@pytest.mark.django_db
def test_a_report_about_somebody_elses_mail_marks_nothing() -> None:
    mail = sent()
    assert reported(report_on(mail.recipient, "<other@elsewhere.org>")) is None
    assert reported(report_on("nobody@x.lt", "")) is None
    later = read_report(report_on(mail.recipient, ""))
    assert note_bounce(report=later, at=WRITTEN + 30 * DAY) is None
    assert ALL.get().state == MailState.SENT


@pytest.mark.django_db
def test_the_same_report_again_changes_nothing() -> None:
    mail = sent()
    report = read_report(report_on(mail.recipient, its_id(mail)))
    note_bounce(report=report, at=WRITTEN + DAY)
    note_bounce(report=report, at=WRITTEN + 2 * DAY)
    assert ALL.get().bounced_at == WRITTEN + DAY


@pytest.mark.django_db
def test_a_report_that_comes_while_its_mail_is_being_sent_is_not_overwritten() -> None:
    """The server's report may be quicker than our own note."""
    mail = MailFactory.create()

    def send(_letter: object) -> None:
        reported(report_on(mail.recipient, its_id(mail)))

    deliver_due(at=WRITTEN, send=send)
    assert ALL.get().state == MailState.BOUNCED


@pytest.mark.django_db
def test_an_administrator_has_a_bounced_mail_sent_again() -> None:
    mail = sent()
    reported(report_on(mail.recipient, its_id(mail)))
    later = WRITTEN + 2 * DAY
    retry_mail(mail_id=mail.pk, by=AdministratorFactory.create(), at=later)
    assert deliver_due(at=later, send=lambda _letter: None) == Delivered(sent=1)
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.bounced_at) == (MailState.SENT, later, None)


@pytest.mark.django_db
def test_a_private_mail_that_bounces_is_erased() -> None:
    mail = MailFactory.create(is_private=True, text="secret")
    reported(report_on(mail.recipient, its_id(mail)))
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (MailState.BOUNCED, "")


def test_a_mail_that_is_only_late_has_not_bounced() -> None:
    with pytest.raises(NoReport, match="names no mail that failed for good"):
        read_report(report_on("ona@x.lt", "<1@x.lt>", action="delayed"))


def test_the_first_recipient_that_failed_is_told() -> None:
    raw = report_on("ona@x.lt", "<1@x.lt>")
    assert read_report(raw) == BounceReport(
        "ona@x.lt", "<1@x.lt>", "5.1.1 smtp; 550 5.1.1 No such user"
    )


@given(st.binary(max_size=400), st.booleans())
def test_whatever_comes_in_is_a_report_or_refused(junk: bytes, is_close: bool) -> None:
    """A mail server pipes what it likes."""
    raw = report_on("ona@x.lt", "<1@x.lt>")
    middle = len(raw) // 2
    with suppress(NoReport):
        read_report(raw[:middle] + junk + raw[middle:] if is_close else junk)
