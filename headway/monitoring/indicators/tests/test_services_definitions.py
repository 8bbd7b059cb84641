from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed
from headway.foundation.core.periods import Period
from headway.foundation.core.texts import EMPTY
from headway.monitoring.indicators.definition import Breakdown, Definition, definition_of
from headway.monitoring.indicators.models import Indicator, IndicatorText, Placement, Target
from headway.monitoring.indicators.queries.definitions import defined
from headway.monitoring.indicators.services import (
    add_indicator,
    change_indicator,
    choose_method,
    end_indicator,
)
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.tests.factories import (
    d,
    define,
    defining,
    measured,
    tell,
    text_of,
    wanted,
)
from headway.monitoring.strategy.services import discard_draft, end_node
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    adopt,
    coordinator_of,
    draft_after,
    text,
)

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Edition

pytestmark = pytest.mark.django_db
MODELS = (IndicatorText, Placement, Target)


def said_in(edition: Edition, indicator: Indicator) -> Definition:
    return definition_of(
        text_of(indicator, edition),
        Placement.objects.of(edition).filter(indicator=indicator),
        Target.objects.of(edition).filter(indicator=indicator),
    )


def stored() -> list[object]:
    rows = [model.objects.unrestricted(reason="test") for model in MODELS]
    return [list(each.order_by("pk").values()) for each in (*rows, Indicator.objects.all())]


def change(draft: Edition, indicator: Indicator, token: str = "", **said: Any) -> IndicatorText:  # noqa: ANN401
    return change_indicator(
        draft_id=draft.pk,
        indicator=indicator,
        said=replace(said_in(draft, indicator), **said),
        token=token or definition_token(text_of(indicator, draft)),
        by=BY,
        at=AT,
    )


def test_what_is_said_of_an_indicator_is_kept_whole() -> None:
    edition, [node], [_other] = measured()
    draft = draft_after(edition)
    said = defining(
        code="R-1",
        definition=text("Created"),
        depth="result",
        floor=d("0.50"),
        breakdowns=(Breakdown("women", text("Women")),),
        node_ids=(node.pk,),
        is_ambition=True,
        targets=(wanted("2025", 500, is_milestone=True), wanted("2030", 1000, reason=text("So"))),
    )
    row = add_indicator(draft_id=draft.pk, said=said, by=coordinator_of(edition.strategy), at=AT)
    assert said_in(draft, row.indicator) == said
    assert [each.text.title for each in defined(edition)] == [text("New jobs")]
    assert len(defined(draft)) == 2


def test_a_change_is_of_the_draft_alone_and_a_revised_target_stays_in_its_edition() -> None:
    edition, _nodes, [indicator] = measured()
    before = said_in(edition, indicator)
    draft = draft_after(edition)
    change(draft, indicator, title=text("Jobs"), targets=(wanted("2030", 800),))
    change(draft, indicator, targets=(wanted("2030", 700), wanted("2035", 900)))
    assert said_in(edition, indicator) == before
    after = adopt(draft, "2024")
    assert said_in(after, indicator) == replace(
        before, title=text("Jobs"), targets=(wanted("2030", 700), wanted("2035", 900))
    )
    assert said_in(edition, indicator) == before
    spans = Target.objects.unrestricted(reason="test").order_by("pk")
    assert [(row.low, row.from_number, row.until_number == 2) for row in spans] == [
        (d(1000), 1, True),
        (d(700), 2, False),
        (d(900), 2, False),
    ]


def test_what_is_said_as_it_stands_changes_nothing() -> None:
    edition, _nodes, [indicator] = measured()
    draft = draft_after(edition)
    before = stored()
    change(draft, indicator)
    assert stored() == before


def test_who_changes_second_gets_both_texts() -> None:
    edition, _nodes, [indicator] = measured()
    draft = draft_after(edition)
    seen = definition_token(text_of(indicator, draft))
    change(draft, indicator, code="A", targets=(wanted("2030", 800),))
    before = stored()
    with pytest.raises(Conflict) as stopped:
        change(draft, indicator, seen, code="B", targets=(wanted("2030", 900),))
    assert stopped.value.clashes == (
        Clash("code", "Code", "A", "B"),
        Clash("targets", "Targets", "2030: 800", "2030: 900"),
    )
    assert stopped.value.token == definition_token(text_of(indicator, draft))
    assert stored() == before


def test_an_ended_indicator_stays_in_earlier_editions_with_its_values() -> None:
    edition, _nodes, [indicator] = measured()
    tell(indicator, "2024", 5)
    draft = draft_after(edition)
    end_indicator(draft_id=draft.pk, indicator=indicator, by=BY, at=AT)
    assert (len(defined(edition)), defined(adopt(draft, "2024"))) == (1, ())
    assert indicator.values.unrestricted(reason="test").count() == 1


def test_one_that_only_a_draft_had_goes_with_its_end() -> None:
    edition, [node], _indicators = measured()
    draft = draft_after(edition)
    before = stored()
    new = define(draft, node)
    end_indicator(draft_id=draft.pk, indicator=new, by=BY, at=AT)
    assert stored() == before


