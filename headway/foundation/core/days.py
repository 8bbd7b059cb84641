"""The two days of a question: whose text was in force, and what was known by then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

ON, AS_OF = "on", "as_of"
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""One form for each day, so that one page has one address."""


@dataclass(frozen=True, slots=True)
class Days:
    """By the text of which day, and by what was known on which day, a question is answered.

    `asked_on` and `asked_as_of` are the days that an address names; a day that it does not name
    is today. Equal days are answered alike until something changes: whoever stores an answer
    keeps it under its address, its content version and these days.

    Source: architecture, sections 11.2 and 11.9.
    """

    today: date
    zone: str
    asked_on: date | None = None
    asked_as_of: date | None = None

    @classmethod
    def asked(cls, given: Mapping[str, str], *, at: datetime, zone: str) -> Days:
        """Read `on` and `as_of` as an address gives them; `zone` says which day it is.

        A day ahead may be asked for with `on`, since an act may be in force from a later day.

        :raises BadInput: for what is no day, and for an `as_of` that lies ahead.
        """
        today = at.astimezone(ZoneInfo(zone)).date()
        read = {name: _day(given.get(name, "")) for name in (ON, AS_OF)}
        problems = {name: day for name, day in read.items() if isinstance(day, str)}
        days = {name: day for name, day in read.items() if isinstance(day, date)}
        known = days.get(AS_OF)
        if known and known > today:
            sentence = _(
                "%(day)s lies ahead, and nobody knows yet what will be known then. "
                "Write %(today)s or an earlier day."
            )
            worded = PartialDate.of(known).worded()
            problems[AS_OF] = sentence % {"day": worded, "today": today.isoformat()}
        if problems:
            raise BadInput(problems)
        return cls(today, zone, days.get(ON), known)

    @property
    def on(self) -> date:
        """The day whose text is read."""
        return self.asked_on or self.today

    @property
    def as_of(self) -> date:
        """The day by whose end things were known."""
        return self.asked_as_of or self.today

    @property
    def are_today(self) -> bool:
        return self.on == self.as_of == self.today

    @property
    def known_before(self) -> datetime | None:
        """The first instant of which nothing counts: midnight after `as_of`. None for today.

        Today everything that is known counts, so that no query need look back.
        """
        if self.as_of >= self.today:
            return None
        midnight = datetime.combine(self.as_of + timedelta(days=1), time.min, ZoneInfo(self.zone))
        return midnight.astimezone(UTC)

    @property
    def known_by(self) -> datetime | None:
        """The last instant of which anything counts: just before `known_before`. None for today."""
        return self.known_before - datetime.resolution if self.known_before else None

    @property
    def parameters(self) -> dict[str, str]:
        """The days that the address names, as it names them: for links, forms and downloads."""
        named = {ON: self.asked_on, AS_OF: self.asked_as_of}
        return {name: day.isoformat() for name, day in named.items() if day}

    @property
    def query(self) -> str:
        """The query of an address that keeps these days: “?as_of=2026-05-01”, or nothing."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""


def _day(text: str) -> date | str | None:
    """Read a day; a sentence for what is none."""
    try:
        if not text:
            return None
        if WRITTEN.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    return _("“%(text)s” is no day. Write it as 2026-11-22.") % {"text": text}
