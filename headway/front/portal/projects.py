"""A project's home: its regions on a map, and its time as it was planned and as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.states import Stage
from headway.foundation.ui.charts import Place
from headway.front.portal.stages import country_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.cooperation.partnerships.models import Phase, StageAssessment
    from headway.cooperation.partnerships.queries import Partnership, RegionInProject

STAGES = list(Stage.values)


@dataclass(frozen=True, slots=True)
class MapRow:
    """A region for the table beneath the map; its latest assessment, if there is one."""

    region: RegionInProject
    country: str
    latest: StageAssessment | None


@dataclass(frozen=True, slots=True)
class MapShown:
    """A project's regions on a map, with the finding in words and the table beneath."""

    finding: str
    description: str
    places: tuple[Place, ...]
    stages: tuple[tuple[int, str], ...]
    rows: tuple[MapRow, ...]


def map_of(partnership: Partnership) -> MapShown | None:
    """Return the map of a project's regions; nothing if no point of any is known."""
    rows = tuple(_row(each) for each in partnership.regions)
    places = tuple(place for row in rows if (place := _place(row)))
    if not places:
        return None
    return MapShown(
        finding=_finding(rows),
        description="; ".join(
            f"{place.name}: {place.words or _('not assessed yet')}" for place in places
        ),
        places=places,
        stages=tuple(enumerate((str(label) for label in Stage.labels), 1)),
        rows=rows,
    )


def _row(region: RegionInProject) -> MapRow:
    latest = region.assessments[-1] if region.assessments else None
    return MapRow(region, country_name(region.region.country), latest)


def _place(row: MapRow) -> Place | None:
    region = row.region.region
    if region.latitude is None or region.longitude is None:
        return None
    return Place(
        name=region.name.passage(get_language() or "en").words,
        latitude=float(region.latitude),
        longitude=float(region.longitude),
        stage=STAGES.index(row.latest.stage) + 1 if row.latest else None,
        words=row.latest.get_stage_display() if row.latest else "",
    )


def _finding(rows: Sequence[MapRow]) -> str:
    """Say how many regions there are, in how many countries."""
    countries = len({row.region.region.country for row in rows})
    regions = npgettext("map", "{n} region", "{n} regions", len(rows)).format(n=len(rows))
    words = npgettext("map", "{n} country", "{n} countries", countries).format(n=countries)
    return _("%(regions)s in %(countries)s") % {"regions": regions, "countries": words}


def late_by(phases: Sequence[Phase]) -> str:
    """Say by how many months the first phase that is over lasted longer than it was planned.

    Nothing, where its two ends are not known to the month, or it ended in time.
    """
    for phase in phases:
        planned, actual = phase.planned_end, phase.actual_end
        if planned is None or actual is None or not planned.month or not actual.month:
            continue
        months = (actual.year - planned.year) * 12 + actual.month - planned.month
        if months > 0:
            sentence = npgettext(
                "phase",
                "Phase {number} ended {months} month later than planned.",
                "Phase {number} ended {months} months later than planned.",
                months,
            )
            return sentence.format(number=phase.number, months=months)
    return ""
