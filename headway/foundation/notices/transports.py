"""Ways out of the outbox: a mail server, or files in a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from headway.foundation.notices.rules import digest, server_of

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from headway.foundation.notices.services import Send

TIMEOUT = 20  # seconds; a batch of 20 stays well below the lease


def configured() -> Send:
    """Return the way out that this installation has chosen.

    :raises ValueError: if the address of the mail server cannot be read.
    """
    return by_server(settings.SMTP) if settings.SMTP else into_folder(Path(settings.MAIL_FOLDER))


def by_server(address: str) -> Send:
    """Send through a mail server, one connection for each mail."""
    server = server_of(address)

    def send(letter: EmailMultiAlternatives) -> None:
        letter.connection = backend = EmailBackend(
            host=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.starts_tls,
            use_ssl=server.is_tls,
            timeout=TIMEOUT,
        )
        try:
            letter.send()
        finally:
            backend.close()  # Django leaves it open where a server does not encrypt

    return send


def file_of(letter: EmailMultiAlternatives, folder: Path) -> Path:
    """Return the file that a mail is written into."""
    return folder / f"{digest(letter.extra_headers['Message-ID'])}.eml"


def into_folder(folder: Path) -> Send:
    """Write each mail as one .eml file that only its owner reads; the same mail, the same file."""

    def send(letter: EmailMultiAlternatives) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = file_of(letter, folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(letter.message().as_bytes())

    return send
