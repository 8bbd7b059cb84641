"""What whoever answers needs: the part with its measure and figures, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from headway.foundation.core.periods import Period
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.models import Indicator, Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.reporting.facts import Measured
from headway.monitoring.reporting.models import Answer, Figure, Report
from headway.monitoring.reporting.states import ReportState, Way
from headway.monitoring.strategy.models import Life, Node, NodeText
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.indicators.queries.answers import Answer as Judged
    from headway.monitoring.reporting.models import Round

REASON = "the parts of a report that the caller was allowed to open"
HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Previous:
    """What was said of a measure last time: in an earlier round, or set by the coordinator."""

    status: str
    done: TranslatedText = EMPTY
    ahead: TranslatedText = EMPTY
    obstacles: TranslatedText = EMPTY
    cause: TranslatedText = EMPTY
    way: str = ""
    round: Round | None = None
    said_at: datetime | None = None
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A figure that is due, with the definition that says what is to be counted."""

    figure: Figure
    text: IndicatorText

    @property
    def can_repeat(self) -> bool:
        """Whether it can stay as it was: a level can, a total over a period cannot."""
        return not KINDS[self.text.kind].adds_over_time

    @property
    def contributor_id(self) -> int | None:
        return self.figure.report.organisation_id if self.figure.is_part else None


def text_asked(answer: Answer) -> NodeText | None:
    """Return what the measure says in the edition that is asked about. One query."""
    if answer.node_id is None:
        return None
    found = NodeText.objects.addressed(answer.report.round.edition)
    return found.filter(node=answer.node_id).select_related("node").first()


def texts_asked(asked: Round, nodes: Iterable[int | None]) -> dict[int, NodeText]:
    """Return what measures say in the edition that is asked about, by node. One query."""
    found = NodeText.objects.addressed(asked.edition).filter(node__in=[*nodes])
    return {text.node_id: text for text in found.select_related("node__life")}


def figures_of(answer: Answer) -> tuple[Due, ...]:
    """Return the figures of a part in their order. One query."""
    return figures_of_parts(answer.report.round, [answer.pk])


def figures_of_parts(asked: Round, parts: Iterable[int]) -> tuple[Due, ...]:
    """Return the figures of parts in their order. One query."""
    number = asked.edition.number
    standing = Q(
        indicator__texts__from_number__lte=number, indicator__texts__until_number__gt=number
    )
    rows = (
        Figure.objects.unrestricted(reason=REASON)
        .annotate(defined=FilteredRelation("indicator__texts", condition=standing))
        .filter(answer__in=tuple(parts), defined__isnull=False)
        .select_related("indicator", "evidence", "report__organisation", "defined")  # type: ignore[misc]  # annotated above
        .order_by("place", "pk")
    )
    return tuple(Due(row, _defined(row)) for row in rows)


def _defined(row: Figure) -> IndicatorText:
    """Return the definition that was read beside a figure."""
    text: IndicatorText = row.defined  # type: ignore[attr-defined]  # annotated by the query
    text.indicator = row.indicator
    return text


def previous_of(answer: Answer) -> Previous | None:
    """Return what was said last time. At most two queries."""
    if answer.node_id is None:
        return None
    return previous_answers(answer.report.round, [answer.node_id]).get(answer.node_id)


def previous_answers(asked: Round, nodes: Iterable[int | None]) -> dict[int, Previous]:
    """Return what was said last time of measures, by node. At most two queries.

    What a report of an earlier round said that was handed in; else the status that stands.
    """
    wanted = [node for node in nodes if node is not None]
    found = _said_before(asked, wanted)
    silent = [node for node in wanted if node not in found]
    return found | _standing(Life.objects.filter(node__in=silent))


def previous_of_tasks(asked: Round, tasks: Iterable[Task]) -> dict[int, Previous]:
    """Return what `previous_answers` does, of parts that `tasks_of` has read. One query."""
    nodes = [task.text.node for task in tasks if task.text]
    found = _said_before(asked, [node.pk for node in nodes])
    lives = [life for node in nodes if (life := getattr(node, "life", None))]
    return _standing(lives) | found


def _standing(lives: Iterable[Life]) -> dict[int, Previous]:
    return {life.node_id: Previous(status=life.status) for life in lives if life.status}


def _said_before(asked: Round, nodes: Sequence[int]) -> dict[int, Previous]:
    """Return what was said of nodes in the newest earlier round. One query."""
    said = (
        Answer.objects.unrestricted(reason=REASON)
        .filter(
            node=OuterRef("pk"),
            round__strategy=asked.strategy_id,
            round__period_end__lt=asked.period_end,
            report__state__in=HANDED_IN,
        )
        .exclude(way="")
        .order_by("-round__period_end")
    )
    last = Node.objects.filter(pk__in=nodes).values(last=Subquery(said.values("pk")[:1]))
    rows = Answer.objects.unrestricted(reason=REASON).filter(pk__in=last)
    return {
        row.node_id: _previous(row)
        for row in rows.select_related("round", "report")
        if row.node_id is not None
    }


def _previous(row: Answer) -> Previous:
    return Previous(
        status=row.status,
        done=row.done,
        ahead=row.ahead,
        obstacles=row.obstacles,
        cause=row.cause,
        way=row.way,
        round=row.round,
        said_at=row.report.submitted_at,
        said_by=row.saved_by,
    )


