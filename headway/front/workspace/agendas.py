"""What waits to be talked about in a meeting, gathered from every app in one visible list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.cooperation.adoption import queries as adoptions
from headway.foundation.core.agenda import without_language
from headway.monitoring.amendments.queries import amendments
from headway.monitoring.indicators.queries import waiting as indicators
from headway.monitoring.meetings.queries import duties
from headway.monitoring.reporting.queries import waiting as reporting
from headway.monitoring.strategy.queries import waiting as strategies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from headway.foundation.core.agenda import ProposedPoint
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.meetings.models import Body
    from headway.monitoring.strategy.models import Edition


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one app proposes, under what it is called."""

    title: str
    points: tuple[ProposedPoint, ...]


def waiting_for(body: Body, on: date) -> list[Waiting]:
    """Return what waits for a body: follow-ups from last time first. Eight queries at most."""
    return waiting_in(strategies.edition_on(body.strategy, on), body, on)


def waiting_in(edition: Edition | None, body: Body, on: date) -> list[Waiting]:
    """Return what waits for a body whose strategy says on that day what an edition says."""
    late = reporting.points_for(body.strategy, on, page_of=_page_of)
    found = [
        Waiting(_("Follow-ups from last time"), tuple(duties.points_for(body, on))),
        Waiting(_("Proposals to decide"), amendments.points_for(body, on)),
        Waiting(_("Plans to adopt"), adoptions.points_for(body, on)),
        Waiting(_("Measures past their day"), _measures(body, strategies.points_in(edition, on))),
        Waiting(_("Indicators off their path"), _linked(indicators.points_in(edition, on))),
        Waiting(_("Late partners"), tuple(late)),
    ]
    return [each for each in found if each.points]


def _measures(body: Body, points: Iterable[ProposedPoint]) -> tuple[ProposedPoint, ...]:
    """Lead from each measure to its public page."""
    return tuple(
        replace(point, link=_path("portal:measure", body.strategy.slug, point.key))
        for point in points
    )


def _linked(points: Iterable[ProposedPoint]) -> tuple[ProposedPoint, ...]:
    """Lead from each indicator to its public page."""
    return tuple(replace(point, link=_path("portal:indicator", point.key)) for point in points)


def _page_of(organisation: Organisation) -> str:
    return _path("portal:organisation", organisation.slug)


def _path(route: str, *arguments: str) -> str:
    return without_language(reverse(route, args=arguments))
