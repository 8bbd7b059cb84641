"""A plan's text is made of its rows by a fixed number of queries; editions keep it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.plans.facts import Named, NodeTouched, PlanText, fingerprint
from headway.cooperation.plans.models import PlanEdition
from headway.cooperation.plans.queries.plans import (
    editions_of,
    plans_of,
    public_edition,
    published_of,
)
from headway.cooperation.plans.queries.texts import text_of, written
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    actions,
    complete,
    editions,
    fresh,
    plan,
    published,
    whole_action,
    words_of,
    world,
)
from headway.foundation.accounts.tests.factories import UserFactory
from headway.monitoring.strategy.tests.factories import text as strategy_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_the_text_says_all_that_its_rows_say() -> None:
    of = world()
    one = complete(of, plan(of), actions=2)
    said = words_of(one)
    assert [each.key for each in said.actions] == [each.key for each in actions(one)]
    strategy = of.instrument.strategy
    assert strategy is not None
    touched = NodeTouched(
        strategy.slug, strategy.nodes.get().key, "1.3.4", strategy_text("Accelerator")
    )
    wanted = whole_action(of, actions(one)[0])
    step = replace(wanted.steps[0], key=said.actions[0].steps[0].key)
    assert said.actions[0] == replace(wanted, steps=(step,), nodes=(touched,))
    assert len(step.key) == 10
    assert said.actions[0].cost == Decimal(48000)
    assert (said.adoption, str(said.adopter)) == ("required", "City council")
    assert [each.key for each in said.authors] == of.slugs[:2]
    assert said.region == Named(of.instrument.region.name, of.instrument.region.slug)


@pytest.mark.parametrize("count", [1, 3])
def test_a_text_takes_five_queries_however_many_actions(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    one = complete(of, plan(of), actions=count)
    with django_assert_num_queries(5):
        assert len(text_of(one).actions) == count
    with django_assert_num_queries(5):
        assert len(written(one).rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_public_reads_takes_one_query(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    one = published(of, actions=count)
    with django_assert_num_queries(1):
        edition = public_edition(of.project.slug, one.slug)
        assert edition is not None
        assert len(edition.text.actions) == count
    with django_assert_num_queries(1):
        assert published_of(of.project) == (edition,)


def test_an_edition_keeps_the_text_with_its_fingerprint_and_who_froze_it() -> None:
    of = world()
    one = published(of)
    kept = editions(one)
    assert [(each.number, each.reason) for each in kept] == [
        (1, "review"),
        (2, "revision"),
        (3, "adoption"),
        (4, "publication"),
    ]
    assert kept[-1].text == words_of(one)
    assert kept[-1].sha256 == fingerprint(PlanText.from_json(kept[-1].kept_text))
    assert (kept[-1].frozen_at, kept[-1].frozen_by) == (AT, str(BY))
    assert one.published == kept[-1]


def test_what_is_said_of_a_strategy_is_what_it_says_now_not_in_a_draft() -> None:
    of = world()
    one = complete(of, plan(of))
    strategy = of.instrument.strategy
    assert strategy is not None
    strategy.nodes.get().texts.unrestricted(reason="test").update(title=strategy_text("Anew"))
    assert str(words_of(one).actions[0].nodes[0].title) == str(strategy_text("Anew"))


def test_a_plan_that_nobody_published_is_no_public_page() -> None:
    of = world()
    one = complete(of, plan(of))
    assert public_edition(of.project.slug, one.slug) is None
    assert published_of(of.project) == ()


def test_readers_see_published_editions_alone_and_authors_all() -> None:
    of = world()
    one = published(of)
    seen = {
        name: [each.number for each in editions_of(one, user=user)]
        for name, user in (
            ("author", of.author),
            ("reader", of.reader),
            ("lead", of.lead),
            ("stranger", of.stranger),
            ("nobody", UserFactory.create()),
        )
    }
    everything = [4, 3, 2, 1]
    assert seen == {
        "author": everything,
        "reader": everything,
        "lead": everything,
        "stranger": [4],
        "nobody": [4],
    }


def test_a_list_of_plans_does_not_load_their_editions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    of = world()
    one = fresh(published(of))
    with django_assert_num_queries(2):
        assert [each.pk for each in plans_of(of.project, user=of.author)] == [one.pk]
    with django_assert_num_queries(1):
        assert [each.sha256 for each in editions_of(one, user=of.author)]
    assert PlanEdition.objects.unrestricted(reason="test").count() == 4
