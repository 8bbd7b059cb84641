"""How deadlines and senders are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.monitoring.strategy.queries.people import coordinators_of

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.reporting.models import Round

LOCALES = {"en": "en_GB"}


def locale() -> str:
    language = get_language() or "en"
    return LOCALES.get(language, language)


def deadline_worded(at: datetime, zone: str) -> str:
    """Say an instant with its zone: “31 January 2027, 17:00, Lithuanian time”.

    Source: trust principles, section 3.7; architecture, section 11.9.
    """
    local = at.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(time)s, %(zone)s") % {
        "day": format_date(local.date(), "long", locale=locale()),
        "time": f"{local:%H:%M}",
        "zone": zone_worded(zone),
    }


def zone_worded(zone: str) -> str:
    """Say whose clocks a zone is: “Lithuania Time”, „Lietuvos laikas“."""
    return str(get_timezone_name(ZoneInfo(zone), locale=locale(), width="long"))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes about a round: its strategy, in the person of the coordinator who is asked."""

    asked: Round
    name: str = ""
    email: str = ""

    def context(self) -> dict[str, Any]:
        """Return what a letter says of its sender: the role, and whom to ask."""
        ask = lazy(_ask, str)(self.name, self.email) if self.email else ""
        return {"role": lazy(_role, str)(self.asked), "ask": ask, "round": self.asked}


def sender_of(asked: Round) -> Sender:
    """Return who writes about a round: the coordinator longest in the role. One query."""
    first = coordinators_of(asked.strategy).first()
    return Sender(asked, first.user.name, first.user.email) if first else Sender(asked)


def _role(asked: Round) -> str:
    sentence = _(
        "You get this mail because your organisation answers for measures of %(strategy)s."
    )
    return sentence % {"strategy": asked.strategy.name.passage(get_language() or "en")}


def _ask(name: str, email: str) -> str:
    return _("Questions: %(name)s, coordinator of the strategy, %(email)s.") % {
        "name": name,
        "email": email,
    }
