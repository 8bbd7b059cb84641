from __future__ import annotations

from datetime import timedelta

import pytest

from headway.foundation.notices.rules import Server, digest, message_id, server_of, wait_after


def test_patience_grows_over_a_working_day_and_then_ends() -> None:
    assert [wait_after(attempts) for attempts in range(1, 7)] == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=12),
        None,
    ]


def test_the_same_mail_has_the_same_message_id() -> None:
    first = message_id("round 1 to ona", "Headway <headway@example.org>")
    assert first == message_id("round 1 to ona", "headway@example.org")
    assert first == f"<{digest('round 1 to ona')}@example.org>"
    assert first != message_id("round 2 to ona", "headway@example.org")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 25, "", "", False, False)),
        (
            "smtp+tls://ona%40example.org:s%2Fcret@mail.example.org",
            Server("mail.example.org", 587, "ona@example.org", "s/cret", True, False),
        ),
        (
            "smtps://u:p@mail.example.org:2465",
            Server("mail.example.org", 2465, "u", "p", False, True),
        ),
    ],
)
def test_a_mail_server_is_one_address(address: str, server: Server) -> None:
    assert server_of(address) == server


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_any_other_address_gets_a_sentence_with_an_example(address: str) -> None:
    with pytest.raises(ValueError, match="Write it like smtp"):
        server_of(address)
