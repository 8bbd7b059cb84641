"""How a moment is said on the clocks of a zone, with whose clocks they are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_name
from django.utils.translation import gettext as _

from headway.foundation.ui.numbers import frame_locale

if TYPE_CHECKING:
    from datetime import datetime

LITHUANIA = "Europe/Vilnius"
"""CLDR has a name for the whole of Eastern Europe only."""


def moment_worded(at: datetime, zone: str) -> str:
    """Say an instant with its zone: “31 January 2027, 17:00, Lithuanian time”.

    Source: trust principles, section 3.7; architecture, section 11.9.
    """
    local = at.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(time)s, %(zone)s") % {
        "day": format_date(local.date(), "long", locale=frame_locale()),
        "time": f"{local:%H:%M}",
        "zone": zone_worded(zone),
    }


def zone_worded(zone: str) -> str:
    """Say whose clocks a zone is: “Lithuanian time”, else as CLDR calls it."""
    if zone == LITHUANIA:
        return _("Lithuanian time")
    return str(get_timezone_name(ZoneInfo(zone), locale=frame_locale(), width="long"))


def moment_in_short(at: datetime, zone: str) -> str:
    """Say an instant for a subject: “31 January, 17:00”, „sausio 31 d. 17:00“."""
    local = at.astimezone(ZoneInfo(zone))
    day = format_skeleton("MMMMd", local, locale=frame_locale())
    return _("%(day)s, %(time)s") % {"day": day, "time": f"{local:%H:%M}"}


def span_worded(start: datetime, end: datetime, zone: str) -> str:
    """Say from when until when: “8 December 2026, 10:00–11:30, Lithuanian time”.

    One that ends on another day names both.
    """
    first, last = (at.astimezone(ZoneInfo(zone)) for at in (start, end))
    if first.date() != last.date():
        return f"{moment_worded(start, zone)} – {moment_worded(end, zone)}"
    return _("%(day)s, %(time)s, %(zone)s") % {
        "day": format_date(first.date(), "long", locale=frame_locale()),
        "time": f"{first:%H:%M}–{last:%H:%M}",
        "zone": zone_worded(zone),
    }
