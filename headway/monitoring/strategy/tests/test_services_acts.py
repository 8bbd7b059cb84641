"""The act of an edition is corrected in its place; editions that have not begun are taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from headway.foundation.audit.models import Entry
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.strategy.funding import Funding
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.services import (
    correct_act,
    make_again,
    open_draft,
    take_back_later,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests.editions import reword
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    adopt,
    adopted,
    coordinator_of,
    draft_after,
    text,
)
from headway.monitoring.strategy.tests.reading import stored, tree

pytestmark = pytest.mark.django_db


def three_editions() -> list[Edition]:
    first, _nodes = adopted()
    second = adopt(draft_after(first), "2020")
    return [first, second, adopt(draft_after(second), "2022")]


def corrected(edition: Edition, reason: str = "Misread", **said: object) -> Edition:
    act = replace(Act.of(edition), **said)  # type: ignore[arg-type]
    return correct_act(
        edition_id=edition.pk, act=act, reason=reason, version=edition.version, by=BY, at=AT
    )


def test_what_was_misread_of_an_act_is_corrected_and_the_reason_stays() -> None:
    _first, second, _third = three_editions()
    kept = corrected(second, number="T2-7", in_force_on=PartialDate(2021, 5))
    assert (kept.act_number, kept.in_force_from, kept.number) == ("T2-7", date(2021, 5, 1), 2)
    entry = Entry.objects.unrestricted(reason="test").order_by("number").last()
    assert entry is not None
    assert (entry.verb, "Misread" in entry.payload.content) == ("act_corrected", True)


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2017", "The edition before is in force from 2018. Choose that day or a later one."),
        ("2023", "The next edition is in force from 2022. Choose that day or an earlier one."),
    ],
)
def test_a_corrected_day_lies_between_those_of_its_neighbours(day: str, problem: str) -> None:
    _first, second, _third = three_editions()
    with pytest.raises(BadInput) as refused:
        corrected(second, in_force_on=PartialDate.parse(day))
    assert refused.value.problems == {"in_force_on": problem}


def test_a_correction_says_why_and_is_made_by_a_keeper_of_what_stands() -> None:
    first, second, _third = three_editions()
    with pytest.raises(BadInput) as refused:
        corrected(second, " ")
    assert list(refused.value.problems) == ["reason"]
    act = Act.of(second)
    stranger = coordinator_of(adopted()[0].strategy)
    with pytest.raises(NotAllowed):
        correct_act(edition_id=second.pk, act=act, reason="x", version=2, by=stranger, at=AT)
    with pytest.raises(Conflict) as stale:
        correct_act(
            edition_id=second.pk, act=replace(act, number="X"), reason="x", version=1,
            by=BY, at=AT,
        )  # fmt: skip
    assert [clash.field for clash in stale.value.clashes] == ["number"]
    draft = draft_after(first)
    with pytest.raises(WrongState):
        correct_act(edition_id=draft.pk, act=act, reason="x", version=1, by=BY, at=AT)


def test_an_edition_that_has_not_begun_is_taken_back_and_made_again_above_another() -> None:
    first, [node] = adopted()
    before = stored(first.strategy)
    later = draft_after(first)
    reword(later, node, title=text("Later"))
    adopt(later, "2030")
    strategy = first.strategy_id
    taken = take_back_later(strategy_id=strategy, after=date(2028, 1, 1), by=BY, at=AT)
    assert (taken, stored(first.strategy)) == ((later,), before)
    between = open_draft(strategy_id=strategy, by=BY, at=AT)
    assert (between.number, tree(between)) == (2, tree(first))
    adopt(between, "2028")
    again = make_again(edition_id=later.pk, by=BY, at=AT)
    assert (again.pk, again.number, again.state) == (later.pk, 3, "draft")
    assert tree(again) == tree(first)


def test_what_has_begun_is_never_taken_back() -> None:
    first, _nodes = adopted()
    adopt(draft_after(first), "2026-03-02")
    with pytest.raises(WrongState):
        take_back_later(strategy_id=first.strategy_id, after=date(2020, 1, 1), by=BY, at=AT)
    stranger = coordinator_of(adopted()[0].strategy)
    with pytest.raises(NotAllowed):
        take_back_later(strategy_id=first.strategy_id, after=date(2020, 1, 1), by=stranger, at=AT)


def test_a_node_keeps_its_level_of_funding_edition_by_edition() -> None:
    first, [node] = adopted()
    draft = draft_after(first)
    funding = Funding(Decimal("1200000.50"), "EUR", text("City budget"))
    reword(draft, node, funding=funding)
    rows = [NodeText.objects.of(each).get(node=node) for each in (first, draft)]
    assert [row.funding for row in rows] == [Funding(), funding]
    assert str(funding) == "1,200,000.5 EUR, City budget"


@pytest.mark.parametrize(
    ("funding", "field"),
    [(Funding(Decimal(-1)), "amount"), (Funding(Decimal(1), "euro"), "currency")],
)
def test_funding_that_cannot_be_gets_a_sentence(funding: Funding, field: str) -> None:
    first, [node] = adopted()
    with pytest.raises(BadInput) as refused:
        reword(draft_after(first), node, funding=funding)
    assert list(refused.value.problems) == [field]
