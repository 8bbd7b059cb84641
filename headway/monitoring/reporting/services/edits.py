"""Many deadlines or measures changed at once, and put back as they were."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.names import named
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.models import Answer, Autosave, BulkEdit, Report, Round
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.rules import OUTSTANDING
from headway.monitoring.reporting.services.asking import ask_no_more
from headway.monitoring.reporting.services.common import REASON, locked_report
from headway.monitoring.reporting.services.deadlines import move_deadlines, put_deadline_back
from headway.monitoring.reporting.services.moving import (
    count_anew,
    reassign_measures,
    refuse_handed_in,
    titles_of,
)
from headway.monitoring.reporting.services.rounds import locked_round
from headway.monitoring.reporting.states import HAS_RECEIPT, EditKind, ReportState, RoundState
from headway.monitoring.strategy.services.lives import Undone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.monitoring.reporting.permissions import Person

Rows = list[dict[str, object]]
NOBODY = 0
"""Stands for an organisation where nobody answered for a measure."""


@transaction.atomic
def edit_deadlines(
    *, round_id: int, report_ids: Iterable[int], until: datetime, by: Person, at: datetime
) -> BulkEdit:
    """Set the deadline of partners of a round who still have their report; it can be undone.

    Pressed twice, it is one edit.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a moment that has passed, or if nobody's deadline would change.
    """
    wanted = tuple(report_ids)
    asked = locked_round(round_id)
    require(can_keep_rounds(by, asked.strategy))
    takes = Q() if asked.state == RoundState.OPEN else Q(reopened_at__isnull=False)
    reports = Report.objects.unrestricted(reason=REASON).select_related("round").filter(round=asked)
    changed = [
        report
        for report in reports.filter(takes, pk__in=wanted, state__in=OUTSTANDING)
        if report.deadline_at != until
    ]
    rows: Rows = [
        {
            "thing": report.pk,
            "before": _written(report.special_deadline_at),
            "after": _written(until),
        }
        for report in changed
    ]
    if not rows and (made := _repeated(asked, EditKind.DEADLINES, wanted, _written(until))):
        return made
    if not rows:
        sentence = _("No deadline would change. Choose partners who still have their report.")
        raise BadInput({"reports": sentence})
    move_deadlines(report_ids=[report.pk for report in changed], until=until, by=by, at=at)
    return _kept(asked, EditKind.DEADLINES, rows, by=by, at=at)


@transaction.atomic
def edit_measures(
    *,
    round_id: int,
    node_ids: Iterable[int],
    organisation: Organisation,
    by: Person,
    at: datetime,
) -> BulkEdit:
    """Ask another organisation about measures, as `reassign_measures` does; it can be undone.

    Pressed twice, it is one edit.

    :raises BadInput: if no measure would move. Raises what `reassign_measures` raises besides.
    """
    wanted = tuple(node_ids)
    asked = Round.objects.unrestricted(reason=REASON).get(pk=round_id)
    answers = Answer.objects.unrestricted(reason=REASON).filter(round=asked, node__in=wanted)
    moved = answers.exclude(report__organisation=organisation)
    rows: Rows = [
        {"thing": node, "before": before, "after": organisation.pk}
        for node, before in moved.values_list("node", "report__organisation")
    ]
    rows += [
        {"thing": node, "before": NOBODY, "after": organisation.pk}
        for node in asked.unasked_measures
        if node in wanted
    ]
    reassign_measures(round_id=round_id, node_ids=wanted, organisation=organisation, by=by, at=at)
    if not rows and (made := _repeated(asked, EditKind.MEASURES, wanted, organisation.pk)):
        return made
    if not rows:
        sentence = _("No measure would move. Choose measures of another organisation.")
        raise BadInput({"measures": sentence})
    return _kept(locked_round(round_id), EditKind.MEASURES, rows, by=by, at=at)


def _repeated(of: Round, kind: str, things: Iterable[int], after: object) -> BulkEdit | None:
    """Return the edit that just did the same, if the button was pressed twice."""
    edits = BulkEdit.objects.unrestricted(reason=REASON).filter(round=of, kind=kind)
    last = edits.filter(undone_at=None).order_by("pk").last()
    wanted = {(thing, after) for thing in things}
    is_same = last and wanted == {(row["thing"], row["after"]) for row in last.rows}
    return last if is_same else None


def _kept(of: Round, kind: str, rows: Rows, *, by: Person, at: datetime) -> BulkEdit:
    return BulkEdit.objects.unrestricted(reason=REASON).create(
        key=new_key(), round=of, kind=kind, rows=rows, made_at=at, made_by=str(by)
    )


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@transaction.atomic
def undo_edit(*, edit_id: int, by: Person, at: datetime) -> Undone:
    """Put back what an edit changed, where nobody has changed it since.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if it was undone before. Raises what `reassign_measures` raises besides.
    """
    edits = BulkEdit.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    edit = edits.select_related("round__strategy").get(pk=edit_id)
    require(can_keep_rounds(by, edit.round.strategy))
    if edit.undone_at is not None:
        raise WrongState(_("This was undone before."))
    is_over = edit.round.state not in {RoundState.DRAFT, RoundState.OPEN}
    if is_over and edit.kind == EditKind.MEASURES:
        raise WrongState(_("This round is over, so it stays as it is."))
    undo = _undo_deadlines if edit.kind == EditKind.DEADLINES else _undo_measures
    stayed = undo(edit, by=by, at=at)
    count = len(edit.rows) - len(stayed)
    edit.undone_at = at
    edit.save(update_fields=["undone_at"])
    record(verbs.EDIT_UNDONE, edit.round, by=by, at=at, payload={"number": count})
    return Undone(count, stayed)


def _undo_deadlines(edit: BulkEdit, *, by: Person, at: datetime) -> tuple[str, ...]:
    """Return the names of the partners whose deadline was moved since, or who handed in."""
    stayed = []
    for row in edit.rows:
        report = locked_report(row["thing"])
        takes = report.round.state == RoundState.OPEN or report.reopened_at is not None
        has_it = takes and report.state in OUTSTANDING
        if has_it and _written(report.special_deadline_at) == row["after"]:
            before = datetime.fromisoformat(row["before"]) if row["before"] else None
            put_deadline_back(report, before, by=by, at=at)
        else:
            stayed.append(named(report.organisation))
    return tuple(stayed)


def _undo_measures(edit: BulkEdit, *, by: Person, at: datetime) -> tuple[str, ...]:
    """Put measures back; return those that stay by their codes, with why if a report went on.

    What was moved on since stays. So does what nobody answered for, once something was said of
    it, and what would leave or join a report that was handed in or waits for sign-off.

    :raises WrongState: if nothing can go back before a report is returned.
    """
    after = edit.rows[0]["after"] if edit.rows else 0
    held = Answer.objects.unrestricted(reason=REASON).filter(
        round=edit.round, report__organisation=after
    )
    standing = {part.node_id: part for part in held.select_related("report__organisation")}
    fixed = _fixed_reports(edit.round)
    back: dict[int, list[int]] = {}
    stayed: list[int] = []
    kept: dict[Report, list[int]] = {}
    for row in edit.rows:
        node, before = row["thing"], row["before"]
        part = standing.get(node)
        if part is None or (before == NOBODY and _is_said(part)):
            stayed.append(node)
        elif report := fixed.get(after) or fixed.get(before):
            kept.setdefault(report, []).append(node)
        else:
            back.setdefault(before, []).append(node)
    if not back:
        refuse_handed_in(kept)
    if alone := [standing[node] for node in back.pop(NOBODY, [])]:
        ask_no_more(locked_round(edit.round_id), alone)
        count_anew(alone[0].report)
    for organisation, nodes in back.items():
        reassign_measures(
            round_id=edit.round_id,
            node_ids=nodes,
            organisation=Organisation.objects.get(pk=organisation),
            by=by,
            at=at,
        )
    return titles_of(edit.round, stayed) + _named_with_reports(edit.round, kept)


def _fixed_reports(of: Round) -> dict[int, Report]:
    """Return the reports that measures neither leave nor join now, by organisation."""
    reports = Report.objects.unrestricted(reason=REASON).filter(round=of)
    fixed = reports.filter(state__in=[ReportState.PREPARED, *HAS_RECEIPT])
    return {report.organisation_id: report for report in fixed.select_related("organisation")}


def _named_with_reports(of: Round, kept: Mapping[Report, Iterable[int]]) -> tuple[str, ...]:
    """Name measures that stay because a report went on: “1.2 (report of the Port handed in)”."""
    found = []
    for report, nodes in kept.items():
        if report.state == ReportState.PREPARED:
            sentence = _("%(measure)s (report of %(organisation)s waits for sign-off)")
        else:
            sentence = _("%(measure)s (report of %(organisation)s handed in)")
        organisation = named(report.organisation)
        found += [
            sentence % {"measure": title, "organisation": organisation}
            for title in titles_of(of, nodes)
        ]
    return tuple(found)


def _is_said(part: Answer) -> bool:
    """Tell whether something was said of a part, or is being typed."""
    typed = Autosave.objects.unrestricted(reason=REASON).filter(answer=part)
    return bool(part.way) or typed.exists()
