"""What a mail said as it went out, for the demonstration alone: so that each can be tried."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from headway.foundation.notices.letters import letter
from headway.foundation.notices.transports import file_of

if TYPE_CHECKING:
    from headway.foundation.notices.models import Mail


@dataclass(frozen=True, slots=True)
class Copy:
    """The text and the HTML of a mail, as they may be shown."""

    text: str
    html: str


def as_it_went_out(mail: Mail) -> Copy:
    """Return a mail with its link: from its file, or from the row while it waits.

    Asked outside a demonstration it is a bug.
    """
    if not settings.DEMO:
        problem = "Mails are opened in a demonstration only."
        raise RuntimeError(problem)
    whole = letter(mail)
    path = file_of(whole, Path(settings.MAIL_FOLDER))
    if mail.state == "waiting" or not path.exists():
        return Copy(str(whole.body), "".join(str(text) for text, _kind in whole.alternatives))
    message = message_from_bytes(path.read_bytes(), policy=modern)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    said = {kind: str(part.get_content()) if part else "" for kind, part in parts.items()}
    return Copy(said["plain"], said["html"])
