"""Every write to events and good practices: permission, change, audit, in one transaction."""

from headway.cooperation.exchange.services.events import (
    announce_event,
    cancel_event,
    change_event,
    create_event,
    hold_event,
    note_outcome,
    set_programme,
)
from headway.cooperation.exchange.services.material import add_material, remove_material
from headway.cooperation.exchange.services.pictures import add_picture, remove_picture
from headway.cooperation.exchange.services.practices import (
    ask_about_practice,
    change_practice,
    create_practice,
    decline_practice,
    publish_practice,
    reopen_practice,
    submit_practice,
)
from headway.cooperation.exchange.services.registrations import (
    ask_for_place,
    confirm_place,
    forget_visitors,
    withdraw_place,
)

__all__ = [
    "add_material",
    "add_picture",
    "announce_event",
    "ask_about_practice",
    "ask_for_place",
    "cancel_event",
    "change_event",
    "change_practice",
    "confirm_place",
    "create_event",
    "create_practice",
    "decline_practice",
    "forget_visitors",
    "hold_event",
    "note_outcome",
    "publish_practice",
    "remove_material",
    "remove_picture",
    "reopen_practice",
    "set_programme",
    "submit_practice",
    "withdraw_place",
]
