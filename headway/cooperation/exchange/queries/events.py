"""Events as pages show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import FilteredRelation, Q

from headway.cooperation.exchange.models import (
    Event,
    Material,
    Participation,
    ProgrammePoint,
    Registration,
)
from headway.cooperation.exchange.rules import free_places
from headway.cooperation.exchange.states import EventState, MaterialKind, RegistrationState
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

NOBODY = AnonymousUser()
"""Public pages show the same to everybody: what nobody in particular may see."""
REASON = "the caller may see the event"
NO_DAY = PartialDate(date.min.year)
WATCHED = (MaterialKind.VIDEO, MaterialKind.RECORDING)


@dataclass(frozen=True, slots=True)
class EventShown:
    """An event with what belongs to it."""

    event: Event
    programme: tuple[ProgrammePoint, ...]
    took_part: tuple[Participation, ...]
    material: tuple[Material, ...]

    @property
    def people(self) -> int | None:
        """How many took part; nothing if no number is known."""
        known = [one.people for one in self.took_part if one.people is not None]
        return sum(known) if known else None


def events_of(project: Project, user: User | AnonymousUser) -> tuple[Event, ...]:
    """Return the events of a project that somebody may see, the newest first. Two queries."""
    return _in_order(project, Event.objects.visible_to(user).filter(project=project))


def events_inside(project: Project, user: User) -> tuple[Event, ...]:
    """Return the events of a project that somebody reads as a partner. Two queries."""
    return _in_order(project, Event.objects.inside(user).filter(project=project))


def public_events(project: Project) -> dict[Event, tuple[Material, ...]]:
    """Return the public events of a project without their hosts, the newest first. One query.

    With the public videos of each.
    """
    watched = Q(materials__kind__in=WATCHED, materials__is_public=True)
    rows = Event.objects.visible_to(NOBODY).filter(project=project)
    videos = rows.annotate(video=FilteredRelation("materials", condition=watched))
    found: dict[Event, tuple[Material, ...]] = {}
    for row in videos.select_related("video__file").order_by("-video__pk"):  # type: ignore[misc]  # annotated
        own = found.setdefault(row, ())
        if video := getattr(row, "video", None):
            found[row] = (*own, video)
    return {each: found[each] for each in _sorted(project, found)}


def _in_order(project: Project, rows: QuerySet[Event]) -> tuple[Event, ...]:
    return _sorted(project, rows.prefetch_related("hosts"))


def _sorted(project: Project, rows: Iterable[Event]) -> tuple[Event, ...]:
    found = list(rows)
    for event in found:
        event.project = project
    return tuple(sorted(found, key=lambda one: (one.start or NO_DAY, one.pk), reverse=True))


def lies_ahead(event: Event, today: date) -> bool:
    """Tell whether an event was announced, and the last day on which it may be has not passed."""
    last = event.end or event.start
    return event.state == EventState.ANNOUNCED and (last is None or last.last_day >= today)


def shown(event: Event, user: User | AnonymousUser) -> EventShown:
    """Return an event with what of it somebody may see. Three queries."""
    points = ProgrammePoint.objects.visible_to(user).filter(event=event).order_by("place", "pk")
    counts = Participation.objects.visible_to(user).filter(event=event).order_by("pk")
    material = Material.objects.visible_to(user).filter(event=event).order_by("place", "pk")
    return EventShown(
        event,
        tuple(points),
        tuple(counts.select_related("organisation")),
        tuple(material.select_related("file")),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """How many come to an event, wait, and have not confirmed; `free` is None without a limit."""

    coming: int
    waiting: int
    asked: int
    free: int | None


def places_at(event: Event) -> Places:
    """Return how many come to an event. Numbers alone, so that nobody is named. One query."""
    rows = Registration.objects.unrestricted(reason="numbers alone").filter(event=event)
    count = Counter(rows.values_list("state", flat=True))
    coming = count[RegistrationState.REGISTERED]
    return Places(
        coming,
        count[RegistrationState.WAITING],
        count[RegistrationState.ASKED],
        free_places(event.places, coming),
    )


def visitors_of(event: Event, user: User) -> list[Registration]:
    """Return who registered for an event, as far as somebody may see it. One query."""
    rows = Registration.objects.visible_to(user).filter(event=event)
    told = rows.exclude(state=RegistrationState.WITHDRAWN).exclude(email="")
    return list(told.order_by("registered_at", "pk"))


def registration_named(key: str) -> Registration | None:
    """Return the registration that a signed link means. One query."""
    rows = Registration.objects.unrestricted(reason="whoever has the link is meant by it")
    found = rows.filter(key=key) if key else rows.none()
    return found.select_related("event__project").exclude(event__state=EventState.DRAFT).first()
