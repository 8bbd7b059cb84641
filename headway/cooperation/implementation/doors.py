"""What the page of a project leads to here: its second phase, and what waits in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from headway.cooperation.implementation.queries.waiting import (
    changes_waiting,
    reports_to_read,
    reports_to_write,
)
from headway.cooperation.partnerships.hooks import PROJECT_DOORS, Door, Waits, Way

OVERVIEW = Way(_("How far each plan is"), "implementation:overview")
ROUNDS = Way(_("Rounds and reports"), "implementation:overview", "rounds")


def open_all() -> None:
    """Lead here from a project. Called once, when the app is ready."""
    PROJECT_DOORS.add(
        Door(
            "implementation",
            _("Phase 2"),
            _("How the plans are carried out: steps, reports of partners, changes of policy."),
            (OVERVIEW, ROUNDS),
            (
                Waits(reports_to_write, "plan__project", _to_write, ROUNDS),
                Waits(reports_to_read, "plan__project", _to_read, ROUNDS),
                Waits(changes_waiting, "plan__project", _changes, OVERVIEW),
            ),
        )
    )


def _to_write(count: int) -> str:
    words = ngettext(
        "%(count)d report waits for you to hand it in.",
        "%(count)d reports wait for you to hand them in.",
        count,
    )
    return words % {"count": count}


def _to_read(count: int) -> str:
    words = ngettext(
        "%(count)d report waits for you to close it or to ask.",
        "%(count)d reports wait for you to close them or to ask.",
        count,
    )
    return words % {"count": count}


def _changes(count: int) -> str:
    words = ngettext(
        "%(count)d policy change waits for you to confirm it or to answer.",
        "%(count)d policy changes wait for you to confirm them or to answer.",
        count,
    )
    return words % {"count": count}
