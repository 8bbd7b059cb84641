"""What the page of a project leads to here: review sessions, and what waits in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from headway.cooperation.partnerships.hooks import PROJECT_DOORS, Door, Waits, Way
from headway.cooperation.peerreview.queries.reviews import reviews_to_write, suggestions_to_answer

SESSIONS = Way(_("Review sessions"), "peerreview:sessions")


def open_all() -> None:
    """Lead here from a project. Called once, when the app is ready."""
    PROJECT_DOORS.add(
        Door(
            "reviews",
            _("Peer review"),
            _("Partners review each other’s plans in pairs and answer what is suggested."),
            (SESSIONS,),
            (
                Waits(reviews_to_write, "reviewer__session__project", _to_write, SESSIONS),
                Waits(
                    suggestions_to_answer,
                    "review__reviewed__session__project",
                    _to_answer,
                    SESSIONS,
                ),
            ),
        )
    )


def _to_write(count: int) -> str:
    words = ngettext(
        "%(count)d review waits for you to write it.",
        "%(count)d reviews wait for you to write them.",
        count,
    )
    return words % {"count": count}


def _to_answer(count: int) -> str:
    words = ngettext(
        "%(count)d suggestion waits for your answer.",
        "%(count)d suggestions wait for your answer.",
        count,
    )
    return words % {"count": count}
