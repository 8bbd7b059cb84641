"""The pages of an adoption, as those work on them who may, and what they do not tell others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from headway.cooperation.adoption import services
from headway.cooperation.adoption.models import Adoption
from headway.cooperation.adoption.queries import (
    ADOPTION,
    actions_behind,
    plans_touching,
    points_for,
)
from headway.cooperation.adoption.tests.factories import (
    AT,
    BY,
    REASON,
    adopted,
    again,
    asked,
    links,
    proposed,
    published,
    text,
    world,
)
from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans import services as plans
from headway.cooperation.plans.queries.texts import text_of
from headway.cooperation.plans.tests.factories import described, fresh
from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments.tests.factories import amendment
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.services import (
    add_points,
    begin_meeting,
    plan_meeting,
    record_decision,
)
from headway.monitoring.meetings.tests.factories import PLAN, attend, who
from headway.monitoring.meetings.tests.factories import world as body_world

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.cooperation.adoption.tests.factories import World
    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import Decision, Meeting

pytestmark = pytest.mark.django_db
CANARY = "Canary of the harbour"
NOW = AT + timedelta(days=30)
SAY_WHY = {"refuse": "Say why it was refused.", "take_back": "Say why it is taken back."}


def url(of: World, name: str = "plan", **said: object) -> str:
    return reverse(
        f"adoption:{name}", kwargs={"slug": of.of.project.slug, "plan": of.plan.slug, **said}
    )


def into(client: Client, person: User) -> Client:
    client.force_login(with_second_factor(person))
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_an_author_puts_the_plan_before_a_body(client: Client) -> None:
    of = world()
    into(client, of.of.author)
    plan_page = page(client, reverse("plans:plan", args=[of.of.project.slug, of.plan.slug]))
    assert url(of) in plan_page
    assert url(of, "ask") in plan_page
    answer = client.post(url(of, "ask"), {"body": "", "decider.en": ""})
    assert answer.status_code == 422
    assert "Say who decides" in answer.content.decode()
    both = {"body": of.body.pk, "decider.en": CANARY}
    kept = client.post(url(of, "ask"), both)
    assert kept.status_code == 422
    assert CANARY in kept.content.decode()
    assert client.post(url(of, "ask"), {"body": of.body.pk}).status_code == 302
    one = Adoption.objects.unrestricted(reason=REASON).get()
    assert one.body == of.body
    assert of.body.name.words("en") in page(client, url(of, "adoption", key=one.key))


def test_the_act_is_recorded_with_what_is_wrong_said_at_its_field(client: Client) -> None:
    of = world()
    one = asked(of)
    into(client, of.of.second)
    where = url(of, "record", key=one.key)
    assert "Record the act" in page(client, where)
    sent = {"way": "letter", "verb": "", "date": "spring", "number": CANARY}
    answer = client.post(where, sent)
    assert answer.status_code == 422
    assert CANARY in answer.content.decode()
    sent |= {"verb": "adopt", "date": ""}
    assert client.post(where, sent).status_code == 302
    assert "not known" in page(client, url(of))
    assert again(one).state == "adopted"
    assert client.get(where).status_code in {403, 409}


@pytest.mark.parametrize("step", SAY_WHY)
def test_a_reason_that_is_asked_for_is_not_called_optional(client: Client, step: str) -> None:
    of = world()
    where = url(of, step, key=asked(of).key)
    into(client, of.of.second)
    assert "(optional)" not in page(client, where)
    answer = client.post(where, {"words": " "})
    assert answer.status_code == 422
    assert SAY_WHY[step] in answer.content.decode()


def test_who_decides_sees_the_pictures_of_what_was_put_before_them(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    of, shown, later = world(), emblem(), emblem()
    plans.set_picture(plan_id=of.plan.pk, picture=shown, by=BY, at=AT)
    plans.set_picture(plan_id=of.plan.pk, action=of.action.key, picture=shown, by=BY, at=AT)
    where = url(of, "adoption", key=asked(of).key)
    copy = f"{where}pictures/{shown.key}/64.webp"
    into(client, of.coordinator)
    assert page(client, where).count("<figure") == 2
    assert copy in page(client, where)
    assert client.get(copy).status_code == 200
    assert client.get(copy.replace(shown.key, later.key)).status_code == 404
    client.force_login(UserFactory.create())
    assert client.get(copy).status_code == 404


def test_a_decision_of_the_meeting_fills_the_form(client: Client) -> None:
    of = world()
    one = asked(of)
    meeting = plan_meeting(body_id=of.body.pk, plan=PLAN, by=of.coordinator, at=AT)
    [point] = points_for(of.body, AT.date())
    add_points(meeting_id=meeting.pk, points=[point], by=of.coordinator, at=AT)
    decision = made_decision(of, meeting)
    with time_machine.travel(NOW):
        into(client, of.coordinator)
        where = url(of, "record", key=one.key)
        assert f"?decision={decision.key}" in page(client, where)
        filled = page(client, f"{where}?decision={decision.key}")
        assert 'value="2026-12-08"' in filled
        assert f'value="{decision.code}"' in filled
        assert "Fill the form" in page(client, f"{where}?decision=nonsense")
        sent = {
            "way": "meeting",
            "meeting": meeting.pk,
            "verb": "adopt",
            "number": decision.code,
            "date": "2026-12-08",
        }
        assert client.post(where, sent).status_code == 302
    assert again(one).meeting_id == meeting.pk


def made_decision(of: World, meeting: Meeting) -> Decision:
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=PLAN.starts_at)
    attend(meeting, of.meets)
    [point] = points_of(meeting)
    return record_decision(
        point_id=point.pk, words=text("The plan is adopted."), by=of.coordinator, at=PLAN.ends_at
    )


@pytest.mark.parametrize("step", ["refuse", "take_back"])
def test_a_plan_goes_back_with_words(client: Client, step: str) -> None:
    of = world()
    one = asked(of)
    into(client, of.of.second)
    where = url(of, step, key=one.key)
    assert page(client, where)
    answer = client.post(where, {"words": " "})
    assert answer.status_code == 422
    assert client.post(where, {"words": "Too dear"}).status_code == 302
    assert fresh(of.plan).state == "revised"


def test_a_coordinator_makes_a_draft_and_is_offered_it_the_next_time(client: Client) -> None:
    of = world()
    adopted(of)
    into(client, of.coordinator)
    where = url(of, "amend", action=of.action.key, strategy=of.strategy.slug)
    assert where in page(client, url(of))
    assert "Products launched" in page(client, where)
    answer = client.post(where, {"step": "make"})
    made = links(of)[0].amendment
    assert answer.url == reverse("amendments:amendment", args=[of.strategy.slug, made.key])  # type: ignore[attr-defined]  # a redirection
    again_page = page(client, where)
    assert "nothing is made twice" in again_page
    assert client.post(where, {"step": "make"}).status_code == 302
    assert len(links(of)) == 1
    assert made.key in page(client, url(of))


def test_a_coordinator_links_one_that_exists_and_takes_the_link_out(client: Client) -> None:
    of = world()
    published(of)
    one = amendment(of.strategy)
    into(client, of.coordinator)
    where = url(of, "amend", action=of.action.key, strategy=of.strategy.slug)
    assert client.post(where, {"step": "link", "amendment": ""}).status_code == 422
    assert client.post(where, {"step": "link", "amendment": one.pk}).status_code == 302
    [link] = links(of)
    assert client.post(url(of, "unlink", pk=link.pk)).status_code == 302
    assert links(of) == []


def test_nothing_that_is_not_there_is_shown(client: Client) -> None:
    of, other = world(), world()
    one = asked(of)
    into(client, of.of.second)
    page(client, url(of, "act", key=one.key), 404)
    page(client, url(of, "amend", action="x", strategy=of.strategy.slug), 404)
    page(client, url(other), 404)
    page(client, reverse("adoption:adoption", args=[of.of.project.slug, "x", one.key]), 404)


# -- what it does not tell others -----------------------------------------------------------------


def test_others_read_nothing_of_a_plan_before_a_body(client: Client) -> None:
    of = world()
    described(of.of, of.action, title=text(CANARY))
    one = asked(of)
    for person in (of.of.stranger, body_world().coordinator):
        into(client, person)
        page(client, url(of), 404)
        page(client, url(of, "adoption", key=one.key), 404)
        page(client, url(of, "record", key=one.key), 404)
    into(client, of.of.lead)
    assert CANARY in page(client, url(of, "adoption", key=one.key))
    page(client, url(of, "record", key=one.key), 403)
    into(client, who(of.meets.members[0]))
    assert CANARY in page(client, url(of, "adoption", key=one.key))
    page(client, url(of, "record", key=one.key), 403)


def test_who_decides_reads_the_frozen_words_and_never_those_that_are_written(
    client: Client,
) -> None:
    of = world()
    one = asked(of)
    services.take_back_adoption(adoption_id=one.pk, words="x", by=BY, at=AT)
    described(of.of, of.action, title=text(CANARY))
    into(client, of.coordinator)
    assert CANARY not in page(client, url(of))
    assert CANARY not in page(client, url(of, "adoption", key=one.key))


def test_an_agenda_tells_no_words_of_a_plan_and_only_to_its_body() -> None:
    of = world(title=text(CANARY))
    other = body_world(strategy=of.strategy)
    assert points_for(of.body, AT.date()) == ()
    one = asked(of)
    [point] = points_for(of.body, AT.date())
    assert (point.origin, point.key, point.is_to_decide) == (ADOPTION, one.key, True)
    assert CANARY not in str(point)
    assert of.of.instrument.title.words("en") in point.title.words("en")
    assert points_for(other.body, AT.date()) == ()
    services.take_back_adoption(adoption_id=one.pk, words="x", by=BY, at=AT)
    assert points_for(of.body, AT.date()) == ()


def test_only_what_was_published_is_told_of_what_feeds_a_measure() -> None:
    of = world()
    key = of.strategy.nodes.get().key
    adopted(of)
    assert plans_touching([key]) == ()
    plans.publish_plan(plan_id=of.plan.pk, by=BY, at=AT)
    [told] = plans_touching([key])
    assert (told.key, told.title) == (of.action.key, of.action.title)
    plans.revise_plan(plan_id=of.plan.pk, reason="x", by=BY, at=AT)
    described(of.of, of.action, title=text(CANARY), nodes=())
    [still] = plans_touching([key])
    assert CANARY not in str(still)
    assert plans_touching([]) == ()
    assert plans_touching(["nothing"]) == ()


def reworded(of: World, why: str, **said: object) -> None:
    """Open the plan again and say something of it otherwise."""
    plans.revise_plan(plan_id=of.plan.pk, reason="x", by=BY, at=AT)
    row = fresh(of.plan)
    words = replace(text_of(row), why=text(why), **said)  # type: ignore[arg-type]  # of a plan's text
    plans.change_context(plan_id=row.pk, said=words, version=row.version, by=BY, at=AT)


def test_words_that_were_adopted_and_never_published_are_read_by_nobody_else(
    client: Client,
) -> None:
    of = world(why=text(CANARY))
    first = adopted(of)
    reworded(of, "Other words")
    published(of)
    client.force_login(of.of.author)
    assert CANARY in client.get(url(of, "adoption", key=first.key)).content.decode()
    client.force_login(of.of.stranger)
    assert client.get(url(of, "adoption", key=first.key)).status_code == 404
    assert client.get(url(of)).content.decode().count("T2-114") == 1


def test_an_act_is_told_of_no_other_words_than_those_that_it_adopted(client: Client) -> None:
    of = world()
    published(of)
    page = reverse("portal:plan", args=[of.of.project.slug, of.plan.slug])
    assert "T2-114" in client.get(page).content.decode()
    why = text("It only corrects a date.")
    reworded(of, "Other words", adoption="not_required", adoption_words=why, adopter=EMPTY)
    plans.publish_plan(plan_id=of.plan.pk, by=BY, at=AT)
    told = client.get(page).content.decode()
    assert "It only corrects a date." in told
    assert "T2-114" not in told


def test_what_an_amendment_came_from_is_told_once_both_are_public() -> None:
    of = world()
    adopted(of)
    one = proposed(of).amendment
    assert actions_behind(one) == ()
    plans.publish_plan(plan_id=of.plan.pk, by=BY, at=AT)
    assert actions_behind(one) == ()


def test_queries_are_few(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    of = world(actions=3)
    one = asked(of)
    into(client, of.of.second)
    pages = {
        url(of): 4,
        url(of, "ask"): 5,
        url(of, "adoption", key=one.key): 6,
        url(of, "record", key=one.key): 7,
        url(of, "refuse", key=one.key): 5,
    }
    for address, number in pages.items():
        counted(client, address, number, django_assert_num_queries)


def test_queries_of_a_coordinator_are_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world(actions=3)
    published(of)
    proposed(of)
    into(client, of.coordinator)
    amend = url(of, "amend", action=of.action.key, strategy=of.strategy.slug)
    for address, number in ((url(of), 6), (amend, 6)):
        counted(client, address, number, django_assert_num_queries)


def test_a_recorded_act_is_corrected_on_a_page_that_says_what_it_said(client: Client) -> None:
    of = world()
    one = adopted(of)
    where, shown = (url(of, name, key=one.key) for name in ("correct", "adoption"))
    into(client, of.of.author)
    assert where not in page(client, shown)
    into(client, of.of.second)
    assert where in page(client, shown)
    assert 'value="T2-114"' in page(client, where)
    sent = {"way": "letter", "verb": "adopt", "date": "2026-11-18", "number": "7", "seen": "0"}
    answer = client.post(where, sent)
    assert answer.status_code == 422
    assert "Say why it is corrected." in answer.content.decode()
    assert client.post(where, sent | {"reason": CANARY}).status_code == 302
    told = page(client, shown)
    assert f"Corrected by {of.of.second}" in told
    assert CANARY in told
    assert "T2-114" in told


def counted(client: Client, address: str, number: int, assert_num: DjangoAssertNumQueries) -> None:
    """Open a page within so many queries; two are those of signing in."""
    with assert_num(number):
        page(client, address)
