"""Answers: typed, saved, repeated, always to the report that the organisation has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import stale_sentence
from headway.monitoring.indicators.services.values import Implausible
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.facts import Colleague, Measured, Reported
from headway.monitoring.reporting.models import Answer, Autosave, Figure
from headway.monitoring.reporting.permissions import can_fill_answer, takes_answers
from headway.monitoring.reporting.queries.answering import (
    figures_of,
    previous_figures,
    previous_of,
    text_asked,
)
from headway.monitoring.reporting.services.checks import answer_problems, clashes_of, doubts_about
from headway.monitoring.reporting.services.common import (
    REASON,
    begin,
    count_answers,
    locked_report,
    told_each,
)
from headway.monitoring.reporting.states import Way
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Person
    from headway.monitoring.reporting.queries.answering import Due, Previous
    from headway.monitoring.strategy.models import NodeText

LONGEST_TYPED = 400_000
"""Signs of one part while it is typed; a report of a year is a fraction of it."""


@transaction.atomic
def save_answer(
    *,
    answer_id: int,
    said: Reported,
    figures: Sequence[Measured],
    version: int,
    by: Person,
    at: datetime,
    is_sure: bool = False,
) -> Answer:
    """Keep what is said of one part of a report, all of it or nothing.

    :raises NotAllowed: unless somebody who answers for the organisation does it.
    :raises WrongState: while somebody else has the report, or the round takes no answers.
    :raises BadInput: by field, for what is missing or cannot be; `figure-ID` for a figure.
    :raises Conflict: if somebody else saved it since `version` was read.
    :raises Implausible: unless `is_sure`, for figures far from those before.
    """
    answer = _taken(answer_id, by)
    text, asked = text_asked(answer), {due.figure.pk: due for due in figures_of(answer)}
    known = [each for each in figures if each.figure_id in asked]
    if version != answer.version:
        clashes = clashes_of(answer, said, known, asked=asked)
        raise Conflict(stale_sentence(), clashes=clashes, token=str(answer.version))
    today = day_of(answer.report.round.strategy, at)
    problems = answer_problems(answer, said, known, asked=asked, text=text, today=today)
    if problems:
        raise BadInput(problems)
    if not is_sure and (doubts := doubts_about(known, asked=asked)):
        raise Implausible(doubts)
    write_part(answer, said, [(asked[e.figure_id].figure, e) for e in known], by=by, at=at)
    note_written(answer.report, [text], by=by, at=at)
    return answer


def _taken(answer_id: int, by: Person) -> Answer:
    """Take a part of a report to write in. Raises what `save_answer` raises of who and when."""
    found = Answer.objects.unrestricted(reason=REASON).get(pk=answer_id)
    report = locked_report(found.report_id)
    answer = Answer.objects.unrestricted(reason=REASON).select_related("node").get(pk=answer_id)
    answer.report = report
    require(can_fill_answer(by, answer))
    require_now(takes_answers(report))
    return answer


def write_part(
    answer: Answer,
    said: Reported,
    figures: Sequence[tuple[Figure, Measured]],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Write what is said of one part, and let go of what was typed there."""
    for name in ("way", "status", "done", "ahead", "obstacles", "cause", "evidence_id"):
        setattr(answer, name, getattr(said, name))
    answer.evidence_address = said.evidence_address
    answer.saved_at, answer.saved_by = at, str(by)
    answer.version += 1
    answer.save()
    for figure, measured in figures:
        for name in (
            "way", "value", "numerator", "denominator", "words", "missing", "note",
            "evidence_id", "evidence_address",
        ):  # fmt: skip
            setattr(figure, name, getattr(measured, name))
        figure.save()
    forget_typed(answer, by=by)


def note_written(
    report: Report, texts: Sequence[NodeText | None], *, by: Person, at: datetime
) -> None:
    """Note that parts of a report were written: begun, counted, told to the audit trail."""
    begin(report, at=at)
    count_answers(report)
    payloads = [{"measure": str(text) if text else _("figures")} for text in texts]
    told_each(verbs.ANSWER_SAVED, report, payloads, by=by, at=at)


@transaction.atomic
def repeat_answer(*, answer_id: int, version: int, by: Person, at: datetime) -> Answer:
    """Answer a measure as last time: its status and words, and its levels where they are due.

    One that did not apply still does not.

    :raises NotAllowed, WrongState, Conflict: as `save_answer` does.
    :raises BadInput: where nothing was said last time, or a figure cannot repeat: a total over
        a period is counted anew each time.
    """
    answer = _taken(answer_id, by)
    before = previous_of(answer)
    asked = figures_of(answer)
    figures = previous_figures(asked)
    _refuse_unrepeatable(answer, before, asked, figures)
    said = Reported(way=Way.SAME)
    if before is not None:
        said = Reported(
            way=Way.NONE if before.way == Way.NONE else Way.SAME,
            status=before.status,
            done=before.done,
            ahead=before.ahead,
            obstacles=before.obstacles,
            cause=before.cause,
        )
    return save_answer(
        answer_id=answer_id,
        said=said,
        figures=tuple(figures.values()),
        version=version,
        by=by,
        at=at,
        is_sure=True,
    )


def _refuse_unrepeatable(
    answer: Answer,
    before: Previous | None,
    asked: Sequence[Due],
    figures: Mapping[int, Measured],
) -> None:
    """Go on only if there is something to repeat. :raises BadInput: with what to do instead."""
    takes_words = answer.node_id is not None and answer.report.round.asks_statuses
    if before is None and not figures and (takes_words or not asked):
        raise BadInput({"way": _("Nothing was said last time. Open this part and answer it.")})
    missing = [due for due in asked if due.figure.pk not in figures]
    if not missing:
        return
    if any(due.can_repeat for due in missing):
        problem = _("No figures were entered last time. Open this part and enter them.")
    else:
        sentence = ngettext(
            "%(number)d figure is counted anew each time. Enter it.",
            "%(number)d figures are counted anew each time. Enter them.",
            len(missing),
        )
        problem = sentence % {"number": len(missing)}
    raise BadInput({f"figure-{missing[0].figure.pk}": problem})


@transaction.atomic
def autosave(
    *, answer_id: int, typed: Mapping[str, str], seen_version: int, by: Person, at: datetime
) -> Autosave:
    """Keep what somebody has typed so far, whatever it is; nothing of it counts as said.

    :raises NotAllowed, WrongState: as `save_answer` does.
    :raises BadInput: for more than fits.
    """
    answer = _taken(answer_id, by)
    if sum(len(words) for words in typed.values()) > LONGEST_TYPED:
        raise BadInput({"typed": _("This is too much to keep. Put it into a file and attach it.")})
    kept, _is_new = Autosave.objects.unrestricted(reason=REASON).update_or_create(
        answer=answer,
        writer=writer_of(by),
        defaults={
            "report": answer.report,
            "writer_name": str(by),
            "typed": dict(typed),
            "seen_version": seen_version,
            "saved_at": at,
        },
    )
    begin(answer.report, at=at)
    return kept


def writer_of(by: Person) -> str:
    """Return under which name somebody's typing is kept apart from that of others."""
    if isinstance(by, Colleague):
        return f"link:{by.link_id}"
    return f"person:{by.pk}" if by.pk else f"name:{by}"[:60]


def forget_typed(answer: Answer, *, by: Person) -> None:
    """Let go of what somebody typed, now that it is saved."""
    kept = Autosave.objects.unrestricted(reason=REASON)
    kept.filter(answer=answer, writer=writer_of(by)).delete()
