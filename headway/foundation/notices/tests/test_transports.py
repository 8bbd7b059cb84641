from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from django.core.mail.backends.smtp import EmailBackend

from headway.foundation.notices.letters import letter
from headway.foundation.notices.tests.factories import MailFactory
from headway.foundation.notices.transports import TIMEOUT, by_server, configured

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_without_a_server_mails_are_files_that_only_their_owner_reads(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SMTP, settings.MAIL_FOLDER = "", tmp_path / "mail"
    mail = MailFactory.create(subject="Ataskaita – laikas", recipient="ona@example.org")
    for _time in range(2):
        configured()(letter(mail))
    [path] = settings.MAIL_FOLDER.iterdir()
    message = message_from_bytes(path.read_bytes())
    assert (path.suffix, path.stat().st_mode & 0o777) == (".eml", 0o600)
    assert (message["To"], message.get_payload()) == (
        "ona@example.org",
        "Report until 31 January.\n",
    )


def test_a_server_is_spoken_to_as_its_address_says(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[EmailBackend] = []

    def note(self: EmailBackend, _letters: object) -> int:
        used.append(self)
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", note)
    settings.SMTP = "smtp+tls://ona:secret@mail.example.org"
    configured()(letter(MailFactory.create()))
    [backend] = used
    spoken = (backend.host, backend.port, backend.username, backend.password)
    assert spoken == ("mail.example.org", 587, "ona", "secret")
    assert (backend.use_tls, backend.use_ssl, backend.timeout) == (True, False, TIMEOUT)


def test_an_address_that_cannot_be_read_is_said_before_any_mail_is_tried() -> None:
    with pytest.raises(ValueError, match="HEADWAY_SMTP cannot be read"):
        by_server("mail.example.org")
