"""Plans are taken from draft to publication; recommendations are written and published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from headway.cooperation.plans import services
from headway.cooperation.plans.models import PlannedAction
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    actions,
    adopted,
    before_the_body,
    complete,
    decided,
    editions,
    fresh,
    plan,
    published,
    recommendation,
    text,
    words_of,
    world,
)
from headway.foundation.accounts.tests.factories import AdministratorFactory
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import EMPTY
from headway.foundation.core.verdicts import deny
from headway.foundation.publication.models import ContentVersion

pytestmark = pytest.mark.django_db


def scopes() -> set[str]:
    return set(ContentVersion.objects.values_list("scope", flat=True))


# -- steps -------------------------------------------------------------------------------------


def test_a_plan_without_actions_is_not_sent_to_review() -> None:
    of = world()
    one = plan(of)
    with pytest.raises(BadInput, match="no planned action yet"):
        services.send_to_review(plan_id=one.pk, by=of.author, at=AT)
    assert (fresh(one).state, editions(one)) == ("draft", [])


def test_a_plan_that_lacks_what_it_must_have_is_neither_adopted_nor_published() -> None:
    of = world()
    one = complete(of, plan(of), why=EMPTY)
    for step in ("send_to_review", "finish_revision"):
        getattr(services, step)(plan_id=one.pk, by=of.author, at=AT)
    with pytest.raises(BadInput) as refused:
        services.ask_for_adoption(plan_id=one.pk, by=of.author, at=AT)
    assert refused.value.problems == {
        "why": "Why change is needed: This section is empty. "
        "Write it for somebody who is new to all of this."
    }
    assert (fresh(one).state, len(editions(one))) == ("revised", 2)


def test_words_stand_while_they_are_before_the_body() -> None:
    of = world()
    one = adopted(complete(of, plan(of)))
    before = words_of(one)
    row = actions(one)[0]
    for write in (
        lambda: services.change_context(
            plan_id=one.pk, said=before, version=fresh(one).version, by=BY, at=AT
        ),
        lambda: services.add_action(plan_id=one.pk, title=text("X"), by=BY, at=AT),
        lambda: services.remove_action(action_id=row.pk, version=row.version, by=BY, at=AT),
        lambda: services.type_text(plan_id=one.pk, part="", typed={}, seen_version=1, by=BY, at=AT),
    ):
        with pytest.raises(WrongState, match="Open it again to revise it"):
            write()
    assert words_of(one) == before


def test_a_plan_that_is_handed_back_can_be_revised() -> None:
    of = world()
    one = before_the_body(complete(of, plan(of)))
    given: dict[str, Any] = {"plan_id": one.pk, "decision_key": decided(one, "hand_back"), "at": AT}
    with pytest.raises(BadInput, match="Say why it is handed back"):
        services.hand_back_plan(reason=" ", by=of.author, **given)
    services.hand_back_plan(reason="Cost", by=of.lead, **given)
    assert fresh(one).state == "revised"
    assert PlannedAction.objects.visible_to(of.lead).count() == 0


def test_nobody_adopts_or_hands_back_a_plan_without_a_decision_on_it() -> None:
    of = world()
    one = before_the_body(complete(of, plan(of)))
    for key in ("", new_key(), decided(one, "hand_back")):
        for by in (of.author, of.lead, AdministratorFactory.create(), BY):
            with pytest.raises(WrongState, match="Record that decision: the plan follows it"):
                services.adopt_plan(plan_id=one.pk, decision_key=key, by=by, at=AT)
    with pytest.raises(WrongState, match="Record that decision"):
        services.hand_back_plan(plan_id=one.pk, decision_key=decided(one), reason="x", by=BY, at=AT)
    with pytest.raises(NotAllowed, match="Not yours"):
        services.adopt_plan(
            plan_id=one.pk, decision_key=decided(one, may=deny("Not yours")), by=BY, at=AT
        )
    assert fresh(one).state == "for_adoption"
    services.adopt_plan(plan_id=one.pk, decision_key=decided(one), by=BY, at=AT)
    assert fresh(one).state == "adopted"


def test_a_decision_on_an_earlier_edition_adopts_no_later_one() -> None:
    of = world()
    one = before_the_body(complete(of, plan(of)))
    key = decided(one)
    services.hand_back_plan(
        plan_id=one.pk, decision_key=decided(one, "hand_back"), reason="x", by=BY, at=AT
    )
    services.ask_for_adoption(plan_id=one.pk, by=BY, at=AT)
    with pytest.raises(WrongState, match="Record that decision"):
        services.adopt_plan(plan_id=one.pk, decision_key=key, by=BY, at=AT)
    services.adopt_plan(plan_id=one.pk, decision_key=decided(one), by=BY, at=AT)


def test_publishing_renews_what_the_public_sees_and_revising_leaves_it_standing() -> None:
    of = world()
    one = published(of)
    assert f"partnership:{of.project.key}" in scopes()
    shown = one.published
    services.revise_plan(plan_id=one.pk, reason="New figures", by=of.author, at=AT)
    row = fresh(one)
    said = replace(words_of(row), intro=text("Canary"))
    services.change_context(plan_id=one.pk, said=said, version=row.version, by=BY, at=AT)
    after = fresh(one)
    assert (after.state, after.published) == ("revised", shown)
    assert after.published is not None
    assert "Canary" not in str(after.published.kept_text)


def test_what_was_adopted_once_is_adopted_anew_after_it_was_revised() -> None:
    of = world()
    one = published(of)
    services.revise_plan(plan_id=one.pk, reason="More", by=of.author, at=AT)
    with pytest.raises(WrongState, match="has to be adopted before it is published"):
        services.publish_plan(plan_id=one.pk, by=of.author, at=AT)


def test_nobody_but_authors_takes_steps() -> None:
    of = world()
    one = complete(of, plan(of))
    for who in (of.reader, of.lead, of.stranger):
        with pytest.raises(NotAllowed):
            services.send_to_review(plan_id=one.pk, by=who, at=AT)
    assert editions(one) == []


# -- recommendations ---------------------------------------------------------------------------


def test_a_recommendation_is_written_published_and_taken_back() -> None:
    of = world()
    row = recommendation(of)
    said = services.Recommended(title=text("Anew"), findings=text("Firms stay at home"))
    services.change_recommendation(
        recommendation_id=row.pk, said=said, version=1, by=of.author, at=AT
    )
    with pytest.raises(Conflict) as refused:
        services.change_recommendation(
            recommendation_id=row.pk,
            said=replace(said, title=text("Mine")),
            version=1,
            by=of.second,
            at=AT,
        )
    assert {each.field for each in refused.value.clashes} == {"title.en", "title.lt"}
    out = services.publish_recommendation(recommendation_id=row.pk, by=of.author, at=AT)
    assert (out.state, out.edition) == ("published", 1)
    with pytest.raises(WrongState, match="Take it back to revise it"):
        services.change_recommendation(
            recommendation_id=row.pk, said=said, version=2, by=of.author, at=AT
        )
    with pytest.raises(NotAllowed):
        services.revise_recommendation(recommendation_id=row.pk, by=of.stranger, at=AT)
    services.revise_recommendation(recommendation_id=row.pk, by=of.author, at=AT)
    assert (
        services.publish_recommendation(recommendation_id=row.pk, by=of.author, at=AT).edition == 2
    )


def test_an_empty_recommendation_is_not_published() -> None:
    of = world()
    row = recommendation(of, text=EMPTY, analysis_link="https://example.org/a")
    with pytest.raises(BadInput, match="Say what is recommended"):
        services.publish_recommendation(recommendation_id=row.pk, by=of.author, at=AT)
    with pytest.raises(BadInput, match="is no address"):
        recommendation(of, analysis_link="nowhere")
