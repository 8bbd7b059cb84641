"""Many deadlines or measures at once, and back as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.models import Answer, BulkEdit
from headway.monitoring.reporting.services import (
    edit_deadlines,
    edit_measures,
    move_deadlines,
    undo_edit,
)
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    handed_in,
    opened,
    report_of,
    world,
)

pytestmark = pytest.mark.django_db
UNTIL = DEADLINE + timedelta(days=5)


def test_forty_deadlines_move_and_go_back_except_what_was_changed_since() -> None:
    of = world(partners=40)
    asked = opened(of)
    reports = [report_of(asked, partner) for partner in of.partners]
    ids = [report.pk for report in reports]
    one = reports[0].pk
    move_deadlines(report_ids=[one], until=DEADLINE + timedelta(days=1), by=of.coordinator, at=AT)
    made = edit_deadlines(round_id=asked.pk, report_ids=ids, until=UNTIL, by=of.coordinator, at=AT)
    assert len(made.rows) == 40
    assert {report_of(asked, p).deadline_at for p in of.partners} == {UNTIL}
    later = UNTIL + timedelta(days=1)
    move_deadlines(report_ids=[ids[5]], until=later, by=of.coordinator, at=AT)
    assert undo_edit(edit_id=made.pk, by=of.coordinator, at=AT) == 39
    own = {report_of(asked, p).pk: report_of(asked, p).own_deadline_at for p in of.partners}
    assert own.pop(ids[5]) == later
    assert own.pop(one) == DEADLINE + timedelta(days=1)
    assert set(own.values()) == {None}
    with pytest.raises(WrongState):
        undo_edit(edit_id=made.pk, by=of.coordinator, at=AT)


def test_who_was_told_of_a_deadline_is_told_that_it_is_back() -> None:
    of = world()
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    made = edit_deadlines(
        round_id=asked.pk, report_ids=[report.pk], until=UNTIL, by=of.coordinator, at=AT
    )
    undo_edit(edit_id=made.pk, by=of.coordinator, at=AT)
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_deadline_moved")
    assert mails.count() == 2


def test_what_would_change_nothing_is_refused() -> None:
    of = world(partners=2)
    asked = opened(of)
    done = report_of(asked, of.partners[0])
    handed_in(done, by=of.reporters[0])
    for ids, until in (([], UNTIL), ([done.pk], UNTIL)):
        with pytest.raises(BadInput):
            edit_deadlines(round_id=asked.pk, report_ids=ids, until=until, by=of.coordinator, at=AT)
    with pytest.raises(BadInput):
        edit_measures(
            round_id=asked.pk,
            node_ids=[of.nodes[1].pk],
            organisation=of.partners[1],
            by=of.coordinator,
            at=AT,
        )
    assert not BulkEdit.objects.unrestricted(reason=REASON).exists()


def test_a_moment_that_has_passed_is_refused_and_keeps_nothing() -> None:
    of = world()
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    with pytest.raises(BadInput) as refused:
        edit_deadlines(
            round_id=asked.pk, report_ids=[report.pk], until=AT, by=of.coordinator, at=AT
        )
    assert set(refused.value.problems) == {"until"}
    assert report_of(asked, of.partners[0]).own_deadline_at is None


def test_nobody_else_edits_or_undoes() -> None:
    of = world(partners=2)
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    made = edit_deadlines(
        round_id=asked.pk, report_ids=[report.pk], until=UNTIL, by=of.coordinator, at=AT
    )
    for stranger in (UserFactory.create(), of.reporters[0]):
        with pytest.raises(NotAllowed):
            undo_edit(edit_id=made.pk, by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            edit_deadlines(
                round_id=asked.pk, report_ids=[report.pk], until=DEADLINE, by=stranger, at=AT
            )
        with pytest.raises(NotAllowed):
            edit_measures(
                round_id=asked.pk,
                node_ids=[of.nodes[0].pk],
                organisation=of.partners[1],
                by=stranger,
                at=AT,
            )


def test_a_report_of_another_round_does_not_move() -> None:
    of, other = world(), world()
    asked, elsewhere = opened(of), opened(other)
    foreign = report_of(elsewhere, other.partners[0])
    with pytest.raises(BadInput):
        edit_deadlines(
            round_id=asked.pk, report_ids=[foreign.pk], until=UNTIL, by=of.coordinator, at=AT
        )


def whose(asked_id: int) -> list[int]:
    rows = Answer.objects.unrestricted(reason=REASON).filter(round=asked_id)
    return list(rows.order_by("node").values_list("report__organisation", flat=True))


def test_measures_go_back_to_whoever_had_each() -> None:
    of = world(partners=3, measures=2)
    asked = opened(of)
    before = whose(asked.pk)
    nodes = [of.nodes[0].pk, of.nodes[2].pk]
    made = edit_measures(
        round_id=asked.pk,
        node_ids=nodes,
        organisation=of.partners[2],
        by=of.coordinator,
        at=timezone.now(),
    )
    assert whose(asked.pk) != before
    assert undo_edit(edit_id=made.pk, by=of.coordinator, at=timezone.now()) == 2
    assert whose(asked.pk) == before
