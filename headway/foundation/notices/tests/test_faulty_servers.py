"""Delivery through a mail server that makes trouble: nothing is lost, nothing silently doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.notices import transports
from headway.foundation.notices.queries import due
from headway.foundation.notices.rules import message_id
from headway.foundation.notices.services import Delivered, deliver_due
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import WRITTEN, MailFactory
from headway.foundation.notices.tests.sink import DROP, HANG, Sink, running
from headway.foundation.notices.transports import by_server

if TYPE_CHECKING:
    from headway.foundation.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LATER = WRITTEN + timedelta(minutes=1)


def deliver(sink: Sink, *, after: int = 0, address: str = "") -> Delivered:
    at = WRITTEN + timedelta(minutes=after)
    return deliver_due(at=at, send=by_server(address or sink.address))


def its_id(mail: Mail) -> str:
    return message_id(mail.unique_key, "headway@localhost")


@pytest.fixture
def mail(settings: object) -> Mail:
    settings.DEFAULT_FROM_EMAIL = "headway@localhost"  # type: ignore[attr-defined]
    return MailFactory.create()


def test_what_is_taken_is_sent_once(mail: Mail) -> None:
    with running(Sink()) as sink:
        assert deliver(sink) == Delivered(sent=1)
        assert deliver(sink, after=60) == Delivered()
    assert sink.taken == [its_id(mail)]


def test_not_now_is_tried_again(mail: Mail) -> None:
    with running(Sink(recipients=["451 try later"])) as sink:
        assert deliver(sink) == Delivered(postponed=1)
        mail.refresh_from_db()
        assert (mail.state, "451" in mail.problem) == (MailState.WAITING, True)
        assert deliver(sink) == Delivered()
        assert deliver(sink, after=1) == Delivered(sent=1)
    assert sink.taken == [its_id(mail)]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ({"recipients": ["550 5.1.1 no such user"]}, "550 5.1.1 no such user"),
        ({"texts": ["554 not wanted"]}, "554 not wanted"),
    ],
)
def test_never_has_bounced_and_is_listed_with_the_words_of_the_server(
    mail: Mail, trouble: dict[str, list[str]], told: str
) -> None:
    with running(Sink(**trouble)) as sink:  # type: ignore[arg-type]
        assert deliver(sink) == Delivered(bounced=1)
        assert deliver(sink, after=9999) == Delivered()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.problem) == (MailState.BOUNCED, 1, told)


def test_a_server_that_hangs_is_left_and_tried_again(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "TIMEOUT", 0.2)
    with running(Sink(recipients=[HANG])) as sink:
        assert deliver(sink) == Delivered(postponed=1)
        assert deliver(sink, after=1) == Delivered(sent=1)
    assert sink.taken == [its_id(mail)]


def test_a_lost_acknowledgement_doubles_the_mail_under_one_id(mail: Mail) -> None:
    """Nobody can avoid this; the receiver sees one mail, for it has one Message-ID."""
    with running(Sink(texts=[DROP])) as sink:
        assert deliver(sink) == Delivered(postponed=1)
        assert deliver(sink, after=1) == Delivered(sent=1)
    assert sink.taken == [its_id(mail)] * 2


def test_without_the_encryption_that_was_asked_for_nothing_is_said(mail: Mail) -> None:
    with running(Sink()) as sink:
        asked = sink.address.replace("smtp:", "smtp+tls:")
        assert deliver(sink, address=asked) == Delivered(postponed=1)
    assert (sink.taken, "MAIL" in sink.verbs) == ([], False)
    mail.refresh_from_db()
    assert "STARTTLS" in mail.problem


def test_a_slow_round_ends_before_its_leases_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    MailFactory.create_batch(3)
    clock = iter([0.0, 0.0, 601.0])
    monkeypatch.setattr("headway.foundation.notices.services.monotonic", lambda: next(clock))
    assert deliver_due(at=WRITTEN, send=lambda _letter: None) == Delivered(sent=1)


def test_a_clock_set_back_by_an_hour_stops_no_mail_and_starts_no_storm() -> None:
    """Minute by minute: ten, then the clock jumps back an hour, then two hours more."""
    minutes = [*range(10), *range(-50, 70)]
    refused = MailFactory.create()
    tried: list[int] = []
    passed: list[str] = []

    def send(letter: object) -> None:
        to = str(letter.to[0])  # type: ignore[attr-defined]
        if to == refused.recipient:
            tried.append(minute)
            raise OSError
        passed.append(to)

    for number, minute in enumerate(minutes):
        at = WRITTEN + timedelta(minutes=minute)
        if number == 9:
            MailFactory.create(recipient="before@x.lt", written_at=at, due_at=at)
            continue  # written in the last minute before the jump
        if number == 20:
            MailFactory.create(recipient="after@x.lt", written_at=at, due_at=at)
        deliver_due(at=at, send=send)
        assert number != 10 or passed == ["before@x.lt"]
    assert passed == ["before@x.lt", "after@x.lt"]
    assert tried == [0, 1, 6, 36]  # as patience says, the hour that came twice counted once
    assert not due(WRITTEN + timedelta(minutes=69)).exists()
