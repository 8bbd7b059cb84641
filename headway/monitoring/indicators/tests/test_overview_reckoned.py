"""What the indicators of a large strategy come to is counted once for each change of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from headway.monitoring.indicators.models import Kept
from headway.monitoring.indicators.queries.overview import Overview, overview
from headway.monitoring.indicators.tests.factories import measured, tell
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.queries import reckoned
from headway.monitoring.strategy.queries.editions import editions_at
from headway.monitoring.strategy.tests.factories import AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.monitoring.strategy.models import Edition

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let two indicators be many, and nothing be known before."""
    monkeypatch.setattr(reckoned, "MANY", 2)
    reckoned._kept.clear()
    yield
    reckoned._kept.clear()


def public(number: int) -> Edition:
    edition, _nodes, made = measured(number)
    for each in made:
        tell(each, "2024", 500)
    Strategy.objects.filter(pk=edition.strategy_id).update(is_public=True)
    return edition


def seen(edition: Edition, on: date = TODAY) -> tuple[dict[str, int], int]:
    """Return what a reader is told, and how often the database was asked."""
    [read] = editions_at(edition.strategy.slug, user=AnonymousUser())
    with CaptureQueriesContext(connection) as asked:
        found = overview(read, on=on, is_today=True)
    return dict(found.rollup.in_all), len(asked)


def test_nothing_is_asked_again_until_a_figure_changes() -> None:
    edition = public(2)
    first, asked = seen(edition)
    assert (first, asked) == ({"on_path": 2}, 2)
    assert seen(edition) == (first, 0)

    [one] = Kept.objects.unrestricted(reason="test").order_by("pk")[:1]
    tell(one.indicator, "2024", 1)

    assert seen(edition) == ({"no_change": 1, "on_path": 1}, 2)


def test_another_day_and_another_language_are_counted_for_themselves() -> None:
    edition = public(2)
    seen(edition)
    assert seen(edition, on=date(2026, 4, 1)) == ({"not_reported": 2}, 3)
    with override("lt"):
        assert seen(edition)[1] == 2
    assert seen(edition)[1] == 0


def test_of_a_small_strategy_and_for_a_moment_gone_by_nothing_is_kept() -> None:
    edition = public(1)
    assert (seen(edition)[1], seen(edition)[1]) == (2, 2)
    large = public(2)
    [read] = editions_at(large.strategy.slug, user=AnonymousUser())
    found: Overview = overview(read, on=TODAY, as_of=AT, is_today=False)
    assert found.rollup.total == 2
    assert not reckoned._kept