def test_a_discarded_draft_leaves_everything_as_it_was() -> None:
    edition, [node, _other], [one, two] = measured(2)
    before = stored()
    draft = draft_after(edition)
    define(draft, node)
    change(draft, one, title=text("X"), targets=(), node_ids=(), is_ambition=True)
    end_indicator(draft_id=draft.pk, indicator=two, by=BY, at=AT)
    assert stored() != before
    discard_draft(draft_id=draft.pk, by=BY, at=AT)
    assert stored() == before


def test_an_indicator_of_an_ended_node_stands_without_a_place() -> None:
    edition, [node], [indicator] = measured()
    draft = draft_after(edition)
    end_node(draft_id=draft.pk, node=node, by=BY, at=AT)
    assert (said_in(draft, indicator).node_ids, said_in(edition, indicator).node_ids) == (
        (),
        (node.pk,),
    )


def test_nobody_but_its_keepers_defines_and_no_edition_in_force_is_defined() -> None:
    edition, _nodes, [indicator] = measured()
    draft = draft_after(edition)
    before = stored()
    for where, who in ((draft, UserFactory.create()), (edition, BY)):
        token = definition_token(text_of(indicator, where))
        with pytest.raises(NotAllowed):
            add_indicator(draft_id=where.pk, said=defining(is_ambition=True), by=who, at=AT)
        with pytest.raises(NotAllowed):
            change_indicator(
                draft_id=where.pk, indicator=indicator, said=defining(), token=token, by=who, at=AT
            )
        with pytest.raises(NotAllowed):
            end_indicator(draft_id=where.pk, indicator=indicator, by=who, at=AT)
    assert stored() == before


@pytest.mark.parametrize(
    ("said", "part", "sentence"),
    [
        ({"title": EMPTY}, "title", "The title is missing. Write it in at least one language."),
        ({"code": "x" * 41}, "code", "The code is too long. Shorten it to 40 signs."),
        ({"decimals": 7}, "decimals", "Show between 0 and 6 decimals."),
        ({"kind": "none"}, "kind", "Choose one of those listed."),
        ({"depth": "none"}, "depth", "Choose one of those listed."),
        ({"direction": "none"}, "direction", "Choose one of those listed."),
        ({"frequency": "none"}, "frequency", "Choose one of those listed."),
        ({"method": "none", "method_reason": text("So")}, "method", "Choose one of those listed."),
        (
            {"method": "weather"},
            "method_reason",
            "Say why this indicator is judged otherwise than the rest.",
        ),
        (
            {"floor": d(5), "ceiling": d(5)},
            "ceiling",
            "The upper limit is not above the lower one. Correct one of them.",
        ),
        ({"baseline_period": None}, "baseline_period", "Say which period the baseline is of."),
        (
            {"has_no_baseline": True},
            "has_no_baseline",
            "There is a baseline. Take it out, or take this back.",
        ),
        (
            {"targets": (wanted("2020", 5),)},
            "targets",
            "2020: A target lies after the baseline. Correct its period.",
        ),
        (
            {"targets": (wanted("2030", 5), wanted("2030", 6))},
            "targets",
            "Two targets are for the same period. Take one out.",
        ),
        (
            {"targets": (wanted("2030", 5, 6),)},
            "targets",
            "2030: Only an indicator that is kept within a band has two bounds.",
        ),
        ({"node_ids": (0,)}, "node_ids", "The draft has no such node. Choose from its own."),
        (
            {"breakdowns": (Breakdown("a", text("A")), Breakdown("a", text("B")))},
            "breakdowns",
            "Each part of the breakdown needs a name of its own.",
        ),
    ],
)
def test_a_definition_that_cannot_be_is_refused_with_a_sentence(
    said: dict[str, Any], part: str, sentence: str
) -> None:
    edition, _nodes, _indicators = measured()
    draft = draft_after(edition)
    before = stored()
    with pytest.raises(BadInput) as refused:
        add_indicator(draft_id=draft.pk, said=defining(**said), by=BY, at=AT)
    assert refused.value.problems == {part: sentence}
    assert stored() == before


def test_an_indicator_in_words_can_be_defined() -> None:
    edition, [node], _indicators = measured()
    draft = draft_after(edition)
    said: dict[str, Any] = {"baseline": None, "baseline_period": None, "targets": ()}
    told = define(draft, node, kind="qualitative", **said)
    assert text_of(told, draft).kind == "qualitative"


def test_a_method_that_there_is_not_or_by_a_stranger_is_not_chosen() -> None:
    edition, _nodes, _indicators = measured()
    with pytest.raises(BadInput, match=r"There is no such method\. Choose one of those listed\."):
        choose_method(strategy_id=edition.strategy_id, method="none", by=BY, at=AT)
    with pytest.raises(NotAllowed):
        choose_method(
            strategy_id=edition.strategy_id, method="weather", by=UserFactory.create(), at=AT
        )
    assert not edition.strategy.method_choices.exists()


def test_a_baseline_of_the_same_period_as_a_value_is_no_hindrance() -> None:
    _edition, _nodes, [indicator] = measured(baseline_period=Period.parse("2024"))
    assert tell(indicator, "2024", 5).value == d(5)
