"""What the page of a project leads to here: events and good practices, and what waits of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from headway.cooperation.exchange.queries.practices import (
    practices_asked_about,
    practices_to_decide,
)
from headway.cooperation.partnerships.hooks import PROJECT_DOORS, Door, Waits, Way

EVENTS = Way(_("Events"), "exchange:events_kept")
PRACTICES = Way(_("Good practices"), "exchange:practices_kept")


def open_all() -> None:
    """Lead here from a project. Called once, when the app is ready."""
    PROJECT_DOORS.add(
        Door(
            "exchange",
            _("Events and good practices"),
            _("Meetings and visits, who takes part, and what the regions learn from each other."),
            (EVENTS, PRACTICES),
            (
                Waits(practices_asked_about, "project", _asked, PRACTICES),
                Waits(practices_to_decide, "project", _to_decide, PRACTICES),
            ),
        )
    )


def _asked(count: int) -> str:
    words = ngettext(
        "The lead partner asks for more on %(count)d good practice of yours.",
        "The lead partner asks for more on %(count)d good practices of yours.",
        count,
    )
    return words % {"count": count}


def _to_decide(count: int) -> str:
    words = ngettext(
        "%(count)d good practice waits for you to publish it, to ask or to decline.",
        "%(count)d good practices wait for you to publish them, to ask or to decline.",
        count,
    )
    return words % {"count": count}
