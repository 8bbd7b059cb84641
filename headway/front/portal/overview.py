"""What a strategy's indicators come to: bars of verdicts, and the ambitions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from headway.foundation.ui.charts import Multiple, UnitBar, verdict_bar
from headway.front.portal.parts import Written, part, written
from headway.monitoring.indicators.charts import day_words, multiple_of, years_of
from headway.monitoring.indicators.panels import panel_of, stated_words
from headway.monitoring.indicators.queries.pages import followed, followed_at
from headway.monitoring.strategy.queries.nodes import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.core.days import Days
    from headway.front.portal.reading import Reading
    from headway.monitoring.indicators.methods.base import Method
    from headway.monitoring.indicators.models import Indicator, IndicatorText, Target
    from headway.monitoring.indicators.queries.overview import Overview
    from headway.monitoring.indicators.queries.pages import Followed, Wording
    from headway.monitoring.indicators.rules import Expected
    from headway.monitoring.strategy.models import Edition, Node, NodeText, Strategy

ON_TRACK = ("achieved", "on_path")
"""The verdicts that count as on track."""


@dataclass(frozen=True, slots=True)
class VerdictBar:
    """A top node with the verdicts of the indicators under it."""

    text: NodeText
    address: str
    bar: UnitBar
    on_track: int
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator as a page shows it: its panel as it was written, and what stands around it."""

    text: IndicatorText
    verdict: str
    sentence: str
    method: Method
    expected: Expected | None
    is_drawn: bool
    """Whether it has a chart."""
    written: Written


def verdict_bars(
    strategy: Strategy, upper: Sequence[NodeText], found: Overview, days: Days
) -> tuple[VerdictBar, ...]:
    """Return a bar for each top node under which indicators stand, all on one scale."""
    by_top = found.rollup.by_top
    longest = max((sum(counts.values()) for counts in by_top.values()), default=0)
    return tuple(
        VerdictBar(
            text=text,
            address=reverse("portal:measure", args=[strategy.slug, address_of(text)]) + days.query,
            bar=verdict_bar(by_top[text.path], scale=longest),
            on_track=sum(by_top[text.path].get(word, 0) for word in ON_TRACK),
            total=sum(by_top[text.path].values()),
        )
        for text in upper
        if text.depth == 1 and text.path in by_top
    )


def multiples_of(found: Overview, days: Days) -> tuple[Multiple, ...]:
    """Return the ambitions as small multiples with the same years."""
    years = years_of(found.ambitions)
    if years is None:
        years = days.as_of, days.as_of
    return tuple(
        multiple_of(each, first=years[0], last=years[1], address=indicator_address(each.key, days))
        for each in found.ambitions
    )


def panels_at(reading: Reading, node: Node) -> tuple[Shown, ...]:
    """Return the indicators of a node as its page shows them. Two queries; none if kept."""
    days = reading.days
    return part(
        reading,
        "panels",
        node.pk,
        make=lambda: tuple(
            _shown(each, days, is_named=True)
            for each in followed_at(reading.edition, node, on=days.as_of, as_of=reading.moment)
        ),
    )


def panel_at(reading: Reading, indicator: Indicator) -> Shown | None:
    """Return an indicator as its own page shows it; None where the edition does not define it.

    Two queries, none if it is kept.
    """
    days = reading.days

    def make() -> Shown | None:
        found = followed(reading.edition, indicator, on=days.as_of, as_of=reading.moment)
        return _shown(found, days, is_named=False) if found else None

    return part(reading, "panel", indicator.pk, make=make)


def _shown(found: Followed, days: Days, *, is_named: bool) -> Shown:
    answer = found.answer
    address = indicator_address(answer.text.indicator.key, days)
    panel = panel_of(answer, found.vintages, on=days.as_of, address=address)
    return Shown(
        text=answer.text,
        verdict=panel.verdict,
        sentence=panel.overdue or panel.stated.sentence,
        method=panel.stated.method,
        expected=answer.expected,
        is_drawn=panel.series is not None,
        written=written(
            "portal/_indicator.html", {"panel": panel, "named": is_named, "days": days}
        ),
    )


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target as an edition set it, and whether a later edition has taken its place."""

    row: Target
    day: str
    words: str
    is_revised: bool


@dataclass(frozen=True, slots=True)
class EditionShown:
    """What an edition brought to an indicator: a wording, targets, or both."""

    edition: Edition
    text: IndicatorText | None
    targets: tuple[TargetShown, ...]


def targets_by_edition(wordings: Sequence[Wording], current: Edition) -> tuple[EditionShown, ...]:
    """Return what each edition brought, the newest first; its figures in the unit of its time."""
    shown: list[EditionShown] = []
    text: IndicatorText | None = None
    for each in reversed(wordings):
        text = each.text or text
        targets = [
            TargetShown(
                row=row,
                day=day_words(row.by_day),
                words=stated_words(text, row) if text else "",
                is_revised=row.until_number <= current.number,
            )
            for row in each.targets
        ]
        shown.append(EditionShown(each.edition, each.text, tuple(targets)))
    return tuple(reversed(shown))


def indicator_address(key: str, days: Days) -> str:
    """Return the page of an indicator, on the same days."""
    return reverse("portal:indicator", args=[key]) + days.query
