"""What others do meanwhile neither leaks into a plan that is written, nor takes words from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from headway.cooperation.exchange.facts import PracticePlan
from headway.cooperation.exchange.services import change_practice, reopen_practice
from headway.cooperation.plans import services
from headway.cooperation.plans.facts import Named
from headway.cooperation.plans.forms.parts import context_forms
from headway.cooperation.plans.queries.choices import recommendation_choices
from headway.cooperation.plans.tests.factories import (
    AT,
    actions,
    complete,
    fresh,
    plan,
    text,
    words_of,
    world,
)
from headway.cooperation.plans.tests.test_views import CANARY, sent, url
from headway.foundation.ui.conflicts import values_of

if TYPE_CHECKING:
    from django.test import Client

    from headway.cooperation.plans.models import Plan, Recommendation
    from headway.cooperation.plans.tests.factories import World

pytestmark = pytest.mark.django_db


def untouched(of: World, one: Plan) -> dict[str, list[str]]:
    """Return what a browser sends of the form of the plan's own words, untouched."""
    choices = recommendation_choices(of.project, user=of.author)
    forms = context_forms(words_of(one), fresh(one).version, choices)
    found: dict[str, list[str]] = {}
    for name, value in (pair for form in forms.all for pair in values_of(form)):
        found.setdefault(name, []).append(value)
    return found


def taken_back(of: World, row: Recommendation) -> None:
    """Let the other region take back what it published, and word it anew."""
    at: dict[str, Any] = {"by": of.stranger, "at": AT}
    version = services.revise_recommendation(recommendation_id=row.pk, **at).version
    services.change_recommendation(
        recommendation_id=row.pk, said=services.Recommended(text(CANARY)), version=version, **at
    )
    version = reopen_practice(practice_id=of.practice.pk, **at).version
    said = PracticePlan(title=text(CANARY))
    change_practice(practice_id=of.practice.pk, plan=said, version=version, **at)


def test_what_another_region_takes_back_is_kept_and_not_told_by_its_draft(client: Client) -> None:
    of = world()
    row = services.create_recommendation(
        project_id=of.project.pk, region_slug=of.practice.region.slug, author_slugs=of.slugs[2:3],
        said=services.Recommended(text("Help"), text=text("More")), by=of.stranger, at=AT,
    )  # fmt: skip
    services.publish_recommendation(recommendation_id=row.pk, by=of.stranger, at=AT)
    one = complete(of, plan(of), recommendation=Named(row.title, row.key))
    before = words_of(one)
    taken_back(of, row)
    client.force_login(of.author)
    context, part = url(of, one, "context"), url(of, one, "actions", actions(one)[0].key)
    for page in (url(of, one), context, part):
        assert CANARY not in client.get(page).content.decode()
    assert client.post(context, untouched(of, one)).status_code == 302
    assert client.post(part, sent(of, one)).status_code == 302
    after = words_of(one)
    assert CANARY not in str(after)
    assert [after.recommendation and after.recommendation.key] == [row.key]
    assert [each.of.key for each in after.actions[0].lessons] == [of.practice.key]
    taught = [each.words for each in after.actions[0].lessons]
    assert taught == [each.words for each in before.actions[0].lessons]


def test_who_writes_the_plan_s_words_is_not_stopped_by_actions_of_others(
    client: Client,
) -> None:
    of = world()
    one = complete(of, plan(of))
    client.force_login(of.author)
    where, form = url(of, one, "context"), untouched(of, one)
    services.add_action(plan_id=one.pk, title=text("Another"), by=of.second, at=AT)
    services.move_action(action_id=actions(one)[1].pk, place=1, by=of.second, at=AT)
    assert client.post(where, form | {"why.en": ["Mine"]}).status_code == 302
    assert words_of(one).why.words("en") == "Mine"
