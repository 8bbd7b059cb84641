"""What the partners of the demonstration answer: made up, and the same in every load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from headway.foundation.core.keys import derived_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.indicators.states import Missing
from headway.monitoring.reporting.facts import Measured, PartSaid, Reported
from headway.monitoring.reporting.models import Answer
from headway.monitoring.reporting.places import place_of_part
from headway.monitoring.reporting.queries.answering import (
    figures_of_parts,
    previous_figures,
    text_asked,
)
from headway.monitoring.reporting.rules import needs_cause
from headway.monitoring.reporting.services import save_answers
from headway.monitoring.reporting.states import Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from headway.demo.values import Told
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report

REASON = "the loader made it a moment ago"
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers by measure, from the status that the files tell and sentences chosen by lot."""

    measures: Mapping[str, Told]
    """By the key of the node."""
    told: Told

    @classmethod
    def read(cls, measures: Iterable[Told], told: Told, *, slug: str) -> Replies:
        return cls({derived_key("node", slug, each["code"]): each for each in measures}, told)

    def answer(self, report: Report, *, by: User, at: datetime, most: int | None = None) -> None:
        """Answer the parts of a report in their order, or so many of them."""
        rows = Answer.objects.unrestricted(reason=REASON).filter(report=report)
        answers = tuple(rows.select_related("node").order_by("path", "pk")[:most])
        figures = _figures(report, answers)
        for answer in answers:
            answer.report = report
        parts = [
            PartSaid(answer.pk, self._said(answer), figures.get(answer.pk, ()), answer.version)
            for answer in answers
        ]
        save_answers(parts=parts, by=by, at=at, is_sure=True)

    def first_part(self, report: Report) -> tuple[str, TranslatedText]:
        """Return the place of the first measure of a report, and what it is called there."""
        rows = Answer.objects.unrestricted(reason=REASON).filter(report=report)
        answer = rows.select_related("report__round__edition").order_by("path", "pk")[0]
        text = text_asked(answer)
        return place_of_part(answer.pk), text.title if text else EMPTY

    def open_part(self, report: Report) -> int:
        """Return the first part that nobody has answered."""
        rows = Answer.objects.unrestricted(reason=REASON).filter(report=report, way="")
        return rows.order_by("path", "pk")[0].pk

    def _said(self, answer: Answer) -> Reported:
        if answer.node is None:
            return Reported(way=Way.NEW)
        entry, asked = self.measures[answer.node.key], answer.report.round
        status = entry["status"]
        if status == DROPPED:
            return Reported(way=Way.NONE, cause=TranslatedText.of(self.told["not_applicable"]))
        words = self.told["statuses"][status]
        chance = f"{entry['code']} {asked.period}"
        due = PartialDate.parse(str(entry["due"])) if entry.get("due") else None
        is_late = needs_cause(canonical=status, due=due, on=asked.period_end)
        return Reported(
            way=Way.NEW,
            status=status,
            done=_one_of(words["done"], f"{chance} done"),
            ahead=_one_of(words["ahead"], f"{chance} ahead"),
            obstacles=_one_of(words.get("obstacles", ()), f"{chance} obstacles"),
            cause=_one_of(self.told["causes"], f"{entry['code']} cause") if is_late else EMPTY,
        )


def _figures(report: Report, answers: Iterable[Answer]) -> dict[int, tuple[Measured, ...]]:
    """Repeat what can be repeated; the rest is not published yet. By part."""
    asked = figures_of_parts(report.round, [answer.pk for answer in answers])
    known = previous_figures(asked)
    found: dict[int, tuple[Measured, ...]] = {}
    for due in asked:
        pk = due.figure.pk
        none = Measured(figure_id=pk, way=Way.NEW, missing=Missing.NOT_YET_PUBLISHED)
        here = due.figure.answer_id
        found[here] = (*found.get(here, ()), known.get(pk, none))
    return found


def _one_of(choices: Iterable[Mapping[str, str]], chance: str) -> TranslatedText:
    rows = tuple(choices)
    if not rows:
        return EMPTY
    chosen = rows[crc32(chance.encode()) % len(rows)]
    return TranslatedText.of({language: words for language, words in chosen.items() if words})
