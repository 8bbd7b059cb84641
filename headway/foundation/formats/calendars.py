"""Meetings become iCalendar: an invitation, its change, its cancellation, a feed (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from headway.foundation.core.texts import tidied
from headway.foundation.formats.libraries import icalendar

if TYPE_CHECKING:
    from collections.abc import Iterable

PRODUCT = "-//Headway//Meetings//EN"
MEDIA_TYPE = "text/calendar"


class Method(StrEnum):
    """What a calendar is to do with what it reads (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with an address."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing with a start and an end. Instants; texts in one language."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    address: str = ""
    language: str = ""
    organiser: Contact | None = None
    attendees: tuple[Contact, ...] = ()
    is_cancelled: bool = False
    is_tentative: bool = False
    is_whole_days: bool = False
    """The days from the first until the one before that of the end, on whatever clocks."""


def calendar(events: Iterable[Event], *, method: Method, name: str = "") -> str:
    """Return events as iCalendar, the same for the same input.

    Instants are written in UTC, which every calendar shows on its own clocks. A request or a
    cancellation needs an organiser and those whom it is for (RFC 5546, 3.2.2 and 3.2.5).

    :raises ValueError: for one without.
    """
    whole = icalendar.Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", str(method))
    if name:
        whole.add("name", _plain(name))
        whole.add("x-wr-calname", _plain(name))
    for event in events:
        if method != Method.PUBLISH and not (event.organiser and event.attendees):
            problem = f"{method} of {event.uid} has no organiser, or nobody whom it is for."
            raise ValueError(problem)
        whole.add_component(_component(event))
    written: bytes = whole.to_ical()
    return written.decode()


def _component(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    for name in ("dtstamp", "last-modified"):
        made.add(name, _instant(event.stamped_at))
    for name, at in (("dtstart", event.starts_at), ("dtend", event.ends_at)):
        made.add(name, at.date() if event.is_whole_days else _instant(at))
    made.add("status", _status(event))
    for name, words in (
        ("summary", event.summary),
        ("description", event.description),
        ("location", event.location),
    ):
        if words:
            made.add(name, _text(words, event.language))
    if event.address:
        made.add("url", event.address)
    if event.organiser:
        made.add("organizer", _address(event.organiser))
    for contact in event.attendees:
        made.add("attendee", _attendee(contact))
    return made


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.is_tentative else "CONFIRMED"


def _text(words: str, language: str) -> icalendar.vText:
    text = icalendar.vText(_plain(words))
    if language:
        text.params["LANGUAGE"] = language
    return text


def _address(contact: Contact) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{contact.email}")
    if name := _parameter(contact.name):
        address.params["CN"] = name
    return address


def _attendee(contact: Contact) -> icalendar.vCalAddress:
    address = _address(contact)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"  # answers by calendar reach nobody; a page takes them
    return address


def _plain(words: str) -> str:
    """Return words that a content line can hold: no control signs but line ends."""
    lines = tidied(words).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or (sign >= " " and sign != "\x7f"))


def _parameter(words: str) -> str:
    """Return words that a parameter can hold: no quotation marks, on one line (3.2)."""
    return " ".join(_plain(words).replace('"', "'").split())
