"""Many deadlines or measures at once, and back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.ui.names import named
from headway.monitoring.indicators.tests.factories import define
from headway.monitoring.reporting.models import Answer, BulkEdit, Figure, Report, TaskLink
from headway.monitoring.reporting.queries.keeping import who_answers
from headway.monitoring.reporting.services import (
    close_round,
    edit_deadlines,
    edit_measures,
    move_deadlines,
    return_report,
    undo_edit,
)
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    answered,
    answers_of,
    figures_in,
    handed_in,
    opened,
    prepared,
    report_of,
    world,
)
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.services.lives import Undone
from headway.monitoring.strategy.tests.factories import add, adopt, draft_after

if TYPE_CHECKING:
    from headway.monitoring.indicators.models import Indicator
    from headway.monitoring.reporting.models import Round
    from headway.monitoring.reporting.tests.factories import World
    from headway.monitoring.strategy.models import Node

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
    undone = undo_edit(edit_id=made.pk, by=of.coordinator, at=AT)
    assert (undone.count, undone.stayed) == (39, (named(of.partners[5]),))
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


def test_nobody_else_learns_whether_anything_would_change() -> None:
    of = world()
    asked = opened(of)
    for stranger in (UserFactory.create(), of.reporters[0]):
        with pytest.raises(NotAllowed):
            edit_deadlines(round_id=asked.pk, report_ids=[], until=UNTIL, by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            edit_measures(
                round_id=asked.pk, node_ids=[], organisation=of.partners[0], by=stranger, at=AT
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
    assert undo_edit(edit_id=made.pk, by=of.coordinator, at=timezone.now()) == Undone(2, ())
    assert whose(asked.pk) == before


def moved(of: World, asked: Round, nodes: list[int], to: int) -> BulkEdit:
    return edit_measures(
        round_id=asked.pk,
        node_ids=[of.nodes[number].pk for number in nodes],
        organisation=of.partners[to],
        by=of.coordinator,
        at=AT + timedelta(hours=1),
    )


def undone(of: World, made: BulkEdit) -> Undone:
    return undo_edit(edit_id=made.pk, by=of.coordinator, at=AT + timedelta(hours=2))


def test_a_measure_that_was_moved_on_since_is_named_and_stays() -> None:
    of = world(partners=3, measures=2)
    asked = opened(of)
    made = moved(of, asked, [0, 1], to=1)
    moved(of, asked, [1], to=2)
    assert undone(of, made) == Undone(1, ("1.2",))
    assert whose(asked.pk)[:2] == [of.partners[0].pk, of.partners[2].pk]


def test_what_would_join_a_report_that_was_handed_in_is_named_and_the_rest_goes_back() -> None:
    of = world(partners=3, measures=2)
    asked = opened(of)
    made = moved(of, asked, [0, 2], to=2)
    handed_in(report_of(asked, of.partners[0]), by=of.reporters[0])
    found = undone(of, made)
    assert found.count == 1
    [stayed] = found.stayed
    assert stayed == f"1.1 (report of {named(of.partners[0])} handed in)"
    owners = [of.partners[number].pk for number in (2, 0, 1, 1, 2, 2)]
    assert whose(asked.pk) == owners


def test_while_nothing_can_go_back_the_undo_says_why_and_waits() -> None:
    of = world(partners=2, measures=2)
    asked = opened(of)
    made = moved(of, asked, [0], to=1)
    taker = report_of(asked, of.partners[1])
    handed_in(taker, by=of.reporters[1])
    with pytest.raises(WrongState, match="Return it before"):
        undone(of, made)
    return_report(report_id=taker.pk, reason="Move it", by=of.coordinator, at=AT)
    assert undone(of, made) == Undone(1, ())


def test_who_lost_their_only_measure_and_gets_it_back_gets_a_link_that_works() -> None:
    of = world(partners=2)
    asked = opened(of)
    made = moved(of, asked, [0], to=1)
    assert not Report.objects.unrestricted(reason=REASON).filter(organisation=of.partners[0])
    undone(of, made)
    links = TaskLink.objects.unrestricted(reason=REASON).filter(person=of.reporters[0])
    assert [(link.report, link.revoked_at) for link in links] == [
        (report_of(asked, of.partners[0]), None)
    ]
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_round_opened")
    assert mails.filter(recipient=of.reporters[0].email).count() == 2


def test_nothing_is_put_back_in_a_round_that_is_over() -> None:
    of = world(partners=2)
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    made = edit_deadlines(
        round_id=asked.pk, report_ids=[report.pk], until=UNTIL, by=of.coordinator, at=AT
    )
    close_round(round_id=asked.pk, by=of.coordinator, at=UNTIL)
    assert undone(of, made) == Undone(0, (named(of.partners[0]),))
    with pytest.raises(BadInput):
        edit_deadlines(
            round_id=asked.pk,
            report_ids=[report.pk],
            until=UNTIL + timedelta(days=1),
            by=of.coordinator,
            at=UNTIL,
        )


# -- measures that nobody answers for ----------------------------------------------------------


def orphaned() -> tuple[World, Node, Indicator]:
    """Return a world with a measure, and an indicator at it, that nobody answers for."""
    of = world(partners=2)
    draft = draft_after(of.edition)
    [top] = NodeText.objects.of(draft).filter(depth=1)
    lonely = add(draft, "Lonely", top, code="1.9").node
    indicator = define(draft, lonely, frequency="half_year")
    return replace(of, edition=adopt(draft, "2019")), lonely, indicator


def test_a_round_names_what_nobody_answers_for_and_does_not_ask_it() -> None:
    of, lonely, indicator = orphaned()
    asked = prepared(of)
    found = who_answers(asked, "en")
    assert [text.node_id for text in found.measures] == [lonely.pk]
    assert [text.indicator_id for text in found.figures] == [indicator.pk]
    assert lonely.pk not in [part.node_id for own in found.partners for part in own.parts]


@pytest.mark.parametrize("is_open", [False, True])
def test_an_organisation_chosen_for_it_is_asked_with_its_figures_and_it_can_be_undone(
    *, is_open: bool
) -> None:
    of, lonely, indicator = orphaned()
    asked = opened(of) if is_open else prepared(of)
    made = chosen(of, asked, lonely)
    part = Answer.objects.unrestricted(reason=REASON).get(round=asked, node=lonely)
    assert part.report == report_of(asked, of.partners[1])
    assert [figure.indicator for figure in figures_in(part)] == [indicator]
    assert part.report.count_asked == 2
    asked.refresh_from_db()
    assert (asked.unasked_measures, asked.unasked_figures) == ([], [])

    assert undone(of, made) == Undone(1, ())
    asked.refresh_from_db()
    assert (asked.unasked_measures, asked.unasked_figures) == ([lonely.pk], [indicator.pk])
    assert report_of(asked, of.partners[1]).count_asked == 1
    assert len(answers_of(report_of(asked, of.partners[1]))) == 1


def chosen(of: World, asked: Round, lonely: Node) -> BulkEdit:
    return edit_measures(
        round_id=asked.pk,
        node_ids=[lonely.pk],
        organisation=of.partners[1],
        by=of.coordinator,
        at=AT + timedelta(hours=1),
    )


def test_what_was_said_of_it_since_keeps_it_where_it_is() -> None:
    of, lonely, _indicator = orphaned()
    asked = opened(of)
    made = chosen(of, asked, lonely)
    answered(report_of(asked, of.partners[1]), by=of.reporters[1])
    assert undone(of, made) == Undone(0, ("1.9",))
    assert Answer.objects.unrestricted(reason=REASON).filter(round=asked, node=lonely).exists()


def test_what_an_organisation_adds_to_a_figure_stays_with_it_when_the_measure_goes() -> None:
    of = world(partners=2, figures=True)
    asked = opened(of)
    [part] = answers_of(report_of(asked, of.partners[0]))
    [own] = figures_in(part)
    Figure.objects.unrestricted(reason=REASON).filter(pk=own.pk).update(is_part=True)
    moved(of, asked, [0], to=1)
    own.refresh_from_db()
    assert (own.report.organisation, own.answer.node) == (of.partners[0], None)
