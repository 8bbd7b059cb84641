"""Rows of a column or a file made into values of one indicator: said, asked about, or refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.errors import CellProblem
from headway.foundation.formats.statuses import Mark
from headway.monitoring.indicators.states import Flag, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.foundation.core.periods import Period
    from headway.foundation.core.provenance import Provenance
    from headway.foundation.formats.observations import Observation
    from headway.monitoring.indicators.services.values import Said

FLAGS = {
    Mark.PROVISIONAL: Flag.PROVISIONAL,
    Mark.ESTIMATED: Flag.ESTIMATED,
    Mark.FORECAST: Flag.ESTIMATED,
    Mark.IMPUTED: Flag.ESTIMATED,
    Mark.REVISED: Flag.REVISED,
}
REASONS = {
    Mark.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Mark.CONFIDENTIAL: Missing.CONFIDENTIAL,
    Mark.NOT_FOR_PUBLICATION: Missing.CONFIDENTIAL,
    Mark.SECRET: Missing.CONFIDENTIAL,
}
"""What marks of statistical offices say of a value here. “Not available” leaves open why."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What rows say. `lines` are their numbers by period.

    `without_reason` is how many say that there is no value, and not why.
    """

    said: tuple[Said, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    without_reason: int = 0
    blank: int = 0

    @property
    def asked(self) -> tuple[CellProblem, ...]:
        """Cells that may be read in two ways; a person chooses."""
        return tuple(problem for problem in self.problems if problem.choices)

    @property
    def wrong(self) -> tuple[CellProblem, ...]:
        return tuple(problem for problem in self.problems if not problem.choices)


def bring(
    rows: Iterable[tuple[Observation, Observation | None]], *, like: Said, why: str
) -> Brought:
    """Make values of rows: each an observation, or a part with the whole beside it.

    `like` says what all of them share; `why` is the reason for rows that say no value and give
    none. Blank rows say nothing and are counted.
    """
    said: list[Said] = []
    problems: dict[tuple[str, str], CellProblem] = {}
    lines: dict[str, int] = {}
    without_reason = blank = 0
    for first, second in rows:
        found = [each for each in (first, second) if each]
        problems |= {(each.cell, each.sentence): each for row in found for each in row.problems}
        if any(each.problems for each in found):
            continue
        if all(each.is_blank for each in found):
            blank += 1
            continue
        if first.period is None:
            problem = CellProblem("", first.row, "", "", _no_period())
            problems[problem.cell, problem.sentence] = problem
            continue
        one, lacks_reason = _said(first, second, first.period, like=like, why=why)
        without_reason += lacks_reason
        if twice := _twice(first, lines):
            problems[twice.cell, twice.sentence] = twice
            continue
        lines[str(first.period)] = first.row
        said += [one] if one else []
    return Brought(tuple(said), tuple(problems.values()), lines, without_reason, blank)


def _said(
    first: Observation, second: Observation | None, period: Period, *, like: Said, why: str
) -> tuple[Said | None, bool]:
    """Return the value of a row, and whether it lacks the reason why there is none."""
    marks = dict.fromkeys([*first.marks, *(second.marks if second else ())])
    flag = next((FLAGS[mark] for mark in marks if mark in FLAGS), like.flag)
    base = replace(like, period=period, flag=str(flag), provenance=_noted(like, marks))
    if second is not None and not (first.value is None and second.value is None):
        return replace(base, numerator=first.value, denominator=second.value), False
    if first.value is not None:
        return replace(base, value=first.value), False
    reason = next((REASONS[mark] for mark in marks if mark in REASONS), why)
    if not reason:
        return None, True
    return replace(base, missing=str(reason), flag=""), False


def _noted(like: Said, marks: Iterable[Mark]) -> Provenance:
    """Return the sources with those marks as a note for which a value here has no flag."""
    words = ", ".join(str(mark.label) for mark in marks if mark not in FLAGS | REASONS)
    if not words:
        return like.provenance
    note = TranslatedText.of({get_language() or "en": words})
    return replace(like.provenance, note=note)


def _no_period() -> str:
    return _("The period is missing. Write it beside the value, as in 2026-S1.")


def _twice(row: Observation, lines: Mapping[str, int]) -> CellProblem | None:
    before = lines.get(str(row.period))
    if before is None:
        return None
    sentence = _(
        "This period stands in line %(row)d already. Choose which rows are meant, or take one out."
    )
    return CellProblem("", row.row, "", str(row.period), sentence % {"row": before})
