"""Plans are begun, written by several at once, and taken from draft to publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from headway.cooperation.exchange.models import GoodPractice
from headway.cooperation.plans import services
from headway.cooperation.plans.facts import Lesson, Named, NodeTouched, Player, StepText
from headway.cooperation.plans.models import Plan, TypedText
from headway.cooperation.plans.queries.plans import plan_at, typed_of
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    action,
    actions,
    described,
    fresh,
    fresh_action,
    plan,
    recommendation,
    text,
    whole_action,
    words_of,
    world,
)
from headway.foundation.accounts.tests.factories import AuditorFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed
from headway.foundation.core.texts import EMPTY
from headway.foundation.publication.models import ContentVersion

pytestmark = pytest.mark.django_db


def scopes() -> set[str]:
    return set(ContentVersion.objects.values_list("scope", flat=True))


def told(one: Plan) -> list[str]:
    return [each.sentence for each in history_of(one, user=AuditorFactory.create())]


# -- beginning ---------------------------------------------------------------------------------


def test_a_plan_is_begun_by_an_author_and_recorded_but_not_public() -> None:
    of = world()
    one = plan(of, by=of.author)
    assert [each.key for each in words_of(one).authors] == of.slugs[:2]
    assert one.state == "draft"
    assert told(one) == [f"{of.author} began the plan From the harbour to new markets."]
    assert f"partnership:{of.project.key}" not in scopes()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"title": EMPTY}, "title", "The title is missing. Write it in at least one language."),
        ({"languages": []}, "languages", "Choose at least one language."),
        ({"languages": ["tlh"]}, "languages", "Unknown language “tlh”."),
        ({"instrument_key": "x"}, "instrument", "Choose one of the project’s policy instruments."),
        (
            {"author_slugs": []},
            "authors",
            "Choose who writes the plan among the project’s partners.",
        ),
        (
            {"author_slugs": ["nobody"]},
            "authors",
            "Choose who writes the plan among the project’s partners.",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan(world(), **wrong)
    assert refused.value.problems == {field: sentence}


def test_one_instrument_has_one_plan_and_one_address_one_plan() -> None:
    of = world()
    first = plan(of)
    with pytest.raises(BadInput) as refused:
        plan(of, slug=first.slug)
    assert refused.value.problems == {
        "instrument": "There is a plan for this instrument already: one instrument has one plan.",
        "slug": f"The address “{first.slug}” is taken. Choose another.",
    }


def test_nobody_begins_a_plan_that_they_could_not_write() -> None:
    of = world()
    with pytest.raises(BadInput, match="Choose your own organisation as well"):
        plan(of, by=of.stranger)
    with pytest.raises(NotAllowed):
        plan(of, by=of.reader)


# -- the plan's own words ----------------------------------------------------------------------


def test_the_context_is_written_and_recorded() -> None:
    of = world()
    one = plan(of)
    said = replace(
        words_of(one),
        intro=text("A port."),
        abbreviations=(Named(text("small firms"), "SME"),),
        contacts=(Player(Named(text("Head of economy"))),),
    )
    services.change_context(plan_id=one.pk, said=said, version=1, by=of.second, at=AT)
    assert words_of(one) == said
    assert fresh(one).version == 2


def test_two_who_write_the_context_meet_and_nothing_is_lost() -> None:
    of = world()
    one = plan(of)
    said = words_of(one)
    theirs = replace(said, intro=text("Theirs"), contacts=(Player(Named(text("Mayor"))),))
    services.change_context(plan_id=one.pk, said=theirs, version=1, by=of.author, at=AT)
    with pytest.raises(Conflict) as refused:
        services.change_context(
            plan_id=one.pk, said=replace(said, intro=text("Mine")), version=1, by=of.second, at=AT
        )
    assert words_of(one) == theirs
    found = {(each.field, each.theirs, each.mine) for each in refused.value.clashes}
    assert found == {
        ("intro.en", "Theirs", "Mine"),
        ("intro.lt", "Theirs lietuviškai", "Mine lietuviškai"),
        ("contacts", "Mayor", ""),
    }
    assert refused.value.token == "2"


def test_a_recommendation_is_followed_only_if_its_writer_may_read_it() -> None:
    of = world()
    one, row = plan(of), recommendation(of)
    said = replace(words_of(one), recommendation=Named(row.title, row.key))
    services.change_context(plan_id=one.pk, said=said, version=1, by=of.author, at=AT)
    assert words_of(one).recommendation == Named(row.title, row.key)
    wrong = replace(said, recommendation=Named(text("X"), "nothing"))
    with pytest.raises(BadInput, match="Choose one of those listed"):
        services.change_context(plan_id=one.pk, said=wrong, version=2, by=of.author, at=AT)


# -- planned actions ---------------------------------------------------------------------------


def test_steps_keep_their_keys_when_they_are_written_anew() -> None:
    of = world()
    one = action(plan(of))
    described(of, one)
    standing = words_of(one.plan).actions[0]
    new = StepText("", text("Choose"))
    described(of, one, steps=(new, replace(standing.steps[0], title=text("Procure it"))))
    after = words_of(one.plan).actions[0].steps
    assert [str(each.title) for each in after] == ["Choose", "Procure it"]
    assert after[1].key == standing.steps[0].key
    assert after[0].key not in {"", after[1].key}


def test_a_step_that_is_left_out_is_gone_and_a_foreign_key_makes_a_new_one() -> None:
    of, elsewhere = world(), world()
    one, theirs = action(plan(of)), action(plan(elsewhere))
    described(of, one)
    described(elsewhere, theirs)
    foreign = words_of(theirs.plan).actions[0].steps[0]
    described(of, one, steps=(foreign,))
    assert words_of(one.plan).actions[0].steps[0].key != foreign.key
    assert words_of(theirs.plan).actions[0].steps == (foreign,)


@pytest.mark.parametrize(
    ("wrong", "problems"),
    [
        ({"title": EMPTY}, {"title": "The title is missing. Write it in at least one language."}),
        (
            {"cost": None},
            {"cost": "Write the amount, or choose that the cost is not known yet."},
        ),
        (
            {"cost_state": "open"},
            {"cost": "Choose that the cost is known, or empty the amount."},
        ),
        (
            {"cost": Decimal(-1)},
            {"cost": "Write an amount from 0 to less than a hundred billion."},
        ),
        (
            {"steps": (StepText("", text("X"), starts=date(2022, 3, 1), ends=date(2022, 2, 1)),)},
            {"steps-0-ends": "A step cannot end before it begins."},
        ),
        ({"steps": (StepText("", EMPTY),)}, {"steps-0-title": "Say what is done in this step."}),
        (
            {"players": (Player(Named(EMPTY)),)},
            {"players-0-organisation": "Say who does this."},
        ),
        (
            {"players": (Player(Named(text("X"), "no-such")),)},
            {"players-0-organisation": "Choose one of those listed."},
        ),
        (
            {"nodes": (NodeTouched("", "foreign", "", text("X")),)},
            {"nodes": "Choose from the parts of the plan’s own strategy."},
        ),
        (
            {"lessons": (Lesson("practice", Named(text("X"), "foreign")),)},
            {"lessons-0-of": "Choose one of those listed."},
        ),
        (
            {"lead": text("x" * 20_001)},
            dict.fromkeys(["lead.en", "lead.lt"], "Write at most 20000 signs."),
        ),
    ],
)
def test_what_an_action_cannot_say_is_refused_at_its_row(
    wrong: dict[str, Any], problems: dict[str, str]
) -> None:
    of = world()
    one = action(plan(of))
    with pytest.raises(BadInput) as refused:
        described(of, one, **wrong)
    assert refused.value.problems == problems
    assert fresh_action(one).version == 1


def test_a_draft_practice_of_another_region_is_no_lesson() -> None:
    of = world()
    GoodPractice.objects.unrestricted(reason="test").update(state="draft")
    one = action(plan(of))
    with pytest.raises(BadInput) as refused:
        services.change_action(
            action_id=one.pk, said=whole_action(of, one), version=1, by=of.author, at=AT
        )
    assert refused.value.problems == {"lessons-0-of": "Choose one of those listed."}


def test_two_who_write_one_action_meet_and_other_actions_are_not_in_the_way() -> None:
    of = world()
    one = plan(of)
    first, second = action(one, "First"), action(one, "Second")
    described(of, first)
    with pytest.raises(Conflict) as refused:
        services.change_action(
            action_id=first.pk,
            said=replace(whole_action(of, first), players=()),
            version=1,
            by=of.second,
            at=AT,
        )
    found = {each.field for each in refused.value.clashes}
    assert "players" in found
    assert "lead.en" not in found
    assert described(of, second).version == 2


def test_actions_are_moved_and_taken_out() -> None:
    of = world()
    one = plan(of)
    rows = [action(one, title) for title in ("A", "B", "C")]
    services.move_action(action_id=rows[2].pk, place=1, by=of.author, at=AT)
    assert [str(each.title) for each in actions(one)] == ["C", "A", "B"]
    services.move_action(action_id=rows[2].pk, place=99, by=of.author, at=AT)
    assert [str(each.title) for each in actions(one)] == ["A", "B", "C"]
    with pytest.raises(Conflict):
        services.remove_action(action_id=rows[0].pk, version=9, by=of.author, at=AT)
    services.remove_action(action_id=rows[0].pk, version=1, by=of.author, at=AT)
    assert [str(each.title) for each in actions(one)] == ["B", "C"]
    assert told(one)[0] == f"{of.author} took A out of From the harbour to new markets."


def test_what_is_typed_is_each_writers_own_and_let_go_once_saved() -> None:
    of = world()
    one = plan(of)
    for who in (of.author, of.second):
        words = {"intro.en": f"Words of {who.pk}"}
        services.type_text(plan_id=one.pk, part="", typed=words, seen_version=1, by=who, at=AT)
    services.change_context(plan_id=one.pk, said=words_of(one), version=1, by=of.author, at=AT)
    readers = (
        plan_at(of.project.slug, one.slug, user=u, typed_in="") for u in (of.author, of.second)
    )
    saved, kept = (typed_of(each) if each else None for each in readers)
    assert saved is None
    assert kept is not None
    assert kept.typed == {"intro.en": f"Words of {of.second.pk}"}
    with pytest.raises(NotAllowed):
        services.type_text(plan_id=one.pk, part="", typed={}, seen_version=1, by=of.lead, at=AT)
    with pytest.raises(BadInput, match="took this planned action out"):
        services.type_text(plan_id=one.pk, part="x", typed={}, seen_version=1, by=BY, at=AT)
    assert TypedText.objects.unrestricted(reason="test").count() == 1