def values_before(due: Iterable[Due]) -> dict[int, Value]:
    """Return the newest value before the period of each figure, by figure. One query."""
    wanted = tuple(due)
    if not wanted:
        return {}
    alike: dict[tuple[date, int | None], list[int]] = {}
    for each in wanted:
        place = Period.parse(each.figure.period).last_day, each.contributor_id
        alike.setdefault(place, []).append(each.text.indicator_id)
    newest = Q()
    for (ends, contributor), indicators in alike.items():
        newest |= Q(pk__in=_newest(indicators, contributor, before=ends))
    rows = Value.objects.unrestricted(reason=REASON).filter(newest)
    return newest_before(wanted, rows)


def standing_values(due: Iterable[Due]) -> tuple[Value, ...]:
    """Return all that stands now of the indicators of figures. One query."""
    indicators = {each.text.indicator_id for each in due}
    rows = Value.objects.unrestricted(reason=REASON).filter(
        indicator__in=indicators, is_latest=True
    )
    return tuple(rows.defer("provenance", "reason", "received_at", "recorded_at"))


def newest_before(due: Iterable[Due], values: Iterable[Value]) -> dict[int, Value]:
    """Return which of the values that stand is the newest before the period of each figure.

    By figure; parts of a breakdown and what is missing do not count.
    """
    series: dict[tuple[int, int | None], list[Value]] = {}
    for row in sorted(values, key=lambda row: (row.period_end, row.period)):
        if not row.member and not row.missing:
            series.setdefault((row.indicator_id, row.contributor_id), []).append(row)
    found = {}
    for each in due:
        ends = Period.parse(each.figure.period).last_day
        for row in series.get((each.text.indicator_id, each.contributor_id), ()):
            if row.period_end < ends:
                found[each.figure.pk] = row
    return found


def _newest(
    indicators: Iterable[int], contributor: int | None, *, before: date
) -> QuerySet[Indicator, Any]:
    """Return the newest value of each indicator of a period that ended before a day."""
    values = Value.objects.unrestricted(reason=REASON).filter(
        indicator=OuterRef("pk"), is_latest=True, member="", missing="", period_end__lt=before
    )
    own = values.filter(contributor=contributor) if contributor else values.filter(contributor=None)
    last = Subquery(own.order_by("-period_end", "-period").values("pk")[:1])
    return Indicator.objects.filter(pk__in=tuple(indicators)).values(last=last)


def previous_figures(
    due: Iterable[Due], *, before: dict[int, Value] | None = None
) -> dict[int, Measured]:
    """Return what repeats the last value, by figure, where one can be repeated.

    One query; none where `values_before` was asked already.
    """
    asked = {each.figure.pk: each for each in due}
    found = values_before(asked.values()) if before is None else before
    return {
        pk: Measured(
            figure_id=pk,
            way=Way.SAME,
            value=row.value,
            numerator=row.numerator,
            denominator=row.denominator,
            words=row.words,
        )
        for pk, row in found.items()
        if asked[pk].can_repeat
    }


@dataclass(frozen=True, slots=True)
class Task:
    """One part of a report in the list of tasks."""

    answer: Answer
    text: NodeText | None
    is_typed: bool = False
    """Whether somebody typed something that is not saved yet."""
    figures: tuple[Due, ...] = ()

    @property
    def is_done(self) -> bool:
        return bool(self.answer.way)


def tasks_of(report: Report, answers: QuerySet[Answer]) -> tuple[Task, ...]:
    """Return answers of a report as its parts, in the order they are asked for. Two queries."""
    number = report.round.edition.number
    standing = Q(node__texts__from_number__lte=number, node__texts__until_number__gt=number)
    rows = tuple(
        answers.annotate(measure=FilteredRelation("node__texts", condition=standing))
        .select_related("evidence", "node__life", "measure")  # type: ignore[misc]  # annotated above
    )  # fmt: skip
    for row in rows:
        row.report = report
    figures: dict[int, list[Due]] = {}
    for due in figures_of_parts(report.round, [row.pk for row in rows]):
        figures.setdefault(due.figure.answer_id, []).append(due)
    return tuple(
        Task(
            answer=row,
            text=_measure(row),
            is_typed=bool(getattr(row, "is_typed", False)),
            figures=tuple(figures.get(row.pk, ())),
        )
        for row in rows
    )


def _measure(row: Answer) -> NodeText | None:
    """Return the measure that was read beside an answer, which has it only where there is one."""
    text: NodeText | None = getattr(row, "measure", None)
    if text is not None and row.node is not None:
        text.node = row.node
    return text


def judged_today(asked: Round, task: Task, *, at: datetime) -> tuple[Judged, ...]:
    """Return how the indicators of a part are judged today, with their targets.

    Two queries, unless it has none.
    """
    indicators = [due.text.indicator_id for due in task.figures]
    if not indicators:
        return ()
    return answers(asked.edition, on=day_of(asked.strategy, at), indicators=indicators)


def measures_asked(report: Report) -> int:
    """Return about how many measures a report is asked. One query."""
    rows = Answer.objects.unrestricted(reason=REASON).filter(report=report)
    return rows.filter(node__isnull=False).count()
