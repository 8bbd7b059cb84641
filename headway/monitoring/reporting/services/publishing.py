"""Rounds at their end: closed, so that figures and verdicts stay; published, so that all see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.provenance import ALL, UNKNOWN, Provenance
from headway.foundation.core.verdicts import require, require_now
from headway.monitoring.indicators.answers import assessment_to_json
from headway.monitoring.indicators.models import Value
from headway.monitoring.indicators.queries.answers import judged
from headway.monitoring.indicators.queries.definitions import judged_texts, with_targets
from headway.monitoring.indicators.queries.values import known_values, standing_values
from headway.monitoring.indicators.services.values import record_values
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.models import Answer, Report, Round, RoundVerdict, Statement
from headway.monitoring.reporting.permissions import can_close_now, can_keep_rounds
from headway.monitoring.reporting.queries.answering import figures_of_parts
from headway.monitoring.reporting.queries.verdicts import verdicts_of
from headway.monitoring.reporting.services.checks import measured_of, said_of
from headway.monitoring.reporting.services.common import REASON
from headway.monitoring.reporting.services.rounds import locked_round
from headway.monitoring.reporting.states import ROUND_STEPS, ReportState, RoundState, Way
from headway.monitoring.strategy.models import Node
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.services.lives import LifeEntry, set_lives
from headway.monitoring.strategy.services.strategies import renew_if_public

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.monitoring.reporting.permissions import Keeper
    from headway.monitoring.reporting.queries.answering import Due


@transaction.atomic
def close_round(*, round_id: int, by: Keeper, at: datetime) -> Round:
    """Close a round: nobody reports any more, its figures stay, and its verdicts are computed.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is open and no report waits for review.
    """
    closed = locked_round(round_id)
    require(can_keep_rounds(by, closed.strategy))
    reports = Report.objects.unrestricted(reason=REASON).filter(round=closed)
    waiting = reports.filter(state=ReportState.SUBMITTED).count()
    require_now(can_close_now(closed, waiting=waiting))
    closed.state = ROUND_STEPS.target(state=closed.state, step="close")
    closed.closed_at = at
    closed.version += 1
    closed.save(update_fields=["state", "closed_at", "version"])
    _judge(closed, closed_at=at, at=at)
    record(verbs.ROUND_CLOSED, closed, by=by, at=at, payload={"silent": _silent(closed)})
    renew_if_public(closed.strategy, at=at)
    return closed


def _silent(closed: Round) -> int:
    reports = Report.objects.unrestricted(reason=REASON).filter(round=closed)
    return reports.exclude(state=ReportState.ACCEPTED).count()


def _judge(closed: Round, *, closed_at: datetime, at: datetime) -> None:
    """Keep what each indicator is judged to be, the figures of the round among its values.

    By the day on which the round was closed and what was known by then: what a later round brings
    says nothing of this one. What was judged before stays beneath what is judged otherwise now.
    Six queries, whatever the number of indicators.
    """
    rows = with_targets(judged_texts(closed.edition, as_of=closed_at), closed.edition)
    known = known_values([text.indicator_id for text, _targets in rows], as_of=closed_at)
    values = {pk: list(each) for pk, each in known.items()}
    for due in _figures(accepted_parts(closed)):
        own = values.setdefault(due.text.indicator_id, [])
        own[:] = [row for row in own if not _is_same_figure(row, due)]
        own.append(_as_value(due, at=closed_at))
        own.sort(key=lambda row: (row.period_end, row.period))
    found = judged(rows, values, edition=closed.edition, on=day_of(closed.strategy, closed_at))
    standing = verdicts_of(closed, is_whole=True)
    rows_now = [
        RoundVerdict(
            round=closed,
            indicator_id=each.text.indicator_id,
            verdict=each.verdict,
            method=each.assessment.method,
            value=each.facts.latest.value if each.facts.latest else None,
            period=each.period,
            answer=assessment_to_json(each.assessment),
            judged_at=at,
        )
        for each in found
    ]
    RoundVerdict.objects.unrestricted(reason=REASON).bulk_create(
        row for row in rows_now if _said(row) != _said(standing.get(row.indicator_id))
    )


def _said(row: RoundVerdict | None) -> tuple[object, ...]:
    return (row.verdict, row.method, row.value, row.period, row.answer) if row else ()


def _is_same_figure(row: Value, due: Due) -> bool:
    return (row.period, row.member, row.contributor_id) == (
        due.figure.period, "", due.contributor_id,
    )  # fmt: skip


def _as_value(due: Due, *, at: datetime) -> Value:
    """Return a figure of a report as the value that it will be once it is published."""
    said = said_of(due, measured_of(due.figure))
    return Value(
        indicator_id=due.text.indicator_id,
        period=str(said.period),
        period_end=said.period.last_day,
        contributor_id=said.contributor_id,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        words=said.words,
        missing=said.missing,
        received_at=at,
        recorded_at=at,
    )


def accepted_parts(of: Round, reports: Iterable[Report] | None = None) -> tuple[Answer, ...]:
    """Return the parts of the accepted reports of a round, or of some of them. One query."""
    rows = Answer.objects.unrestricted(reason=REASON).filter(
        round=of, report__state=ReportState.ACCEPTED
    )
    if reports is not None:
        rows = rows.filter(report__in=tuple(reports))
    found = rows.exclude(way="").select_related("report__organisation", "node", "round")
    return tuple(found.order_by("path", "pk"))


def _figures(parts: Iterable[Answer]) -> tuple[Due, ...]:
    """Return what was said of figures: a value, or why there is none. Two queries."""
    rows = tuple(part for part in parts if part.way != Way.NONE)
    found = figures_of_parts(rows[0].round, [row.pk for row in rows]) if rows else ()
    return tuple(due for due in found if due.figure.way)


@transaction.atomic
def publish_round(*, round_id: int, by: Keeper, at: datetime) -> Round:
    """Publish a closed round: statuses, words and figures of its accepted reports.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is closed.
    """
    published = locked_round(round_id)
    require(can_keep_rounds(by, published.strategy))
    published.state = ROUND_STEPS.target(state=published.state, step="publish")
    published.published_at = at
    published.version += 1
    published.save(update_fields=["state", "published_at", "version"])
    _publish(accepted_parts(published), published, by=by, at=at)
    record(verbs.ROUND_PUBLISHED, published, by=by, at=at)
    renew_if_public(published.strategy, at=at)
    return published


def publish_again(report: Report, *, by: Keeper, at: datetime) -> None:
    """Publish a report that was accepted after its round was closed, and judge the round anew.

    What was published before stays beneath. Nothing, while the round itself is not published.
    """
    over = locked_round(report.round_id)
    if over.state in {RoundState.CLOSED, RoundState.PUBLISHED}:
        _judge(over, closed_at=over.closed_at or at, at=at)
    if over.state == RoundState.PUBLISHED:
        _publish(accepted_parts(over, [report]), over, by=by, at=at)
        renew_if_public(over.strategy, at=at)


def _publish(parts: Iterable[Answer], of: Round, *, by: Keeper, at: datetime) -> None:
    rows = tuple(parts)
    Statement.objects.unrestricted(reason=REASON).bulk_create(
        _statement(row, row.node_id, at=at) for row in rows if row.node_id is not None
    )
    _set_lives(rows, of, by=by, at=at)
    _record_figures(_figures(rows), by=by, at=at)


def _statement(row: Answer, node_id: int, *, at: datetime) -> Statement:
    """Return what readers see of an answer; its report was submitted and accepted."""
    report = row.report
    return Statement(
        round_id=row.round_id,
        node_id=node_id,
        organisation_id=report.organisation_id,
        way=row.way,
        status=row.status,
        done=row.done,
        ahead=row.ahead,
        obstacles=row.obstacles,
        cause=row.cause,
        evidence_id=row.evidence_id,
        evidence_address=row.evidence_address,
        reported_at=report.submitted_at or at,
        accepted_at=report.accepted_at or at,
        accepted_by=report.accepted_by,
        published_at=at,
    )


def _set_lives(rows: Iterable[Answer], of: Round, *, by: Keeper, at: datetime) -> None:
    """Set the status of each measure that was reported, unless a later day's stands already."""
    said = {row.node_id: row.status for row in rows if row.node_id and row.status}
    _refuse_unknown(said.values(), of)
    entries = []
    for node in Node.objects.filter(pk__in=said).select_related("life"):
        life = getattr(node, "life", None)
        if life and life.status_on and life.status_on > of.period_end:
            continue
        version = life.version if life else 0
        entries.append(LifeEntry(node.key, said[node.pk], of.period_end, version, provenance=None))
    set_lives(strategy_id=of.strategy_id, entries=entries, by=by, at=at)


