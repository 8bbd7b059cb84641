"""Every write to peer reviews: permission, moment, change, audit, in one transaction."""

from headway.cooperation.peerreview.services.answers import answer_suggestion, show_answer_in
from headway.cooperation.peerreview.services.pairing import pair_units, swap_units
from headway.cooperation.peerreview.services.reminders import send_review_reminders
from headway.cooperation.peerreview.services.reviews import (
    save_review,
    submit_review,
    take_back_review,
    type_review,
)
from headway.cooperation.peerreview.services.sessions import (
    change_session,
    close_session,
    create_session,
    open_session,
    reopen_session,
    say_to_all,
)
from headway.cooperation.peerreview.services.units import add_unit, change_unit, remove_unit

__all__ = [
    "add_unit",
    "answer_suggestion",
    "change_session",
    "change_unit",
    "close_session",
    "create_session",
    "open_session",
    "pair_units",
    "remove_unit",
    "reopen_session",
    "save_review",
    "say_to_all",
    "send_review_reminders",
    "show_answer_in",
    "submit_review",
    "swap_units",
    "take_back_review",
    "type_review",
]
