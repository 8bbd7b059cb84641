"""Who sees and does what with plans: what a region drafts, another never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from headway.cooperation.plans import services
from headway.cooperation.plans.models import (
    ActionLesson,
    ActionNode,
    ActionStep,
    Plan,
    PlanEdition,
    PlannedAction,
    Recommendation,
    TypedText,
)
from headway.cooperation.plans.permissions import (
    can_begin_plan,
    can_read_plan_draft,
    can_step,
    can_write_plan,
    can_write_recommendation,
)
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    adopted,
    complete,
    fresh,
    plan,
    published,
    recommendation,
    text,
    world,
)
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.texts import EMPTY

if TYPE_CHECKING:
    from headway.cooperation.plans.tests.factories import World
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
ROWS = (PlannedAction, ActionStep, ActionNode, ActionLesson)


def people(of: World) -> dict[str, User]:
    return {
        "author": of.author,
        "second": of.second,
        "reader": of.reader,
        "stranger": of.stranger,
        "lead": of.lead,
        "nobody": UserFactory.create(),
        "auditor": AuditorFactory.create(),
    }


def who(of: World, verdict: object) -> set[str]:
    return {name for name, user in people(of).items() if verdict(user)}  # type: ignore[operator]


AUTHORS = {"author", "second"}
INSIDE = AUTHORS | {"reader", "auditor"}


def test_authors_write_their_readers_read_and_others_neither() -> None:
    of = world()
    one = plan(of)
    assert who(of, lambda user: can_write_plan(user, one)) == AUTHORS
    assert who(of, lambda user: can_read_plan_draft(user, one)) == INSIDE
    assert can_write_plan(AdministratorFactory.create(), one)
    said = can_write_plan(of.stranger, one).reason
    assert said == "Only who reports or approves for an author of this plan can change it."


def test_those_who_write_for_a_partner_begin_plans() -> None:
    of = world()
    able = AUTHORS | {"stranger", "lead"}
    assert who(of, lambda user: can_begin_plan(user, of.project)) == able


def test_a_recommendation_is_written_by_its_own_authors() -> None:
    of = world()
    row = recommendation(of)
    assert who(of, lambda user: can_write_recommendation(user, row)) == AUTHORS


def seen(of: World, model: type) -> set[str]:
    return who(of, lambda user: model.objects.visible_to(user).exists())  # type: ignore[attr-defined]


def test_what_is_being_written_is_seen_inside_alone_in_every_state() -> None:
    of = world()
    one = complete(of, plan(of))
    services.type_text(plan_id=one.pk, part="", typed={"x": "y"}, seen_version=1, by=BY, at=AT)
    assert seen(of, Plan) == INSIDE
    assert [seen(of, model) for model in (*ROWS, TypedText)] == [INSIDE] * 5
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    assert seen(of, Plan) == INSIDE | {"lead"}
    assert seen(of, PlanEdition) == INSIDE | {"lead"}
    assert [seen(of, model) for model in (*ROWS, TypedText)] == [INSIDE] * 5


def test_what_was_published_is_seen_by_all_also_while_it_is_revised() -> None:
    of = world()
    one = published(of)
    everybody = set(people(of))
    assert (seen(of, Plan), seen(of, PlanEdition)) == (everybody, everybody)
    services.revise_plan(plan_id=one.pk, reason="More", by=BY, at=AT)
    assert (seen(of, Plan), seen(of, PlanEdition)) == (everybody, everybody)
    assert [seen(of, model) for model in ROWS] == [INSIDE] * 4


def test_a_draft_of_a_recommendation_is_seen_by_its_authors_alone() -> None:
    of = world()
    row = recommendation(of)
    assert seen(of, Recommendation) == INSIDE
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    assert seen(of, Recommendation) == set(people(of))
    services.revise_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    assert seen(of, Recommendation) == INSIDE


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "This plan has to be adopted before it is published. Ask for the adoption first."),
        (
            {"adoption": "", "adopter": EMPTY},
            "Nobody has said whether this plan has to be adopted. Say who adopts it, or why not.",
        ),
        (
            {"adoption": "not_required", "adopter": EMPTY},
            "Say why this plan need not be adopted: readers ask on whose word it rests.",
        ),
    ],
)
def test_a_plan_without_adoption_is_not_published_and_says_why(
    said: dict[str, Any], sentence: str
) -> None:
    of = world()
    one = complete(of, plan(of), **said)
    for step in ("send_to_review", "finish_revision"):
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
    verdict = can_step(fresh(one), "publish")
    assert (bool(verdict), verdict.reason) == (False, sentence)


def test_a_plan_that_is_adopted_or_says_why_not_is_published() -> None:
    of = world()
    assert can_step(adopted(complete(of, plan(of))), "publish")
    other = world()
    why: dict[str, Any] = {"adoption": "not_required", "adoption_words": text("It changes no act.")}
    one = complete(other, plan(other), **why)
    for step in ("send_to_review", "finish_revision"):
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
    assert can_step(fresh(one), "publish")
    refused = can_step(fresh(one), "ask_for_adoption")
    assert refused.reason == "This plan need not be adopted, as it says itself. Publish it."
