from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import MailFactory
from tests.access.row import Row

if TYPE_CHECKING:
    from tests.access.world import World

ADMINISTRATOR = frozenset({"administrator"})


def failed_mail(_world: World) -> dict[str, int]:
    return {"pk": MailFactory.create(state=MailState.FAILED).pk}


def html_mail(_world: World) -> dict[str, int]:
    return {"pk": MailFactory.create(html="<p>Text</p>").pk}


ROWS = (
    Row("notices:outbox", ADMINISTRATOR),
    Row("notices:mail", ADMINISTRATOR, ("GET",), failed_mail),
    Row("notices:mail_html", ADMINISTRATOR, ("GET",), html_mail),
    Row("notices:retry", ADMINISTRATOR, ("POST",), failed_mail),
)
