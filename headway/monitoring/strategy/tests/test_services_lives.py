"""The status of many nodes is set at once: all of them, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.audit.tests.factories import LINKING
from headway.foundation.core.errors import NotAllowed
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.monitoring.strategy.models import Life, LifeRecord
from headway.monitoring.strategy.services import set_life, set_lives
from headway.monitoring.strategy.services.lives import LifeEntry, RowsRefused
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    coordinator_of,
    text,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.strategy.models import Edition, Node

pytestmark = pytest.mark.django_db
MADE_UP = Provenance(synthetic=("all",))


def measures(number: int) -> tuple[Edition, list[Node]]:
    draft = EditionFactory.create()
    top = add(draft, "Top")
    nodes = [add(draft, f"Measure {n}", top).node for n in range(number)]
    return adopt(draft), nodes


def going(node: Node, *, version: int = 0) -> LifeEntry:
    return LifeEntry(node.key, "going", None, version)


def test_all_are_set_recorded_and_told_to_the_audit_trail() -> None:
    edition, nodes = measures(2)
    set_life(node_id=nodes[0].pk, status="waiting", note=text("Soon"), by=BY, at=AT)
    entries = [going(nodes[0], version=1), going(nodes[1])]
    assert set_lives(strategy_id=edition.strategy_id, entries=entries, by=BY, at=AT) == 2
    lives = Life.objects.order_by("node")
    assert [(life.status, life.version) for life in lives] == [("going", 2), ("going", 1)]
    assert lives[0].note == text("Soon")
    records = LifeRecord.objects.filter(node=nodes[0]).order_by("pk")
    assert [row.status for row in records] == ["waiting", "going"]
    reader = AdministratorFactory.create()
    [told] = history_of(nodes[1], user=reader)[:1]
    assert told.sentence == f"{BY} set the status of Measure 1 (lt)."


def test_one_that_was_set_by_somebody_else_leaves_all_as_they_were() -> None:
    edition, nodes = measures(2)
    set_life(node_id=nodes[1].pk, status="waiting", by=BY, at=AT)
    entries = [going(node) for node in nodes]
    with pytest.raises(RowsRefused) as refused:
        set_lives(strategy_id=edition.strategy_id, entries=entries, by=BY, at=AT)
    assert refused.value.tokens == {nodes[1].key: "1"}
    assert list(Life.objects.values_list("status", "version")) == [("waiting", 1)]


@pytest.mark.parametrize(("source", "kept"), [(None, MADE_UP), (UNKNOWN, UNKNOWN)])
def test_what_was_noted_of_the_source_stays_only_if_it_is_said(
    source: Provenance | None, kept: Provenance
) -> None:
    edition, [node] = measures(1)
    set_life(node_id=node.pk, status="waiting", provenance=MADE_UP, by=BY, at=AT)
    entries = [LifeEntry(node.key, "going", None, 1, provenance=source)]
    set_lives(strategy_id=edition.strategy_id, entries=entries, by=BY, at=AT)
    assert Life.objects.get().provenance == kept


def test_only_its_keepers_set_them() -> None:
    edition, nodes = measures(1)
    for by in (UserFactory.create(), coordinator_of(EditionFactory.create().strategy)):
        with pytest.raises(NotAllowed):
            set_lives(
                strategy_id=edition.strategy_id,
                entries=[going(node) for node in nodes],
                by=by,
                at=AT,
            )
    assert not Life.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_more_nodes_ask_the_database_no_more_often(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition, nodes = measures(number)
    entries = [going(node) for node in nodes]
    with django_assert_num_queries(16 + LINKING[connection.vendor]):
        set_lives(strategy_id=edition.strategy_id, entries=entries, by=BY, at=AT)
