"""Services of reporting: many things at once, and back as they were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from headway.monitoring.reporting import services as reporting
from headway.monitoring.reporting.tests.factories import AT, DEADLINE, opened, prepared, world
from tests.scenarios.reports import SITE, Act, running, writing
from tests.scenarios.table import writes

if TYPE_CHECKING:
    from headway.monitoring.reporting.models import BulkEdit
    from headway.monitoring.reporting.tests.factories import World

UNTIL = DEADLINE + timedelta(days=3)


@writes("reporting.services.edits.edit_deadlines", "report_deadline_moved")
def _() -> Act:
    of, asked, report, _by = running()
    return writing(
        lambda: reporting.edit_deadlines(
            round_id=asked.pk, report_ids=[report.pk], until=UNTIL, by=of.coordinator, at=AT
        )
    )


@writes("reporting.services.edits.edit_measures", "measure_reassigned")
def _() -> Act:
    of = world(partners=2)
    asked = prepared(of)
    return lambda: reporting.edit_measures(
        round_id=asked.pk,
        node_ids=[of.nodes[0].pk],
        organisation=of.partners[1],
        by=of.coordinator,
        at=AT,
    )


def edited() -> tuple[World, BulkEdit]:
    with SITE:
        of = world(partners=2)
        asked = opened(of)
        made = reporting.edit_measures(
            round_id=asked.pk,
            node_ids=[of.nodes[0].pk],
            organisation=of.partners[1],
            by=of.coordinator,
            at=AT,
        )
    return of, made


@writes("reporting.services.edits.undo_edit", "measure_reassigned", "bulk_edit_undone")
def _() -> Act:
    of, made = edited()
    return writing(lambda: reporting.undo_edit(edit_id=made.pk, by=of.coordinator, at=AT))
