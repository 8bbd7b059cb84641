"""Services of plans and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans import services
from headway.cooperation.plans.tests.factories import (
    action,
    adopted,
    complete,
    decided,
    plan,
    published,
    recommendation,
    text,
    whole_action,
    words_of,
    world,
)
from tests.scenarios.table import AT, BY, writes

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.plans.models import Plan

PARTNERSHIP = ["partnership"]


def taken(*steps: str) -> Plan:
    """Return a complete plan after some steps."""
    of = world()
    one = complete(of, plan(of))
    for step in steps:
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
    return one


@writes("plans.services.plans.create_plan", "plan_created")
def _() -> Callable[[], object]:
    of = world()
    return lambda: plan(of)


@writes("plans.services.plans.change_context", "plan_changed")
def _() -> Callable[[], object]:
    one = plan(world())
    said = words_of(one)
    return lambda: services.change_context(plan_id=one.pk, said=said, version=1, by=BY, at=AT)


@writes("plans.services.actions.add_action", "plan_action_added")
def _() -> Callable[[], object]:
    one = plan(world())
    return lambda: services.add_action(plan_id=one.pk, title=text("X"), by=BY, at=AT)


@writes("plans.services.actions.change_action", "plan_action_changed")
def _() -> Callable[[], object]:
    of = world()
    one = action(plan(of))
    said = whole_action(of, one)
    return lambda: services.change_action(action_id=one.pk, said=said, version=1, by=BY, at=AT)


@writes("plans.services.actions.move_action", "plan_action_moved")
def _() -> Callable[[], object]:
    one = action(plan(world()))
    return lambda: services.move_action(action_id=one.pk, place=1, by=BY, at=AT)


@writes("plans.services.actions.remove_action", "plan_action_removed")
def _() -> Callable[[], object]:
    one = action(plan(world()))
    return lambda: services.remove_action(action_id=one.pk, version=1, by=BY, at=AT)


@writes("plans.services.typing.type_text")
def _() -> Callable[[], object]:
    one = plan(world())
    return lambda: services.type_text(
        plan_id=one.pk, part="", typed={"why.en": "x"}, seen_version=1, by=BY, at=AT
    )


@writes("plans.services.comments.comment_on_plan", "commented")
def _() -> Callable[[], object]:
    one = taken()
    return lambda: services.comment_on_plan(
        plan_id=one.pk, where="why.en", quote="Firms", text="x", request_key="k", by=BY, at=AT
    )


@writes("plans.services.steps.send_to_review", "plan_sent_to_review")
def _() -> Callable[[], object]:
    one = taken()
    return lambda: services.send_to_review(plan_id=one.pk, by=BY, at=AT)


@writes("plans.services.steps.finish_revision", "plan_revised")
def _() -> Callable[[], object]:
    one = taken("send_to_review")
    return lambda: services.finish_revision(plan_id=one.pk, by=BY, at=AT)


@writes("plans.services.steps.ask_for_adoption", "plan_adoption_asked")
def _() -> Callable[[], object]:
    one = taken("send_to_review", "finish_revision")
    return lambda: services.ask_for_adoption(plan_id=one.pk, by=BY, at=AT)


@writes("plans.services.steps.adopt_plan", "plan_adopted")
def _() -> Callable[[], object]:
    one = taken("send_to_review", "finish_revision", "ask_for_adoption")
    key = decided(one)
    return lambda: services.adopt_plan(plan_id=one.pk, decision_key=key, by=BY, at=AT)


@writes("plans.services.steps.hand_back_plan", "plan_handed_back")
def _() -> Callable[[], object]:
    one = taken("send_to_review", "finish_revision", "ask_for_adoption")
    key = decided(one, "hand_back")
    return lambda: services.hand_back_plan(
        plan_id=one.pk, decision_key=key, reason="x", by=BY, at=AT
    )


@writes("plans.services.steps.publish_plan", "plan_published", scopes=PARTNERSHIP)
def _() -> Callable[[], object]:
    of = world()
    one = adopted(complete(of, plan(of)))
    return lambda: services.publish_plan(plan_id=one.pk, by=BY, at=AT)


@writes("plans.services.steps.revise_plan", "plan_reopened")
def _() -> Callable[[], object]:
    one = published(world())
    return lambda: services.revise_plan(plan_id=one.pk, reason="x", by=BY, at=AT)


@writes("plans.services.recommendations.create_recommendation", "recommendation_created")
def _() -> Callable[[], object]:
    of = world()
    return lambda: recommendation(of)


@writes("plans.services.recommendations.change_recommendation", "recommendation_changed")
def _() -> Callable[[], object]:
    row = recommendation(world())
    said = services.Recommended(title=text("X"))
    return lambda: services.change_recommendation(
        recommendation_id=row.pk, said=said, version=1, by=BY, at=AT
    )


@writes(
    "plans.services.recommendations.publish_recommendation",
    "recommendation_published",
    scopes=PARTNERSHIP,
)
def _() -> Callable[[], object]:
    row = recommendation(world())
    return lambda: services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)


@writes(
    "plans.services.recommendations.revise_recommendation",
    "recommendation_revised",
    scopes=PARTNERSHIP,
)
def _() -> Callable[[], object]:
    row = recommendation(world())
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    return lambda: services.revise_recommendation(recommendation_id=row.pk, by=BY, at=AT)


@writes("plans.services.pictures.set_picture", "plan_picture_changed")
def _() -> Callable[[], object]:
    one, picture = plan(world()), emblem()
    return lambda: services.set_picture(plan_id=one.pk, picture=picture, by=BY, at=AT)


@writes("plans.services.recommendations.set_recommendation_file", "recommendation_changed")
def _() -> Callable[[], object]:
    one = recommendation(world())
    return lambda: services.set_recommendation_file(
        recommendation_id=one.pk, name="file", file=None, by=BY, at=AT
    )
