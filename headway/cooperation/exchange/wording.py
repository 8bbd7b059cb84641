"""What pages, letters and calendars say of an event, in the language that is active then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.ui.clocks import moment_in_short, span_worded
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from headway.cooperation.exchange.models import Event, GoodPractice, Registration
    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.core.texts import TranslatedText


def whole(path: str) -> str:
    """Return the whole address of a path; empty where the site knows none of its own."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS else ""


def page_of(event: Event) -> str:
    """Return the whole address of an event's public page, in the language that is active."""
    return whole(reverse("exchange:event", args=[event.project.slug, event.key]))


def when_of(event: Event) -> str:
    """Say when an event is, as far as it is known: a year, a month, days, or the exact times."""
    if event.starts_at and event.ends_at:
        return span_worded(event.starts_at, event.ends_at, event.time_zone)
    if event.start and event.end and event.end != event.start:
        return _days(event.start, event.end)
    return event.start.worded() if event.start else _("day not known")


def _days(start: PartialDate, end: PartialDate) -> str:
    """Say from which day until which: “1–2 October 2019”, „2019 m. spalio 1–2 d.“.

    CLDR shortens the month of such a span, so the days are put into the words of the last one.
    """
    words = end.worded()
    if start.is_day and end.is_day and (start.year, start.month) == (end.year, end.month):
        return re.sub(rf"\b{end.day}\b", f"{start.day}–{end.day}", words, count=1)
    return f"{start.worded()} – {words}"


def where_of(event: Event) -> str:
    """Say where an event is: its place, that it is online, or both."""
    place = words(event.place)
    mode = event.get_mode_display()
    return f"{place} ({mode})" if place and event.mode != "on_site" else place or mode


def words(text: TranslatedText) -> str:
    """Return the words of a text in the language that is active, else the original."""
    return text.passage(get_language() or "en").words


class ToldEvent:
    """What letters say of an event."""

    def __init__(self, event: Event) -> None:
        self.event = event

    @property
    def title(self) -> str:
        return named(self.event)

    @property
    def project(self) -> str:
        return self.event.project.acronym

    @property
    def when(self) -> str:
        return when_of(self.event)

    @property
    def starts(self) -> str:
        """The day and time for a subject."""
        if self.event.starts_at:
            return moment_in_short(self.event.starts_at, self.event.time_zone)
        return self.event.start.worded() if self.event.start else ""

    @property
    def where(self) -> str:
        return where_of(self.event)

    @property
    def page(self) -> str:
        return page_of(self.event)

    @property
    def online_link(self) -> str:
        return self.event.online_link

    @property
    def reason(self) -> str:
        return self.event.cancelled_because


class ToldPractice:
    """What letters say of a good practice."""

    def __init__(self, practice: GoodPractice) -> None:
        self.practice = practice

    @property
    def title(self) -> str:
        return named(self.practice)

    @property
    def project(self) -> str:
        return self.practice.project.acronym

    @property
    def organisation(self) -> str:
        return named(self.practice.organisation)

    @property
    def said(self) -> str:
        return self.practice.words_of_lead

    @property
    def page(self) -> str:
        args = [self.practice.project.slug, self.practice.key]
        return whole(reverse("exchange:practice_kept", args=args))


def registration_page(registration: Registration, token: str) -> str:
    """Return the whole address at which somebody confirms or withdraws."""
    with translation.override(registration.language):
        return whole(reverse("exchange:registration", args=[token]))
