"""The pages on which plans are written: what is typed is kept, and drafts stay where they are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from headway.cooperation.plans import services
from headway.cooperation.plans.forms.parts import action_forms
from headway.cooperation.plans.hooks import STEP_WAYS
from headway.cooperation.plans.models import Plan, TypedText
from headway.cooperation.plans.queries.choices import action_choices
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    actions,
    complete,
    decided,
    fresh,
    plan,
    recommendation,
    text,
    words_of,
    world,
)
from headway.foundation.core.actors import writer_of
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.conflicts import values_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.cooperation.plans.tests.factories import World

pytestmark = pytest.mark.django_db
CANARY = "Canary of a draft"


def url(of: World, one: Plan | None = None, *parts: str) -> str:
    here = [one.slug, *parts] if one else []
    return "/en/workspace/projects/" + "/".join([of.project.slug, "plans", *here]) + "/"


def sent(of: World, one: Plan) -> dict[str, str]:
    """Return what a browser sends of the form of the first planned action, untouched."""
    said = words_of(one).actions[0]
    row = actions(one)[0]
    choices = action_choices(row, user=of.author)
    forms = action_forms(said, row.version, ("en", "lt"), choices)
    pairs = [pair for form in forms.all for pair in values_of(form)]
    return dict(pairs)


def test_a_form_that_nobody_touched_changes_nothing(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    before = words_of(one)
    client.force_login(of.author)
    where = url(of, one, "actions", actions(one)[0].key)
    assert client.post(where, sent(of, one)).status_code == 302
    assert words_of(one) == before


def test_rows_come_and_go_and_blank_ones_between_are_no_trouble(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    client.force_login(of.author)
    form = sent(of, one) | {"steps-TOTAL_FORMS": "3", "steps-2-title.en": "Choose"}
    form |= {"risks-0-risk.en": "", "risks-0-risk.lt": "", "risks-0-answer.en": ""}
    form |= {"risks-0-answer.lt": "", "stay": "1"}
    where = url(of, one, "actions", actions(one)[0].key)
    assert client.post(where, form).status_code == 302
    after = words_of(one).actions[0]
    assert [str(each.title) for each in after.steps] == ["Procure", "Choose"]
    assert after.risks == ()
    wrong = sent(of, one) | {"steps-TOTAL_FORMS": "4", "steps-3-outcome.en": "Something"}
    answer = client.post(where, wrong)
    assert answer.status_code == 422
    assert "Say what is done in this step." in answer.content.decode()
    assert 'href="#id_steps-3-title-en"' in answer.content.decode()


def test_what_cannot_be_read_is_said_and_stays_as_it_was_typed(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    client.force_login(of.author)
    wrong = {"steps-0-starts": "spring", "cost": "many", "lead.en": CANARY}
    answer = client.post(url(of, one, "actions", actions(one)[0].key), sent(of, one) | wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "“spring” is no month. Write year and month, such as 2022-02." in answer.content.decode()
    assert all(words in shown for words in ("spring", "many", CANARY))


def test_two_who_write_one_action_see_both_and_choose(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    row = actions(one)[0]
    mine = sent(of, one) | {"lead.en": "Mine"}
    theirs = replace(words_of(one).actions[0], lead=text("Theirs"), players=())
    services.change_action(action_id=row.pk, said=theirs, version=row.version, by=of.second, at=AT)
    client.force_login(of.author)
    where = url(of, one, "actions", row.key)
    answer = client.post(where, mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine" in shown
    assert "Theirs" in shown
    page = answer.context
    chosen: dict[str, Any] = {}
    for name, value in page["hidden"]:
        chosen.setdefault(name, []).append(value)
    chosen["clash"] = [clash.field for clash in page["conflict"].clashes]
    chosen |= {"keep:lead.en": "mine"}
    assert client.post(where, chosen).status_code == 302
    after = words_of(one).actions[0]
    assert (after.lead.words("en"), after.lead.words("lt")) == ("Mine", "Theirs lietuviškai")
    assert after.players == ()


def test_what_is_typed_comes_back_until_it_is_saved(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    row = actions(one)[0]
    client.force_login(of.author)
    where = url(of, one, "actions", row.key)
    words = {"lead.en": CANARY, "risks-4-risk.en": "A fifth risk"}
    kept = json.dumps({"typed": words, "version": str(row.version)})
    answer = client.post(f"{where}typed/", kept, content_type="application/json")
    assert answer.json()["newer"] is False
    shown = client.get(where).content.decode()
    assert CANARY in shown
    assert "A fifth risk" in shown
    client.force_login(of.second)
    assert CANARY not in client.get(where).content.decode()
    odd = json.dumps({"typed": {"lead.en\x00": "Half\ud800"}, "version": "2"})
    assert client.post(f"{where}typed/", odd, content_type="application/json").status_code == 200
    typed = TypedText.objects.unrestricted(reason="test").get(writer_id=writer_of(of.second))
    assert typed.typed == {"lead.en": "Half"}
    bad = client.post(f"{where}typed/", "[", content_type="application/json")
    assert (bad.status_code, bad.json()) == (400, {"problem": "This could not be read."})


def test_what_a_part_lacks_is_told_of_what_is_typed_before_it_is_saved(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    where = url(of, one, "actions", actions(one)[0].key)
    client.force_login(of.author)

    def told_with(typed: dict[str, str], at: str = where) -> str:
        kept = json.dumps({"typed": typed, "version": "2"})
        assert client.post(f"{at}typed/", kept, content_type="application/json").status_code == 200
        return str(client.get(f"{at}checks/").content.decode())

    assert "Nothing is missing here." in client.get(f"{where}checks/").content.decode()
    emptied = told_with({"background.en": "", "background.lt": "", "steps-0-starts": "2022-"})
    assert "With what you typed, 1 thing is missing here." in emptied
    assert "Background" in emptied
    reworded = told_with({"background.en": "A harbour", "cost": "1,5"})
    assert "The original was changed after this was translated." in reworded
    own = url(of, one, "context")
    assert "Why change is needed" in told_with({"why.en": "", "why.lt": ""}, own)
    client.force_login(of.second)
    assert "Nothing is missing here." in client.get(f"{where}checks/").content.decode()


def test_what_is_typed_over_a_text_that_changed_says_so(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    seen = fresh(one).version
    services.type_text(
        plan_id=one.pk, part="", typed={"why.en": "x"}, seen_version=seen, by=of.author, at=AT
    )
    services.change_context(plan_id=one.pk, said=words_of(one), version=seen, by=BY, at=AT)
    client.force_login(of.author)
    shown = client.get(url(of, one, "context")).content.decode()
    assert "Somebody else saved this meanwhile" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_however_many_actions(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    one = complete(of, plan(of), actions=count)
    client.force_login(of.author)
    with django_assert_num_queries(8):
        assert client.get(url(of)).status_code == 200
    with django_assert_num_queries(7):
        assert client.get(url(of, one, "context")).status_code == 200
    with django_assert_num_queries(8):
        assert client.get(url(of, one)).status_code == 200
    where = url(of, one, "actions", actions(one)[0].key)
    with django_assert_num_queries(8):
        assert client.get(where).status_code == 200
    kept = json.dumps({"typed": {"lead.en": "Typed"}, "version": "2"})
    client.post(f"{where}typed/", kept, content_type="application/json")
    with django_assert_num_queries(8):
        assert "With what you typed" in client.get(f"{where}checks/").content.decode()


def test_a_plan_goes_from_draft_to_publication_by_its_buttons(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    client.force_login(of.author)
    taken: dict[str, Callable[..., object]] = {
        "ask_for_adoption": services.ask_for_adoption,
        "adopt": lambda **given: services.adopt_plan(decision_key=decided(one), **given),
    }
    for step in ("send_to_review", "finish_revision", "ask_for_adoption", "adopt", "publish"):
        shown = client.get(url(of, one)).content.decode()
        where = url(of, one, "steps", step)
        way = STEP_WAYS.get(step)
        elsewhere = reverse(way, args=[of.project.slug, one.slug]) if way else ""
        assert (f'href="{elsewhere}"' if way else f'action="{where}"') in shown
        state = fresh(one).state
        refused = client.post(where, follow=bool(way))
        if way:
            assert "who decides, and by which act, is kept" in refused.content.decode()
            assert fresh(one).state == state
            taken[step](plan_id=one.pk, by=BY, at=AT)
    assert fresh(one).state == "published"
    answer = client.post(url(of, one, "steps", "revise"), {"reason": ""})
    assert (answer.status_code, "Say why it is opened again." in answer.content.decode()) == (
        422,
        True,
    )
    assert client.post(url(of, one, "steps", "revise"), {"reason": "More"}).status_code == 302
    assert client.post(url(of, one, "steps", "nonsense")).status_code == 404


def test_a_step_that_is_not_possible_says_why(client: Client) -> None:
    of = world()
    one = complete(of, plan(of), adoption="")
    for step in ("send_to_review", "finish_revision"):
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
    client.force_login(of.author)
    shown = client.get(url(of, one)).content.decode()
    assert "Nobody has said whether this plan has to be adopted." in shown
    assert f'action="{url(of, one, "steps", "publish")}"' not in shown
    assert client.post(url(of, one, "steps", "publish")).status_code == 409


def test_a_plan_that_lacks_something_is_not_offered_for_publishing(client: Client) -> None:
    of = world()
    one = complete(of, plan(of), adoption="not_required", adoption_words=text("None."), why=EMPTY)
    for step in ("send_to_review", "finish_revision"):
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
    client.force_login(of.author)
    shown = client.get(url(of, one)).content.decode()
    assert "1 thing is still missing." in shown
    assert f'action="{url(of, one, "steps", "publish")}"' not in shown


def test_editions_are_compared_word_by_word(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    row = fresh(one)
    said = replace(words_of(one), why=text("Firms stay at home today."))
    services.change_context(plan_id=one.pk, said=said, version=row.version, by=BY, at=AT)
    services.finish_revision(plan_id=one.pk, by=BY, at=AT)
    client.force_login(of.author)
    shown = client.get(url(of, one, "editions", "compare")).content.decode()
    assert "Why change is needed" in shown
    assert "today" in shown
    assert "Policy context" not in shown
    same = client.get(url(of, one, "editions", "compare"), {"from": "1", "to": "1"})
    assert "Both say the same." in same.content.decode()


def test_words_are_commented_on_among_the_authors(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    client.force_login(of.author)
    where = url(of, one, "comments")
    said = {"where": "why.en", "quote": "stay at home", "text": "All of them?"}
    assert client.post(where, said | {"quote": "nowhere"}).status_code == 422
    assert client.post(where, said).status_code == 302
    client.force_login(of.second)
    shown = client.get(url(of, one)).content.decode()
    assert "All of them?" in shown
    assert "stay at home" in shown
    place = next(part for part in shown.split('name="place" value="')[1:]).split('"')[0]
    step = {"place": place, "step": "resolve", "text": "Most."}
    assert client.post(f"{where}say/", step).status_code == 302
    assert client.post(f"{where}say/", {"place": "x"}).status_code == 404
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    client.force_login(of.lead)
    assert "All of them?" not in client.get(url(of, one)).content.decode()


def test_actions_are_moved_and_taken_out_by_buttons(client: Client) -> None:
    of = world()
    one = complete(of, plan(of), actions=2)
    client.force_login(of.author)
    first = actions(one)[0]
    where = url(of, one, "actions", first.key, "place")
    page = client.get(url(of, one)).content.decode()
    assert (page.count('value="up"'), page.count('value="down"')) == (1, 1)
    client.post(where, {"step": "down"})
    assert [each.key for each in actions(one)][1] == first.key
    client.post(where, {"step": "remove", "version": "99"})
    assert len(actions(one)) == 2
    client.post(where, {"step": "remove", "version": str(first.version)})
    assert [each.key == first.key for each in actions(one)] == [False]


def test_a_plan_without_an_address_has_one_of_its_title(client: Client) -> None:
    of = world()
    client.force_login(of.author)
    form = {"instrument": of.instrument.key, "authors": of.slugs[:1], "languages": ["lt"]}
    nothing = client.post(f"{url(of)}~add/", form).content.decode()
    assert "The title is missing" in nothing
    assert "cannot stand in an address" not in nothing
    client.post(f"{url(of)}~add/", form | {"title.lt": "Iš uosto – į naujas rinkas"})
    assert Plan.objects.visible_to(of.author).get().slug == "is-uosto-i-naujas-rinkas"
    everywhere = client.get(f"{url(of)}~add/").content.decode()
    assert "Every policy instrument of this project has its plan already." in everywhere
    assert "Begin the plan</button>" not in everywhere


def test_a_plan_and_a_recommendation_are_begun_on_their_pages(client: Client) -> None:
    of = world()
    client.force_login(of.author)
    form = {
        "instrument": of.instrument.key,
        "authors": of.slugs[:2],
        "languages": ["en", "lt"],
        "slug": "harbour",
        "title.en": "From the harbour",
    }
    wrong = client.post(f"{url(of)}~add/", form | {"slug": "No Address"})
    assert wrong.status_code == 422
    assert client.post(f"{url(of)}~add/", form).status_code == 302
    one = Plan.objects.visible_to(of.author).get()
    added = client.post(url(of, one, "actions", "~add"), {"title.en": "An accelerator"})
    assert added.status_code == 302
    begin = url(of).replace("/plans/", "/recommendations/~add/")
    begun = {"region": of.instrument.region.slug, "title.en": "Anew"}
    foreign = client.post(begin, begun | {"authors": of.slugs[1:2]})
    assert (foreign.status_code, "Choose your own" in foreign.content.decode()) == (422, True)
    assert 'value="Anew"' in foreign.content.decode()
    row = recommendation(of)
    where = url(of).replace("/plans/", f"/recommendations/{row.key}/")
    said = {"title.en": "Anew", "text.en": "Do", "version": "1"}
    assert client.post(where, said).status_code == 302
    assert client.post(where, said).status_code == 409
    assert client.post(f"{where}step/", {"step": "publish"}).status_code == 302
    client.force_login(of.stranger)
    assert "Anew" in client.get(url(of)).content.decode()
