"""Events as calendars know them. The secret link goes only to those who take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

from headway.cooperation.exchange.rules import days_of
from headway.cooperation.exchange.states import EventState
from headway.cooperation.exchange.wording import page_of, where_of, words
from headway.foundation.formats.calendars import Contact
from headway.foundation.formats.calendars import Event as Entry
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from headway.cooperation.exchange.models import Event


def entry_of(
    event: Event, *, attendees: tuple[Contact, ...] = (), with_link: bool = False
) -> Entry | None:
    """Return an event for a calendar, in the language that is active; None without a day.

    One that is known by its days alone stands there for whole days.
    """
    whole_days = days_of(event.start, event.end)
    if event.starts_at and event.ends_at:
        span, is_exact = (event.starts_at, event.ends_at), True
    elif whole_days:
        span, is_exact = whole_days, False
    else:
        return None
    link = event.online_link if with_link else ""
    return Entry(
        uid=event.uid,
        sequence=event.sequence,
        starts_at=span[0],
        ends_at=span[1],
        stamped_at=event.changed_at,
        summary=f"{event.project.acronym}: {named(event)}",
        description="\n\n".join(filter(None, (words(event.summary), link, page_of(event)))),
        location=", ".join(filter(None, (where_of(event), link))),
        address=page_of(event),
        language=get_language() or "en",
        organiser=organiser_of(event),
        attendees=attendees,
        is_cancelled=event.state == EventState.CANCELLED,
        is_tentative=event.state == EventState.DRAFT,
        is_whole_days=not is_exact,
    )


def organiser_of(event: Event) -> Contact:
    """Return who invites: the first host with a role address, else the site."""
    hosts = sorted(event.hosts.all(), key=lambda host: host.pk)
    found = next((host for host in hosts if host.email), None)
    if found:
        return Contact(found.email, named(found))
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    return Contact(sender, event.project.acronym)
