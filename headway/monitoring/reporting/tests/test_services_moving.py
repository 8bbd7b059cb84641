"""Measures that another organisation is asked about: what goes along, what ends, what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from headway.foundation.core.errors import NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.reporting.models import Autosave, Report, Round, TaskLink
from headway.monitoring.reporting.services import (
    autosave,
    close_round,
    discard_round,
    edit_measures,
    hand_over_part,
    open_link,
    reassign_measures,
    save_answer,
    undo_edit,
)
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.tests.factories import (
    AT,
    REASON,
    TEN,
    World,
    answers_of,
    figure,
    figures_in,
    handed_in,
    opened,
    prepared,
    report_of,
    reported,
    world,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def of() -> World:
    return world(partners=2, measures=2, figures=True)


def move(of: World, asked: Round, *numbers: int, to: int = 1) -> int:
    return reassign_measures(
        round_id=asked.pk,
        node_ids=[of.nodes[number].pk for number in numbers],
        organisation=of.partners[to],
        by=of.coordinator,
        at=LATER,
    )


def nodes_of(report: Report) -> list[int | None]:
    return [answer.node_id for answer in answers_of(report)]


def test_what_was_answered_goes_along_with_its_figures(of: World) -> None:
    asked = opened(of)
    first, second = (report_of(asked, partner) for partner in of.partners)
    moved = answers_of(first)[0]
    said = [figure(each, TEN) for each in figures_in(moved)]
    save_answer(
        answer_id=moved.pk, said=reported(), figures=said, version=1, by=of.reporters[0], at=AT,
        is_sure=True,
    )  # fmt: skip
    assert move(of, asked, 0) == 1
    assert nodes_of(first) == [of.nodes[1].pk]
    assert nodes_of(second) == [of.nodes[0].pk, of.nodes[2].pk, of.nodes[3].pk]
    [kept] = [answer for answer in answers_of(second) if answer.pk == moved.pk]
    assert (kept.way, kept.status) == ("new", "going")
    assert [(row.report_id, row.value) for row in figures_in(kept)] == [(second.pk, TEN)]
    counts = [
        (report.count_asked, report.count_done)
        for report in Report.objects.unrestricted(reason=REASON).filter(round=asked).order_by("pk")
    ]
    assert counts == [(1, 0), (3, 1)]


def test_what_was_typed_goes_along_and_is_there_again_when_the_measure_is_back(of: World) -> None:
    asked = opened(of)
    first, second = (report_of(asked, partner) for partner in of.partners)
    moved, stays = answers_of(first)
    for answer in (moved, stays):
        autosave(
            answer_id=answer.pk, typed={"done.en": "Two"}, seen_version=1, by=of.reporters[0], at=AT
        )
    edit = edit_measures(
        round_id=asked.pk, node_ids=[of.nodes[0].pk], organisation=of.partners[1],
        by=of.coordinator, at=LATER,
    )  # fmt: skip
    kept = Autosave.objects.unrestricted(reason=REASON).order_by("answer__path")
    assert [(row.answer_id, row.report_id) for row in kept] == [
        (moved.pk, second.pk), (stays.pk, first.pk),
    ]  # fmt: skip
    seen = Autosave.objects.visible_to(of.reporters[0])
    assert {row.answer_id for row in seen} == {stays.pk}
    undo_edit(edit_id=edit.pk, by=of.coordinator, at=LATER)
    assert {row.report_id for row in kept.all()} == {first.pk}
    assert [row.typed for row in kept.all()] == [{"done.en": "Two"}] * 2


def test_the_colleague_who_had_the_part_loses_it_and_nobody_else_a_link(of: World) -> None:
    asked = opened(of)
    first = report_of(asked, of.partners[0])
    gone, stays = (
        hand_over_part(
            answer_id=answer.pk, name="Jonas", email="jonas@example.org", by=of.reporters[0], at=AT
        )
        for answer in answers_of(first)
    )
    move(of, asked, 0)
    ended = {
        link.pk: link.revoked_at for link in TaskLink.objects.unrestricted(reason=REASON).all()
    }
    assert ended.pop(gone.pk) == LATER
    assert set(ended.values()) == {None}
    with pytest.raises(WrongState, match="was ended"):
        open_link(link_id=gone.pk, at=LATER)
    assert open_link(link_id=stays.pk, at=LATER).opened_at == LATER
    with pytest.raises(NotAllowed):
        autosave(
            answer_id=answers_of(first)[0].pk, typed={}, seen_version=1, by=gone.acts_as, at=LATER
        )


def test_a_link_that_had_ended_before_keeps_its_day(of: World) -> None:
    asked = opened(of)
    part = answers_of(report_of(asked, of.partners[0]))[0]
    link = hand_over_part(
        answer_id=part.pk, name="Jonas", email="jonas@example.org", by=of.reporters[0], at=AT
    )
    link.revoked_at = AT
    link.save()
    move(of, asked, 0)
    link.refresh_from_db()
    assert link.revoked_at == AT


def test_who_is_asked_about_nothing_any_more_has_no_report_and_who_is_asked_first_is_told(
    of: World,
) -> None:
    asked = opened(of)
    newcomer = OrganisationFactory.create()
    reassign_measures(
        round_id=asked.pk, node_ids=[node.pk for node in of.nodes[:2]], organisation=newcomer,
        by=of.coordinator, at=LATER,
    )  # fmt: skip
    rows = Report.objects.unrestricted(reason=REASON).filter(round=asked)
    assert {row.organisation_id for row in rows} == {newcomer.pk, of.partners[1].pk}
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_round_opened")
    letters = mails.filter(about_key=report_of(asked, newcomer).key)
    assert [mail.recipient for mail in letters] == [of.coordinator.email]


def test_nothing_moves_to_whoever_has_it_already(of: World) -> None:
    asked = opened(of)
    assert move(of, asked, 0, to=0) == 0
    assert move(of, asked) == 0


def test_measures_of_another_round_stay(of: World) -> None:
    other = world()
    asked, elsewhere = opened(of), opened(other)
    moved = reassign_measures(
        round_id=asked.pk, node_ids=[other.nodes[0].pk], organisation=of.partners[1],
        by=of.coordinator, at=LATER,
    )  # fmt: skip
    assert moved == 0
    assert nodes_of(report_of(elsewhere, other.partners[0])) == [other.nodes[0].pk]


def test_nobody_else_moves_a_measure(of: World) -> None:
    asked = opened(of)
    for stranger in (of.reporters[0], world().coordinator):
        with pytest.raises(NotAllowed):
            reassign_measures(
                round_id=asked.pk, node_ids=[of.nodes[0].pk], organisation=of.partners[1],
                by=stranger, at=LATER,
            )  # fmt: skip
    assert len(nodes_of(report_of(asked, of.partners[0]))) == 2


def test_in_a_round_that_is_over_measures_stay(of: World) -> None:
    closed = opened(of)
    close_round(round_id=closed.pk, by=of.coordinator, at=AT)
    other = world(partners=2)
    discarded = prepared(other)
    discard_round(round_id=discarded.pk, by=other.coordinator, at=AT)
    for its, asked in ((of, closed), (other, discarded)):
        with pytest.raises(WrongState, match="is over"):
            move(its, asked, 0)
    published = Round.objects.unrestricted(reason=REASON).filter(pk=closed.pk)
    published.update(state=RoundState.PUBLISHED, published_at=AT)
    with pytest.raises(WrongState, match="is over"):
        move(of, closed, 0)


@pytest.mark.parametrize("number", [0, 1])
def test_a_report_that_was_handed_in_neither_gives_nor_gets_a_measure(number: int) -> None:
    of = world(partners=2, measures=2)
    asked = opened(of)
    handed_in(report_of(asked, of.partners[number]), by=of.reporters[number])
    with pytest.raises(WrongState, match="was handed in") as refused:
        move(of, asked, 0)
    assert str(of.partners[number]) in str(refused.value)
    assert [len(nodes_of(report_of(asked, partner))) for partner in of.partners] == [2, 2]
