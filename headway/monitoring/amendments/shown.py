"""Operations as a page shows them: the sentence, the redline, where it misfits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.amendments.kinds import ADDING, KINDS
from headway.monitoring.amendments.quotes import passages_of
from headway.monitoring.amendments.redlining import doubt_lines, lines_of, wanted_lines
from headway.monitoring.amendments.states import Misfit
from headway.monitoring.amendments.wording import name_in, sentence_of, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.ui.redlines import Redline
    from headway.foundation.ui.threads import ThreadBox
    from headway.monitoring.amendments.facts import Doubt
    from headway.monitoring.amendments.models import Operation
    from headway.monitoring.amendments.queries.amendments import Reading


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """Why an operation misfits: what stood beside what stands now, and that beside what is wanted.

    Both only where the text was changed since.
    """

    sentence: str
    lines: tuple[Redline, ...] = ()
    wanted: tuple[Redline, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """One operation of a page, numbered from 1."""

    number: int
    operation: Operation
    sentence: str
    label: str
    """The kind in few words, for a heading; the name of what it changes stands below it."""
    name: str
    lines: tuple[Redline, ...]
    doubts: tuple[ShownDoubt, ...]
    can_be_kept: bool
    """Whether a person may keep what was wanted although the text was changed since."""
    threads: tuple[ThreadBox, ...] = ()
    has_words: bool = False
    """Whether there are words that can be commented on."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it is new, so that there is nothing to lay it beside."""
        return self.operation.kind in ADDING


def shown_operations(
    reading: Reading, threads: Mapping[str, tuple[ThreadBox, ...]] | None = None
) -> tuple[ShownOperation, ...]:
    said = threads or {}
    return tuple(
        shown_operation(each, number, reading.doubts.get(each.key, ()), said.get(each.key, ()))
        for number, each in enumerate(reading.operations, start=1)
    )


def shown_operation(
    operation: Operation,
    number: int,
    doubts: tuple[Doubt, ...] = (),
    threads: tuple[ThreadBox, ...] = (),
) -> ShownOperation:
    return ShownOperation(
        number=number,
        operation=operation,
        sentence=sentence_of(operation),
        label=str(KINDS[operation.kind].label),
        name=name_in(operation.names, operation.thing_key),
        lines=lines_of(operation),
        doubts=tuple(_doubt(operation, doubt) for doubt in doubts),
        can_be_kept={doubt.misfit for doubt in doubts} == {Misfit.CHANGED},
        threads=threads,
        has_words=bool(passages_of(operation)),
    )


def _doubt(operation: Operation, doubt: Doubt) -> ShownDoubt:
    sentence = told(doubt, operation)
    if doubt.misfit != Misfit.CHANGED:
        return ShownDoubt(sentence)
    return ShownDoubt(sentence, doubt_lines(operation, doubt), wanted_lines(operation, doubt))
