"""The chart of a partnership's regions on the scale of stages, and its finding in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.rules import place_on_scale
from headway.cooperation.partnerships.states import Stage
from headway.foundation.ui.charts import StageChart, stage_chart

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import StageAssessment
    from headway.cooperation.partnerships.queries import Partnership, RegionInProject


@dataclass(frozen=True, slots=True)
class StageRow:
    """A region's first and latest assessment, for the table beneath the chart."""

    region: RegionInProject
    country: str
    first: StageAssessment
    latest: StageAssessment


@dataclass(frozen=True, slots=True)
class StagesShown:
    """A stage chart with its finding, its description and its table."""

    finding: str
    description: str
    broad: StageChart
    narrow: StageChart
    rows: tuple[StageRow, ...]
    is_synthetic: bool


def chart_of(partnership: Partnership) -> StagesShown | None:
    """Draw where the regions stand, those furthest on first; nothing without assessments."""
    assessed = [region for region in partnership.regions if region.assessments]
    if not assessed:
        return None
    rows = tuple(sorted((_row(region) for region in assessed), key=_how_far, reverse=True))
    drawn = [
        (_name(row), row.country, [(_place(found), str(found.assessed_on)) for found in _ends(row)])
        for row in rows
    ]
    stages = [str(label) for label in Stage.labels]
    return StagesShown(
        finding=_finding(rows),
        description="; ".join(
            _("%(region)s: from %(first)s to %(latest)s")
            % {
                "region": _name(row),
                "first": row.first.get_stage_display(),
                "latest": row.latest.get_stage_display(),
            }
            for row in rows
        ),
        broad=stage_chart(stages=stages, rows=drawn),
        narrow=stage_chart(stages=stages, rows=drawn, is_narrow=True),
        rows=rows,
        is_synthetic=any(row.latest.provenance.is_synthetic() for row in rows),
    )


def country_name(code: str) -> str:
    """Return what a country is called in the language of the page."""
    try:
        names = Locale.parse(get_language() or "en").territories
    except (UnknownLocaleError, ValueError):
        names = Locale.parse("en").territories
    return str(names.get(code, code))


def _row(region: RegionInProject) -> StageRow:
    return StageRow(
        region,
        country_name(region.region.country),
        region.assessments[0],
        region.assessments[-1],
    )


def _ends(row: StageRow) -> tuple[StageAssessment, ...]:
    return (row.first, row.latest)


def _place(found: StageAssessment) -> float:
    return place_on_scale(stage=found.stage, percent_into=found.percent_into)


def _how_far(row: StageRow) -> float:
    return _place(row.latest)


def _name(row: StageRow) -> str:
    words: str = row.region.region.name.passage(get_language() or "en").words
    return words


def _finding(rows: tuple[StageRow, ...]) -> str:
    """Say how many regions have reached a later stage than they began in."""
    moved = sum(row.first.stage != row.latest.stage for row in rows)
    sentence = ngettext(
        "%(moved)s of %(all)s regions has reached the next stage",
        "%(moved)s of %(all)s regions have reached the next stage",
        moved,
    )
    return sentence % {"moved": moved, "all": len(rows)}
