"""What whoever reviews needs: what waits, and a report with the previous one beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.monitoring.reporting.models import Answer, Report
from headway.monitoring.reporting.queries.answering import (
    newest_before,
    previous_of_tasks,
    standing_values,
    tasks_of,
)
from headway.monitoring.reporting.states import ReportState, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.models import Value
    from headway.monitoring.reporting.models import Round
    from headway.monitoring.reporting.queries.answering import Due, Previous, Task

TEXTS = ("done", "ahead", "obstacles", "cause")


@dataclass(frozen=True, slots=True)
class TextPair:
    """One text of an answer in one language: as it was last time, and as it is now."""

    field: str
    language: str
    before: str
    now: str

    @property
    def differs(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A figure that is due, and the newest value before its period."""

    due: Due
    before: Value | None
    values: tuple[Value, ...] = ()
    """All that stands of its indicator."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report beside what was said of it last time."""

    task: Task
    before: Previous | None
    texts: tuple[TextPair, ...]
    figures: tuple[FigurePair, ...]

    @property
    def answer(self) -> Answer:
        return self.task.answer

    @property
    def status_differs(self) -> bool:
        return self.before is not None and self.before.status != self.answer.status

    @property
    def is_unchanged(self) -> bool:
        """Whether it says what was said last time, word by word."""
        has_news = self.answer.way == Way.NONE or self.status_differs or self.before is None
        return not has_news and not any(pair.differs for pair in self.texts)


def reports_in(of: Round, user: Any, *, state: str = "") -> QuerySet[Report]:  # noqa: ANN401
    """Return the reports of a round, those that wait longest first."""
    found = Report.objects.visible_to(user).filter(round=of)
    if state:
        found = found.filter(state=state)
    return found.select_related("organisation", "round").order_by("state_since", "pk")


def next_waiting(of: Round, user: Any, *, after: int = 0) -> Report | None:  # noqa: ANN401
    """Return the report of a round that waits longest for review, another than one. One query."""
    return reports_in(of, user, state=ReportState.SUBMITTED).exclude(pk=after).first()


def parts_of(report: Report, user: Any) -> tuple[Part, ...]:  # noqa: ANN401
    """Return the parts of a report beside the previous ones. Four queries."""
    answers = Answer.objects.visible_to(user).filter(report=report)
    tasks = tasks_of(report, answers.order_by("path", "pk"))
    before = previous_of_tasks(report.round, tasks)
    dues = [due for task in tasks for due in task.figures]
    values = standing_values(dues)
    newest = newest_before(dues, values)
    own: dict[int, list[Value]] = {}
    for value in values:
        own.setdefault(value.indicator_id, []).append(value)
    pairs = {
        due.figure.pk: FigurePair(
            due, newest.get(due.figure.pk), tuple(own.get(due.text.indicator_id, ()))
        )
        for due in dues
    }
    languages = report.round.strategy.languages
    return tuple(_part(task, before, pairs, languages) for task in tasks)


def _part(
    task: Task,
    before: Mapping[int, Previous],
    pairs: Mapping[int, FigurePair],
    languages: list[str],
) -> Part:
    previous = before.get(task.answer.node_id or 0)
    return Part(
        task=task,
        before=previous,
        texts=tuple(_pairs(task.answer, previous, languages)),
        figures=tuple(pairs[due.figure.pk] for due in task.figures),
    )


def _pairs(answer: Answer, before: Previous | None, languages: list[str]) -> list[TextPair]:
    found = []
    for name in TEXTS:
        now: TranslatedText = getattr(answer, name)
        old: TranslatedText | None = getattr(before, name) if before else None
        own = [*languages, *now.languages, *(old.languages if old else ())]
        for language in dict.fromkeys(own):
            pair = TextPair(name, language, old.words(language) if old else "", now.words(language))
            if pair.before or pair.now:
                found.append(pair)
    return found
