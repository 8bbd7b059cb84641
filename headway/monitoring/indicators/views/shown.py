"""What a dry run shows: what is asked, what is wrong and where, what would be new or corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.indicators.saying import say_value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.core.periods import Period
    from headway.foundation.formats.errors import CellProblem
    from headway.monitoring.indicators.bringing import Brought
    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.indicators.saying import Figures
    from headway.monitoring.indicators.services.previews import DryRun, Weighed

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One value of the preview in the reader’s language."""

    period: Period
    now: str
    before: str
    flag: str
    line: int
    sentence: str
    """What is wrong with it, or asked about it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first lines of each list, with how many there are in all."""

    run: DryRun
    brought: Brought
    new: tuple[Line, ...]
    corrected: tuple[Line, ...]
    wrong: tuple[Line, ...]
    doubts: tuple[Line, ...]

    @property
    def asked(self) -> tuple[CellProblem, ...]:
        return self.brought.asked[:MOST_SHOWN]

    @property
    def unread(self) -> tuple[CellProblem, ...]:
        return self.brought.wrong[:MOST_SHOWN]

    @property
    def problem_count(self) -> int:
        return len(self.brought.problems) + len(self.run.wrong)

    @property
    def may_be_kept(self) -> bool:
        left = self.problem_count or self.brought.without_reason
        return not left and bool(self.run.fresh)


def preview_of(brought: Brought, run: DryRun, text: IndicatorText) -> Preview:
    say = say_value_of(text)

    def lines(found: tuple[Weighed, ...]) -> tuple[Line, ...]:
        return tuple(_line(each, brought, say) for each in found[:MOST_SHOWN])

    return Preview(
        run=run,
        brought=brought,
        new=lines(run.new),
        corrected=lines(run.corrected),
        wrong=lines(run.wrong),
        doubts=lines(run.doubts),
    )


def _line(each: Weighed, brought: Brought, say: Callable[[Figures], str]) -> Line:
    return Line(
        period=each.said.period,
        now=say(each.said),
        before=say(each.now) if each.now else "",
        flag=each.said.flag,
        line=brought.lines.get(str(each.said.period), 0),
        sentence=each.problem or each.doubt,
    )
