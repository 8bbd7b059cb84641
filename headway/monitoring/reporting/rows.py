"""One part of a report as the list of tasks shows it: its state, and what was said last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.ui.names import named
from headway.monitoring.indicators.saying import say_value_of
from headway.monitoring.reporting.states import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.models import Value
    from headway.monitoring.reporting.facts import Measured
    from headway.monitoring.reporting.models import Answer
    from headway.monitoring.reporting.queries.answering import Due, Previous, Task


@dataclass(frozen=True, slots=True)
class Told:
    """An implementation status in the words of the strategy: code, word."""

    canonical: str
    word: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure: what it is called, what it says now, what it said last time."""

    due: Due
    name: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One part of a report."""

    task: Task
    name: str
    status: Told | None
    before: Told | None
    before_words: TranslatedText | None
    figures: tuple[FigureRow, ...]
    can_repeat: bool
    """Whether one press answers all of it."""

    @property
    def answer(self) -> Answer:
        return self.task.answer

    @property
    def is_none(self) -> bool:
        return self.answer.way == Way.NONE

    @property
    def is_same(self) -> bool:
        return self.answer.way == Way.SAME


def told(answer: Answer, code: str) -> Told | None:
    """Return a status of the strategy's own list in the reader's language."""
    for option in answer.report.round.strategy.statuses:
        if option.code == code:
            return Told(option.canonical, named(option.label))
    return Told("", code) if code else None


def row_of(
    task: Task,
    before: Previous | None,
    values: Mapping[int, Value],
    repeats: Mapping[int, Measured],
) -> TaskRow:
    """Return one part as it is shown. No query."""
    figures = tuple(figure_row(due, values.get(due.figure.pk)) for due in task.figures)
    has_something = before is not None or bool(task.figures)
    return TaskRow(
        task=task,
        name=named(task.text) if task.text else _("Indicators of the strategy"),
        status=told(task.answer, task.answer.status),
        before=told(task.answer, before.status) if before else None,
        before_words=before.done if before else None,
        figures=figures,
        can_repeat=has_something and all(due.figure.pk in repeats for due in task.figures),
    )


def figure_row(due: Due, before: Value | None) -> FigureRow:
    say = say_value_of(due.text)
    is_said = bool(due.figure.way)
    return FigureRow(
        due=due,
        name=named(due.text),
        now=say(due.figure) if is_said else "",
        before=say(before) if before else "",
    )