def _refuse_unknown(statuses: Iterable[str], of: Round) -> None:
    """Go on only with statuses that the strategy still has.

    :raises WrongState: naming those that were taken out of its list since.
    """
    gone = sorted(set(statuses) - {option.code for option in of.strategy.statuses})
    if gone:
        sentence = _("Reports speak of a status that the strategy has no more: %(status)s.")
        advice = _("Put it back into the list, or review those reports again.")
        refusal = f"{sentence % {'status': ', '.join(gone)}} {advice}"
        raise WrongState(refusal)


_MADE_UP = Provenance(synthetic=(ALL,))


def _record_figures(figures: Iterable[Due], *, by: Keeper, at: datetime) -> None:
    """Record the values of a round in their indicators, each with who reported it.

    What is said of an indicator that is made up is marked as made up, too.
    """
    grouped: dict[int, list[Due]] = {}
    for due in figures:
        grouped.setdefault(due.text.indicator_id, []).append(due)
    for pk, own in grouped.items():
        standing = standing_values(own[0].figure.indicator)
        said = []
        for due in own:
            each = said_of(due, measured_of(due.figure))
            now = standing.get(each.place)
            said.append(
                replace(
                    each,
                    reporter=str(due.figure.report.organisation),
                    provenance=_MADE_UP if due.text.provenance.is_synthetic() else UNKNOWN,
                    reason=_("Reported in the round."),
                    seen=now.pk if now else None,
                )
            )
        record_values(indicator_id=pk, said=said, by=by, at=at, is_sure=True)
