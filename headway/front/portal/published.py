"""What a project has published: plans, recommendations, good practices, events, videos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.exchange.queries.events import (
    NOBODY,
    lies_ahead,
    public_events,
)
from headway.cooperation.exchange.queries.practices import practices_of
from headway.cooperation.exchange.wording import when_of, where_of
from headway.cooperation.plans.queries.plans import published_of, recommendations_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from headway.cooperation.exchange.models import Event, GoodPractice, Material
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.facts import PlanText
    from headway.cooperation.plans.models import PlanEdition, Recommendation

MOST_EVENTS = 6
"""Of those that are over; their own page lists all."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A published plan with the text that was frozen, never the one that is being written."""

    edition: PlanEdition
    text: PlanText


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with its words for when and where."""

    event: Event
    when: str
    where: str


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody reads of a project besides its facts."""

    plans: tuple[PlanRow, ...]
    recommendations: tuple[Recommendation, ...]
    practices: tuple[GoodPractice, ...]
    ahead: tuple[EventRow, ...]
    past: tuple[EventRow, ...]
    videos: tuple[Material, ...]


def published_in(project: Project, *, today: date) -> Published:
    """Return what a project has published. Four queries."""
    events = public_events(project)
    ahead = [each for each in events if lies_ahead(each, today)]
    past = [each for each in events if each not in ahead]
    return Published(
        plans=tuple(PlanRow(each, each.text) for each in published_of(project)),
        recommendations=recommendations_of(project, user=NOBODY),
        practices=practices_of(project, NOBODY),
        ahead=_rows(ahead[::-1]),
        past=_rows(past[:MOST_EVENTS]),
        videos=tuple(video for each in events.values() for video in each),
    )


def _rows(events: Sequence[Event]) -> tuple[EventRow, ...]:
    return tuple(EventRow(each, when_of(each), where_of(each)) for each in events)
