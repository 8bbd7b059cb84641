"""A strategy of 2,000 measures with 200 amendments: any edition is read in a few queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.monitoring.amendments.services import adopt_amendment
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    REASON,
    act,
    amendment,
    operation,
    proposed,
)
from headway.monitoring.strategy.models import Edition, Node, NodeText
from headway.monitoring.strategy.queries.editions import editions_at, in_force
from headway.monitoring.strategy.queries.tree import (
    Choice,
    answering,
    measures,
    upper_and_counts,
)
from headway.monitoring.strategy.rules import path_below
from headway.monitoring.strategy.tests.factories import (
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    text,
)

if TYPE_CHECKING:
    from datetime import date

    from headway.monitoring.strategy.models import Strategy

pytestmark = [pytest.mark.django_db, pytest.mark.audit]
MEASURES, AMENDMENTS, MOST_QUERIES = 2_000, 200, 8


def large() -> Edition:
    draft = EditionFactory.create(strategy=StrategyFactory.create())
    top = add(draft, "Objective", code="1")
    nodes = Node.objects.bulk_create(
        Node(strategy=draft.strategy, key=f"n-{number}") for number in range(MEASURES)
    )
    NodeText.objects.bulk_create(
        NodeText(
            node=node,
            strategy=draft.strategy,
            from_number=1,
            parent=top.node,
            path=path_below(top.path, 10 * (number + 1)),
            depth=2,
            code=f"1.{number}",
            title=text(f"Measure {number}"),
        )
        for number, node in enumerate(nodes)
    )
    return adopt(draft)


def read_on(strategy: Strategy, day: date) -> list[str]:
    """Read an edition as the page of a strategy does, and count its queries."""
    with CaptureQueriesContext(connection) as queries:
        edition = in_force(editions_at(strategy.slug, user=AnonymousUser()), on=day)
        assert edition is not None
        _upper, counts = upper_and_counts(edition)
        page = measures(edition, Choice())
        answering(edition)
    assert len(queries) <= MOST_QUERIES
    assert counts.total == page.total == MEASURES
    return [str(row.text.title) for row in page.rows]


def test_any_edition_is_read_in_a_few_queries_and_adopting_stays_as_quick() -> None:
    first = large()
    found = []
    for number in range(AMENDMENTS):
        one = amendment(first.strategy)
        operation(one, "reword_node", f"n-{number % 100}", title=text(f"Title {number}"))
        proposed(one)
        day = f"2019-{1 + number // 20:02d}-{1 + number % 20:02d}"
        connection.queries_log.clear()  # it keeps 9,000 in all
        with CaptureQueriesContext(connection) as queries:
            adopt_amendment(amendment_id=one.pk, act=act(day), outcomes={}, by=BY, at=AT)
        found.append(len(queries))
    assert len(set(found)) == 1
    editions = Edition.objects.unrestricted(reason=REASON).filter(strategy=first.strategy)
    days = [each.in_force_from for each in editions.order_by("number") if each.in_force_from]
    assert len(days) == AMENDMENTS + 1
    assert read_on(first.strategy, days[0])[0] == "Measure 0 (lt)"
    assert read_on(first.strategy, days[1])[0] == "Title 0 (lt)"
    assert read_on(first.strategy, days[100])[99] == "Title 99 (lt)"
    assert read_on(first.strategy, days[200])[99] == "Title 199 (lt)"
    rows = NodeText.objects.unrestricted(reason=REASON).filter(strategy=first.strategy)
    assert rows.count() == 1 + MEASURES + AMENDMENTS
