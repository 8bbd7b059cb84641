"""A whole report as one value: what a receipt keeps, what a document prints."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from headway.foundation.core.numbers import plain
from headway.monitoring.reporting.models import Answer, Submission
from headway.monitoring.reporting.queries.answering import tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.queries.answering import Due, Task

REASON = "a report is handed in as a whole"
TEXTS = ("done", "ahead", "obstacles", "cause")


def content_of(report: Report) -> dict[str, Any]:
    """Return all that a report says, as plain JSON, in every language in which it says it.

    Two queries. A figure stands as it was given: a Decimal as text.
    """
    answers = Answer.objects.unrestricted(reason=REASON).filter(report=report)
    return content_with(report, tasks_of(report, answers.order_by("path", "pk")))


def content_with(report: Report, tasks: Iterable[Task]) -> dict[str, Any]:
    """Return all that a report says whose parts are known. No query."""
    return {
        "round": report.round.key,
        "period": report.round.period,
        "strategy": report.round.strategy.name.as_json(),
        "organisation": report.organisation.name.as_json(),
        "edition": report.round.edition.number,
        "answers": [_answer(task) for task in tasks],
    }


def _answer(task: Task) -> dict[str, Any]:
    answer, text = task.answer, task.text
    return {
        "part": answer.part,
        "code": text.code if text else "",
        "title": text.title.as_json() if text else {},
        "way": answer.way,
        "status": answer.status,
        **{name: getattr(answer, name).as_json() for name in TEXTS},
        "evidence": str(answer.evidence) if answer.evidence else "",
        "evidence_address": answer.evidence_address,
        "figures": [_figure(due) for due in task.figures],
    }


def _figure(due: Due) -> dict[str, Any]:
    figure = due.figure
    return {
        "indicator": figure.indicator.key,
        "code": due.text.code,
        "title": due.text.title.as_json(),
        "unit": due.text.unit_in_plural.as_json(),
        "period": figure.period,
        "way": figure.way,
        "value": _number(figure.value),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "words": figure.words.as_json(),
        "missing": figure.missing,
        "note": figure.note.as_json(),
        "evidence": str(figure.evidence) if figure.evidence else "",
        "evidence_address": figure.evidence_address,
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def fingerprint(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a content, written the same way each time."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def latest_submission(report: Report) -> Submission | None:
    """Return what was handed in last. One query."""
    return next(iter(submissions_of(report)), None)


def submissions_of(report: Report) -> tuple[Submission, ...]:
    """Return every handing-in of a report, the newest first. One query."""
    rows = Submission.objects.unrestricted(reason="the caller may see the report")
    return tuple(rows.filter(report=report).order_by("-submitted_at", "-pk"))
