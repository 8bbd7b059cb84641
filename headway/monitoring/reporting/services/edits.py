"""Many deadlines or measures changed at once, and put back as they were."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.models import Organisation
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.models import Answer, BulkEdit, Report
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.rules import OUTSTANDING
from headway.monitoring.reporting.services.common import REASON, locked_report
from headway.monitoring.reporting.services.deadlines import move_deadlines, put_deadline_back
from headway.monitoring.reporting.services.moving import reassign_measures
from headway.monitoring.reporting.services.rounds import locked_round
from headway.monitoring.reporting.states import EditKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.monitoring.reporting.models import Round
    from headway.monitoring.reporting.permissions import Person

Rows = list[dict[str, object]]


@transaction.atomic
def edit_deadlines(
    *, round_id: int, report_ids: Iterable[int], until: datetime, by: Person, at: datetime
) -> BulkEdit:
    """Set the deadline of partners of a round who still have their report; it can be undone.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a moment that has passed, or if nobody's deadline would change.
    """
    asked = locked_round(round_id)
    require(can_keep_rounds(by, asked.strategy))
    reports = Report.objects.unrestricted(reason=REASON).select_related("round").filter(round=asked)
    changed = [
        report
        for report in reports.filter(pk__in=tuple(report_ids), state__in=OUTSTANDING)
        if report.deadline_at != until
    ]
    rows: Rows = [
        {"thing": report.pk, "before": _written(report.own_deadline_at), "after": _written(until)}
        for report in changed
    ]
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

    :raises BadInput: if no measure would move. Raises what `reassign_measures` raises besides.
    """
    wanted = tuple(node_ids)
    answers = Answer.objects.unrestricted(reason=REASON).filter(round=round_id, node__in=wanted)
    moved = answers.exclude(report__organisation=organisation)
    rows: Rows = [
        {"thing": node, "before": before, "after": organisation.pk}
        for node, before in moved.values_list("node", "report__organisation")
    ]
    reassign_measures(round_id=round_id, node_ids=wanted, organisation=organisation, by=by, at=at)
    if not rows:
        sentence = _("No measure would move. Choose measures of another organisation.")
        raise BadInput({"measures": sentence})
    return _kept(locked_round(round_id), EditKind.MEASURES, rows, by=by, at=at)


def _kept(of: Round, kind: str, rows: Rows, *, by: Person, at: datetime) -> BulkEdit:
    return BulkEdit.objects.unrestricted(reason=REASON).create(
        key=new_key(), round=of, kind=kind, rows=rows, made_at=at, made_by=str(by)
    )


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@transaction.atomic
def undo_edit(*, edit_id: int, by: Person, at: datetime) -> int:
    """Put back what an edit changed, where nobody has changed it since; return how much.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if it was undone before.
    """
    edits = BulkEdit.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    edit = edits.select_related("round__strategy").get(pk=edit_id)
    require(can_keep_rounds(by, edit.round.strategy))
    if edit.undone_at is not None:
        raise WrongState(_("This was undone before."))
    undo = _undo_deadlines if edit.kind == EditKind.DEADLINES else _undo_measures
    count = undo(edit, by=by, at=at)
    edit.undone_at = at
    edit.save(update_fields=["undone_at"])
    record(verbs.EDIT_UNDONE, edit.round, by=by, at=at, payload={"number": count})
    return count


def _undo_deadlines(edit: BulkEdit, *, by: Person, at: datetime) -> int:
    count = 0
    for row in edit.rows:
        report = locked_report(row["thing"])
        if report.state in OUTSTANDING and _written(report.own_deadline_at) == row["after"]:
            before = datetime.fromisoformat(row["before"]) if row["before"] else None
            put_deadline_back(report, before, by=by, at=at)
            count += 1
    return count


def _undo_measures(edit: BulkEdit, *, by: Person, at: datetime) -> int:
    count = 0
    grouped: dict[int, list[int]] = {}
    for row in edit.rows:
        grouped.setdefault(row["before"], []).append(row["thing"])
    after = edit.rows[0]["after"] if edit.rows else 0
    for organisation, nodes in grouped.items():
        standing = Answer.objects.unrestricted(reason=REASON).filter(
            round=edit.round, node__in=nodes, report__organisation=after
        )
        count += reassign_measures(
            round_id=edit.round_id,
            node_ids=list(standing.values_list("node", flat=True)),
            organisation=Organisation.objects.get(pk=organisation),
            by=by,
            at=at,
        )
    return count
