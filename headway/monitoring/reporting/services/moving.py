"""Measures of a round that another organisation is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import require
from headway.foundation.ui.names import named
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.models import (
    FIGURES,
    Answer,
    Autosave,
    Figure,
    Report,
    Round,
    Submission,
    TaskLink,
)
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.services.asking import ask_about, key_of_report
from headway.monitoring.reporting.services.common import REASON, count_answers
from headway.monitoring.reporting.services.letters import announce
from headway.monitoring.reporting.services.rounds import locked_round
from headway.monitoring.reporting.states import HAS_RECEIPT, ReportState, RoundState
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.reporting.permissions import Person


@transaction.atomic
def reassign_measures(
    *,
    round_id: int,
    node_ids: Iterable[int],
    organisation: Organisation,
    by: Person,
    at: datetime,
) -> int:
    """Ask another organisation about measures, those that nobody answers for among them.

    What was answered and typed of them goes along; the former one's own parts of figures stay
    with it. Colleagues of the former one lose the parts that were handed to them.
    Return how many were moved.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: for a round that is over, or a report that the organisation has not.
    """
    asked = locked_round(round_id)
    require(can_keep_rounds(by, asked.strategy))
    if asked.state not in {RoundState.DRAFT, RoundState.OPEN}:
        raise WrongState(_("This round is over, so it stays as it is."))
    wanted = tuple(node_ids)
    rows = Answer.objects.unrestricted(reason=REASON).filter(round=asked, node__in=wanted)
    moved = list(rows.exclude(report__organisation=organisation).select_related("report"))
    new = set(wanted) & set(asked.unasked_measures)
    if not moved and not new:
        return 0
    target, is_new = Report.objects.unrestricted(reason=REASON).get_or_create(
        round=asked,
        organisation=organisation,
        defaults={"key": key_of_report(asked, organisation.pk), "state_since": at},
    )
    sources = {row.report_id: row.report for row in moved}
    refuse_handed_in([target, *sources.values()])
    _move(moved, target, at=at)
    ask_about(asked, new, target)
    for report in (target, *sources.values()):
        count_anew(report)
    titles = ", ".join(titles_of(asked, [*(row.node_id for row in moved), *new]))
    payload = {"organisation": str(organisation), "measure": titles}
    record(verbs.MEASURE_REASSIGNED, asked, by=by, at=at, payload=payload)
    if is_new and asked.state == RoundState.OPEN:
        announce(asked, [target], period=f"asked {at.isoformat()}", by=by, at=at)
    return len(moved) + len(new)


def _move(moved: Iterable[Answer], target: Report, *, at: datetime) -> None:
    ids = [row.pk for row in moved]
    for row in moved:
        _leave_parts(row)
    Answer.objects.unrestricted(reason=REASON).filter(pk__in=ids).update(report=target)
    for rows_of in (Figure, Autosave):
        rows_of.objects.unrestricted(reason=REASON).filter(answer__in=ids).update(report=target)
    handed = TaskLink.objects.unrestricted(reason=REASON).filter(answer__in=ids, revoked_at=None)
    handed.update(revoked_at=at)


def _leave_parts(row: Answer) -> None:
    """Leave what an organisation adds to a figure of several with it: nobody else can say it."""
    parts = Figure.objects.unrestricted(reason=REASON).filter(answer=row, is_part=True)
    if parts.exists():
        loose, _is_new = Answer.objects.unrestricted(reason=REASON).get_or_create(
            report=row.report, node=None, defaults={"round_id": row.round_id, "path": FIGURES}
        )
        parts.update(answer=loose)


def count_anew(report: Report) -> None:
    """Count what is asked in a report; one that asks nothing and said nothing is no more."""
    count_answers(report)
    if not report.count_asked and not _has_submissions(report):
        report.delete()


def _has_submissions(report: Report) -> bool:
    """Tell whether anything was handed in of a report, which then stays."""
    return Submission.objects.unrestricted(reason=REASON).filter(report=report).exists()


def refuse_handed_in(reports: Iterable[Report]) -> None:
    """Go on only while the organisations have their reports. :raises WrongState: otherwise."""
    for report in reports:
        if report.state == ReportState.PREPARED:
            sentence = _(
                "The report of %(organisation)s waits for sign-off. Ask them to send it back "
                "before you move a measure."
            )
        elif report.state in HAS_RECEIPT:
            sentence = _(
                "The report of %(organisation)s was handed in. Return it before you move a measure."
            )
        else:
            continue
        raise WrongState(sentence % {"organisation": named(report.organisation)})


def titles_of(asked: Round, ids: Iterable[int | None]) -> tuple[str, ...]:
    """Name measures by their codes, or by their titles where they have none."""
    texts = NodeText.objects.of(asked.edition).filter(node__in=tuple(ids)).order_by("path")
    return tuple(text.code or str(text.title) for text in texts)
