"""What is counted of a large strategy is kept until it changes, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.foundation.accounts.tests.factories import AdministratorFactory
from headway.foundation.publication.services import renew_all
from headway.monitoring.strategy.models import Life
from headway.monitoring.strategy.queries import reckoned, tree
from headway.monitoring.strategy.queries.editions import editions_at
from headway.monitoring.strategy.queries.tree import Choice
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    adopted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.monitoring.strategy.models import Edition

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let two measures be many, and nothing be known before."""
    monkeypatch.setattr(reckoned, "MANY", 2)
    reckoned._kept.clear()
    yield
    reckoned._kept.clear()


def read(slug: str) -> Edition:
    return editions_at(slug, user=NOBODY)[0]


def shown(edition: Edition) -> tuple[object, ...]:
    """Return what the page of a strategy says that is counted."""
    upper, counts = tree.upper_and_counts(edition)
    page = tree.measures(edition, Choice())
    answering = [(each.organisation.slug, each.leads) for each in tree.answering(edition)]
    return [str(text) for text in upper], counts, answering, page.total, len(page.rows)


def queries_of(edition: Edition) -> int:
    with CaptureQueriesContext(connection) as captured:
        shown(edition)
    return len(captured)


def test_a_large_strategy_is_counted_once_for_each_change() -> None:
    edition, [node, _other] = adopted(2, is_public=True)
    slug = edition.strategy.slug
    first = shown(read(slug))

    assert shown(read(slug)) == first == shown(edition)
    assert (queries_of(edition), queries_of(read(slug))) == (3, 2)

    set_life(node_id=node.pk, status="going", by=BY, at=AT)

    assert shown(read(slug)) == shown(edition) != first
    Life.objects.update(status="finished")  # by nobody’s service: what is kept does not know
    assert shown(read(slug)) != shown(edition)
    renew_all(at=AT)  # the whole site, as after a restore
    assert shown(read(slug)) == shown(edition)


def test_a_small_strategy_is_counted_each_time() -> None:
    edition, [node] = adopted(1, is_public=True)
    slug = edition.strategy.slug
    shown(read(slug))

    Life.objects.create(node=node, status="going")

    assert shown(read(slug)) == shown(edition)
    assert not reckoned._kept


def test_nothing_is_kept_of_a_draft_or_of_what_is_not_public() -> None:
    hidden, _nodes = adopted(2, is_public=False)
    draft = EditionFactory.create(strategy__is_public=True)
    top = add(draft, "Objective", code="1")
    for number in (1, 2):
        add(draft, f"Measure {number}", top, code=f"1.{number}")
    administrator = AdministratorFactory.create()
    for edition in (hidden, draft):
        [seen] = editions_at(edition.strategy.slug, user=administrator)
        assert seen == edition
        shown(seen)
    assert not reckoned._kept

    adopt(draft)
    shown(read(draft.strategy.slug))
    assert reckoned._kept


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reckoned, "MOST", 2)
    edition, _nodes = adopted(2, is_public=True)
    shown(read(edition.strategy.slug))

    assert len(reckoned._kept) == 2


def test_what_was_kept_before_a_change_goes_and_no_row_keeps_what_was_counted() -> None:
    edition, [node, _other] = adopted(2, is_public=True)
    unchanged, _nodes = adopted(2, is_public=True)
    for each in (edition, unchanged):
        shown(read(each.strategy.slug))
    before = len(reckoned._kept)

    set_life(node_id=node.pk, status="going", by=BY, at=AT)
    shown(read(edition.strategy.slug))

    assert len(reckoned._kept) == before
    assert reckoned.kept(read(unchanged.strategy.slug), "counts", None)
    upper = reckoned.kept(read(edition.strategy.slug), "upper")
    assert upper
    assert not any("said" in vars(text) for text in upper)
