"""Many parts of a report saved at once: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import stale_sentence
from headway.foundation.ui.names import named
from headway.monitoring.indicators.services.values import Implausible
from headway.monitoring.reporting.facts import Colleague
from headway.monitoring.reporting.models import Answer
from headway.monitoring.reporting.permissions import can_fill_answer, takes_answers
from headway.monitoring.reporting.queries.answering import figures_of_parts, texts_asked
from headway.monitoring.reporting.services.answers import note_written, write_part
from headway.monitoring.reporting.services.checks import answer_problems, clashes_of, doubts_about
from headway.monitoring.reporting.services.common import REASON, locked_report
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from headway.foundation.core.errors import Clash
    from headway.monitoring.reporting.facts import Measured, PartSaid
    from headway.monitoring.reporting.models import Figure, Report
    from headway.monitoring.reporting.permissions import Person
    from headway.monitoring.reporting.queries.answering import Due
    from headway.monitoring.strategy.models import NodeText


@transaction.atomic
def save_answers(
    *, parts: Sequence[PartSaid], by: Person, at: datetime, is_sure: bool = False
) -> int:
    """Keep what is said of many parts, with the checks of `save_answer`; return how many.

    Of each report its figures and measures are read once, however many parts.

    :raises NotAllowed, WrongState: as `save_answer` does.
    :raises BadInput: by part and field, `part-ID-status`, for all that is wrong in any of them.
    :raises Conflict: by part and field, for parts that somebody else saved since they were read.
    :raises Implausible: unless `is_sure`, for all figures far from those before.
    """
    found = Answer.objects.unrestricted(reason=REASON).in_bulk([p.answer_id for p in parts])
    reports: dict[int, list[PartSaid]] = {}
    for part in parts:
        reports.setdefault(found[part.answer_id].report_id, []).append(part)
    written = {
        report: _opened(report, own, by=by)
        for report, own in ((locked_report(pk), own) for pk, own in sorted(reports.items()))
    }
    _refuse(written, at=at, is_sure=is_sure)
    for report, own in written.items():
        for each in own:
            write_part(each.answer, each.part.said, each.figures, by=by, at=at)
        note_written(report, [each.text for each in own], by=by, at=at)
    return len(parts)


@dataclass(frozen=True, slots=True)
class _Open:
    """One part that is about to be written, with what it is asked."""

    part: PartSaid
    answer: Answer
    asked: Mapping[int, Due]
    text: NodeText | None

    @property
    def known(self) -> list[Measured]:
        return [each for each in self.part.figures if each.figure_id in self.asked]

    @property
    def figures(self) -> list[tuple[Figure, Measured]]:
        return [(self.asked[each.figure_id].figure, each) for each in self.known]

    @property
    def is_stale(self) -> bool:
        """Whether somebody else saved it since it was read."""
        return self.part.version != self.answer.version

    def problems(self, today: date) -> dict[str, str]:
        return answer_problems(
            self.answer, self.part.said, self.known, asked=self.asked, text=self.text, today=today
        )

    def clashes(self) -> list[Clash]:
        """Return where it reads otherwise now, by part and field, with the name of the part."""
        name = named(self.text) if self.text else _("Indicators of the strategy")
        found = clashes_of(self.answer, self.part.said, self.known, asked=self.asked)
        return [
            replace(each, field=f"{self.part.prefix}-{each.field}", label=f"{name}: {each.label}")
            for each in found
        ]


def _opened(report: Report, parts: Sequence[PartSaid], *, by: Person) -> list[_Open]:
    """Take parts of a locked report to write in. Raises what `save_answer` raises of who, when."""
    rows = Answer.objects.unrestricted(reason=REASON).filter(report=report)
    answers = rows.select_related("node").in_bulk([part.answer_id for part in parts])
    asked: dict[int, dict[int, Due]] = {}
    for due in figures_of_parts(report.round, answers):
        asked.setdefault(due.figure.answer_id, {})[due.figure.pk] = due
    texts = texts_asked(report.round, [answer.node_id for answer in answers.values()])
    for answer in answers.values():
        answer.report = report
    opened = []
    for part in parts:
        answer = answers[part.answer_id]
        text = texts.get(answer.node_id or 0)
        opened.append(_Open(part, answer, asked.get(answer.pk, {}), text))
    for each in opened if isinstance(by, Colleague) else opened[:1]:
        require(can_fill_answer(by, each.answer))  # a colleague has parts, anybody else the report
    require_now(takes_answers(report))
    return opened


def _refuse(written: Mapping[Report, Iterable[_Open]], *, at: datetime, is_sure: bool) -> None:
    problems: dict[str, str] = {}
    doubts: dict[str, str] = {}
    stale: list[_Open] = []
    for report, own in written.items():
        today = day_of(report.round.strategy, at)
        for each in own:
            if each.is_stale:
                stale.append(each)
                continue
            found = each.problems(today)
            problems |= {f"{each.part.prefix}-{name}": words for name, words in found.items()}
            if not (found or is_sure):
                doubts |= doubts_about(each.known, asked=each.asked)
    if problems:
        raise BadInput(problems)
    if stale:
        clashes = [clash for each in stale for clash in each.clashes()]
        raise Conflict(stale_sentence(), clashes=clashes, token="")
    if doubts:
        raise Implausible(doubts)


def weigh_answers(*, parts: Sequence[PartSaid], by: Person, at: datetime) -> None:
    """Save many parts and take it back, to learn what would be refused: a dry run.

    :raises NotAllowed, WrongState, BadInput, Conflict, Implausible: as `save_answers` does.
    """
    with transaction.atomic():
        save_answers(parts=parts, by=by, at=at)
        transaction.set_rollback(True)
