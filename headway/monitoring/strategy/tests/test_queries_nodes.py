from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from headway.foundation.core.texts import TranslatedText
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.queries import tree
from headway.monitoring.strategy.queries.nodes import (
    around,
    below,
    duties_of,
    find_node,
    lineage,
    public_strategies,
    untranslated,
)
from headway.monitoring.strategy.services import end_node
from headway.monitoring.strategy.tests.editions import (
    next_edition,
    reword,
    sea_and_land,
    with_canaries,
)
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    adopted,
    draft_after,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return sea_and_land()


def address(edition: Edition, ref: str) -> tuple[str, str] | None:
    found = find_node(edition, ref)
    return (found.text.node.key, found.address) if found else None


def test_a_node_is_found_by_its_key_and_by_its_code(django_assert_num_queries: Any) -> None:  # noqa: ANN401
    edition, [node, *_others] = adopted(3)
    for ref in (node.key, "1.1"):
        with django_assert_num_queries(1):
            assert address(edition, ref) == (node.key, ref)
    assert address(edition, "9.9") is None


def test_a_former_code_leads_to_the_address_that_the_node_has_now() -> None:
    first, [node] = adopted()
    second = next_edition(first, node, code="1.7")
    third = next_edition(second, node, code="7 a")
    assert address(second, "1.1") == (node.key, "1.7")
    assert address(third, "1.1") == address(third, "1.7") == (node.key, node.key)


def test_a_former_code_that_another_node_carries_now_is_that_nodes() -> None:
    first, [one, two] = adopted(2)
    draft = draft_after(first)
    reword(draft, one, code="1.9")
    reword(draft, two, code="1.1")
    second = adopt(draft, "2020")
    assert address(second, "1.1") == (two.key, "1.1")
    assert address(first, "1.1") == (one.key, "1.1")
    assert address(second, "1.2") == (two.key, "1.1")


def test_a_former_code_of_two_nodes_is_the_last_ones() -> None:
    first, [one, two] = adopted(2)
    second = next_edition(first, one, code="1.9")
    third = next_edition(second, two, code="1.1")
    fourth = next_edition(third, two, code="1.8")
    assert address(fourth, "1.1") == (two.key, "1.8")


def test_a_code_that_two_nodes_share_finds_neither_and_their_keys_find_each() -> None:
    draft = EditionFactory.create()
    keys = [add(draft, name, code="1").node.key for name in "AB"]
    edition = adopt(draft)
    assert address(edition, "1") is None
    assert [address(edition, key) for key in keys] == [(key, key) for key in keys]


def test_an_ended_node_is_found_in_the_editions_that_had_it_alone() -> None:
    first, [one, _two] = adopted(2)
    draft = draft_after(first)
    end_node(draft_id=draft.pk, node=one, by=BY, at=AT)
    second = adopt(draft, "2020")
    assert address(first, "1.1") == (one.key, "1.1")
    assert address(second, "1.1") is None
    assert address(second, one.key) is None


def test_a_draft_gives_no_address_away() -> None:
    edition, [node] = adopted()
    with_canaries(edition)
    assert address(edition, "9.9") is None
    assert address(edition, "9.8") is None
    assert address(edition, "1.1") == (node.key, "1.1")


def test_what_stands_above_and_below_a_node(edition: Edition) -> None:
    [one, _two] = tree.upper_nodes(edition)
    quay = below(edition, one)[0]
    assert [found.code for found in below(edition, one)] == ["1.1", "1.2", "1.10"]
    assert (lineage(edition, quay), lineage(edition, one), below(edition, quay)) == ((one,), (), ())


def test_those_in_the_lead_come_first(edition: Edition) -> None:
    found = find_node(edition, "2.1")
    assert found
    assert [(d.organisation.slug, d.role) for d in duties_of(edition, found.text.node)] == [
        ("city", "lead"),
        ("port", "contributing"),
    ]


def test_the_history_of_a_wording_holds_editions_in_force_alone() -> None:
    first, [node] = adopted()
    second = next_edition(first, node, title=text("New"))
    with_canaries(second)
    editions = tuple(Edition.objects.unrestricted(reason="test").filter(strategy=node.strategy))
    begun = second.in_force_from
    assert begun

    own = NodeText.objects.of(second).get(node=node)

    now = around(second, own, editions, on=begun)
    before = around(second, own, editions, on=begun - timedelta(days=1))

    said = [(str(found.title), made) for found, made in now.wordings]
    assert said == [("New (lt)", second), ("Measure 1 (lt)", first)]
    assert [made for _found, made in before.wordings] == [first]
    assert ([found.code for found in now.above], now.below) == (["1"], ())


def test_texts_are_looked_through_for_gaps_in_the_order_of_the_tree() -> None:
    edition, [node] = adopted()
    second = next_edition(edition, node, title=TranslatedText.of({"lt": "Tik lietuviškai"}))
    assert [(found.code, found.title.missing(("lt", "en"))) for found in untranslated(second)] == [
        ("1", ()),
        ("1.1", ("en",)),
    ]


def test_only_public_strategies_are_found_by_everyone() -> None:
    shown = [StrategyFactory.create(slug=slug) for slug in ("b", "a")]
    StrategyFactory.create(is_public=False)
    assert list(public_strategies()) == [shown[1], shown[0]]
