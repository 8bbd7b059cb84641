"""What an author that left the project still sees and does of its plans and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.cooperation.partnerships.tests.factories import leave
from headway.cooperation.plans import services
from headway.cooperation.plans.models import (
    Plan,
    PlanEdition,
    PlannedAction,
    Recommendation,
    TypedText,
)
from headway.cooperation.plans.permissions import (
    can_begin_plan,
    can_read_plan_draft,
    can_write_plan,
    can_write_recommendation,
)
from headway.cooperation.plans.queries.choices import member_choices, own_parts, region_choices
from headway.cooperation.plans.queries.plans import plan_at, plans_of, plans_to_go_on_with
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    complete,
    fresh,
    plan,
    published,
    recommendation,
    text,
    words_of,
    world,
)
from headway.cooperation.plans.tests.test_views import url
from headway.foundation.core.errors import BadInput, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from headway.cooperation.plans.tests.factories import World
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def questions(of: World, one: Plan, row: Recommendation) -> dict[str, Callable[[User], object]]:
    def known(who: User) -> Plan | None:
        return plan_at(of.project.slug, one.slug, user=who)

    return {
        "knows of it": lambda who: one in Plan.objects.visible_to(who),
        "opens it": known,
        "lists it": lambda who: plans_of(of.project, user=who),
        "reads editions": lambda who: PlanEdition.objects.visible_to(who).exists(),
        "reads rows": lambda who: PlannedAction.objects.visible_to(who).exists(),
        "reads what is typed": lambda who: TypedText.objects.visible_to(who).exists(),
        "reads the draft": lambda who: can_read_plan_draft(who, fresh(one)),
        "reads the draft it opened": lambda who: (
            (found := known(who)) and can_read_plan_draft(who, found)
        ),
        "writes": lambda who: can_write_plan(who, fresh(one)),
        "writes what it opened": lambda who: (found := known(who)) and can_write_plan(who, found),
        "goes on": lambda who: plans_to_go_on_with(who).exists(),
        "begins": lambda who: can_begin_plan(who, of.project),
        "reads the recommendation": lambda who: Recommendation.objects.visible_to(who).exists(),
        "writes the recommendation": lambda who: can_write_recommendation(who, row),
    }


def able(who: User, asked: dict[str, Callable[[User], object]]) -> set[str]:
    return {name for name, question in asked.items() if question(who)}


def begun(of: World) -> tuple[Plan, dict[str, Callable[[User], object]]]:
    """Take a plan through its review, with words that somebody types."""
    one = complete(of, plan(of))
    services.type_text(plan_id=one.pk, part="", typed={"x": "y"}, seen_version=1, by=BY, at=AT)
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    services.finish_revision(plan_id=one.pk, by=BY, at=AT)
    return one, questions(of, one, recommendation(of))


def test_an_author_that_left_knows_of_no_draft_and_writes_nothing(client: Client) -> None:
    of = world()
    one, asked = begun(of)
    everything = set(asked)
    writing = {"writes", "writes what it opened", "goes on", "begins", "writes the recommendation"}
    assert able(of.author, asked) == able(of.second, asked) == everything
    assert able(of.reader, asked) == everything - writing
    client.force_login(of.author)
    assert client.get(url(of, one, "context")).status_code == 200
    leave(of.project, of.member.organisation)
    assert able(of.author, asked) == able(of.reader, asked) == set()
    assert able(of.second, asked) == everything, "who writes it with them goes on"
    assert [client.get(url(of, one, *part)).status_code for part in ((), ("context",))] == [404] * 2
    with pytest.raises(NotAllowed):
        services.change_context(
            plan_id=one.pk, said=words_of(one), version=fresh(one).version, by=of.author, at=AT
        )


def test_a_lead_partner_that_left_knows_of_no_plan_that_is_not_published() -> None:
    of = world()
    _one, asked = begun(of)
    assert able(of.lead, asked) == {
        "knows of it", "opens it", "lists it", "reads editions", "begins",
    }  # fmt: skip
    lead = of.project.members.get(role="lead")
    leave(of.project, lead.organisation)
    assert able(of.lead, asked) == set()


def test_what_an_author_published_stays_with_its_name_after_it_left() -> None:
    of = world()
    one = published(of)
    leave(of.project, of.member.organisation)
    [edition] = PlanEdition.objects.visible_to(AnonymousUser()).filter(plan=one)
    names = [each.key for each in edition.text.authors]
    assert names == [each.key for each in words_of(one).authors] == of.slugs[:2]


def test_nothing_is_begun_in_the_name_of_a_partner_that_left() -> None:
    of = world()
    left = of.slugs[0]
    leave(of.project, of.member.organisation)
    assert left not in [slug for slug, _name in member_choices(of.project)]
    with pytest.raises(BadInput) as refused:
        plan(of)
    assert list(refused.value.problems) == ["authors"]
    with pytest.raises(BadInput) as refused:
        recommendation(of)
    assert list(refused.value.problems) == ["authors"]
    assert plan(of, author_slugs=of.slugs[1:2]).pk


def test_a_region_whose_partners_all_left_gets_no_new_recommendation() -> None:
    of = world()
    region = of.instrument.region.slug
    assert region in dict(region_choices(of.project))
    for member in list(of.project.members.filter(region=of.instrument.region)):
        leave(of.project, member.organisation)
    assert region not in dict(region_choices(of.project))
    with pytest.raises(BadInput) as refused:
        services.create_recommendation(
            project_id=of.project.pk, region_slug=region, author_slugs=of.slugs[2:3],
            said=services.Recommended(title=text("X")), by=BY, at=AT,
        )  # fmt: skip
    assert list(refused.value.problems) == ["region"]


def test_a_new_recommendation_begins_with_one_s_own_region_and_organisation(
    client: Client,
) -> None:
    of = world()
    own = of.practice.region.slug
    listed = [slug for slug, _name in region_choices(of.project)]
    assert own != listed[0], "the first of the list would be chosen anyway"
    client.force_login(of.stranger)
    page = client.get(f"/en/workspace/projects/{of.project.slug}/recommendations/~add/")
    html = page.content.decode()
    assert f'<option value="{own}" selected>' in html
    assert html.count(" selected>") == 1
    assert own_parts(of.project, user=of.stranger) == ([of.slugs[2]], own)
    assert own_parts(of.project, user=of.reader) == ([], "")
    sent = {"region": listed[0], "authors": of.slugs[2:3]}
    again = client.post(page.request["PATH_INFO"], sent).content.decode()
    assert f'<option value="{listed[0]}" selected>' in again, "what was chosen stays chosen"
