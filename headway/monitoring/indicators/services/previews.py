"""What keeping many values would do, before anything is kept: a dry run writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.monitoring.indicators.queries.definitions import newest_text
from headway.monitoring.indicators.queries.values import standing_values
from headway.monitoring.indicators.services.values import (
    differs,
    doubts_of,
    problem_of,
    refuse_too_many,
)
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from headway.monitoring.indicators.models import Indicator, Value
    from headway.monitoring.indicators.services.values import Said


@dataclass(frozen=True, slots=True)
class Weighed:
    """One value of a dry run: what stands now, and what is wrong with it or asked about it."""

    said: Said
    now: Value | None
    problem: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would be new and what corrected; how much stands already; what cannot be kept."""

    new: tuple[Weighed, ...]
    corrected: tuple[Weighed, ...]
    same: tuple[Weighed, ...]
    wrong: tuple[Weighed, ...]

    @property
    def fresh(self) -> tuple[Weighed, ...]:
        return *self.new, *self.corrected

    @property
    def doubts(self) -> tuple[Weighed, ...]:
        return tuple(each for each in self.fresh if each.doubt)

    @property
    def token(self) -> str:
        """A fingerprint of all that would be written and what it is written over."""
        parts = [
            repr((each.said.place, each.said.figures(), each.now.pk if each.now else None))
            for each in self.fresh
        ]
        return sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]


def weigh_values(*, indicator: Indicator, said: Sequence[Said], at: datetime) -> DryRun:
    """Say what `record_values` would do with values that came in a column or a file.

    A column or a file says nothing of the evidence, sources and flags that stand already: a value
    that reads the same with them is the same. Each is said as seen beside what stands now. At most
    three queries.

    :raises BadInput: for more values than are taken together.
    """
    refuse_too_many(said)
    today = day_of(indicator.strategy, at)
    text = newest_text(indicator, on=today)
    standing = standing_values(indicator)
    sorts: dict[str, list[Weighed]] = {"new": [], "corrected": [], "same": [], "wrong": []}
    taken: set[tuple[str, str, int | None]] = set()
    for each in said:
        now = standing.get(each.place)
        problem = problem_of(each, text, today=today)
        if each.place in taken:
            problem = _("This period is said twice. Take one out.")
        taken.add(each.place)
        seen = replace(each, seen=now.pk if now else None)
        sort = "wrong" if problem else _sort(seen, now)
        sorts[sort].append(Weighed(seen, now, problem))
    fresh = [*sorts["new"], *sorts["corrected"]]
    doubts = doubts_of([each.said for each in fresh], standing, text)
    return DryRun(**{sort: _doubted(found, doubts) for sort, found in sorts.items()})


def _sort(said: Said, now: Value | None) -> str:
    if now is None:
        return "new"
    beside = replace(
        said,
        flag=said.flag or now.flag,
        evidence_id=now.evidence_id,
        evidence_address=now.evidence_address,
        provenance=now.provenance,
    )
    return "corrected" if differs(beside, now) else "same"


def _doubted(found: Sequence[Weighed], doubts: Mapping[str, str]) -> tuple[Weighed, ...]:
    return tuple(replace(each, doubt=doubts.get(str(each.said.period), "")) for each in found)
