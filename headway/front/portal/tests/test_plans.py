"""The public reads what was published of a plan, in every language of it, and nothing else."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans import services
from headway.cooperation.plans.facts import Named
from headway.cooperation.plans.summaries import Happened
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    adopted,
    complete,
    decided,
    fresh,
    plan,
    published,
    recommendation,
    text,
    words_of,
    world,
)
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.front.portal import plans

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.tests.factories import World
    from headway.foundation.attachments.models import Picture

pytestmark = pytest.mark.django_db
CANARY = "Canary of a draft"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(of: World, one: Plan, *parts: str, language: str = "en") -> str:
    return f"/{language}/projects/{of.project.slug}/plans/{one.slug}/" + "/".join(parts)


def test_the_summary_says_the_plan_in_both_languages(client: Client) -> None:
    of = world()
    of.project.funding_statement, of.project.disclaimer = text("Co-financed"), text("No opinion")
    of.project.save()
    one = published(of, actions=2)
    english = client.get(url(of, one)).content.decode()
    for words in (
        "From the harbour to new markets",
        "executive summary. 2\xa0planned actions.",
        "Klaipėda is a port.",
        "February 2022 – June 2022: Procure",
        "EUR 48,000",
        "Products launched: 24 pcs. by 2026 (it was 3)",
        "It has to be adopted by: City council.",
        "Head of economy: answers",
        "a course with 2 waypoints into harbour",
        "Co-financed",
        "No opinion",
        fresh(one).published.sha256,  # type: ignore[union-attr]
    ):
        assert words in english
    lithuanian = client.get(url(of, one, language="lt")).content.decode()
    assert "48 000 EUR" in lithuanian.replace("\xa0", " ")
    assert "Klaipėda is a port. lietuviškai" in lithuanian


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_is_light_and_asks_the_same_however_many_actions(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    one = published(of, actions=count)
    with django_assert_num_queries(6):
        shown = client.get(url(of, one)).content
    assert len(gzip.compress(shown)) < 100_000


def illustrated(of: World) -> tuple[Plan, Picture, Picture]:
    """Return a published plan with its cover and the picture of its action; it has an emblem."""
    one = complete(of, plan(of))
    cover, beside = emblem(), emblem()
    services.set_picture(plan_id=one.pk, picture=cover, by=BY, at=AT)
    key = words_of(one).actions[0].key
    services.set_picture(plan_id=one.pk, action=key, picture=beside, by=BY, at=AT)
    of.project.emblem = emblem()
    of.project.save()
    services.publish_plan(plan_id=adopted(one).pk, by=BY, at=AT)
    return one, cover, beside


def test_pictures_stand_on_the_page_with_their_words_and_those_of_a_draft_do_not(
    client: Client,
) -> None:
    of = world()
    one, cover, beside = illustrated(of)
    page = client.get(url(of, one)).content.decode()
    assert page.count('alt="Flag of Europe"') == 3, "cover, action, emblem"
    assert page.count("European Union (Free to use)") == 2, "cover and action"
    services.revise_plan(plan_id=one.pk, reason="more", by=BY, at=AT)
    newer = emblem()
    services.set_picture(plan_id=one.pk, picture=newer, by=BY, at=AT)
    for picture in (cover, beside):
        found = client.get(url(of, one, "pictures", picture.key, "64.jpg"))
        assert found.content[:2] == b"\xff\xd8"
    assert client.get(url(of, one, "pictures", newer.key, "64.jpg")).status_code == 404


def test_a_draft_is_no_public_page_and_revising_shows_nothing(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    assert client.get(url(of, one)).status_code == 404
    assert client.get(url(of, one, "summary.en.pdf")).status_code == 404
    for step in ("send_to_review", "finish_revision", "ask_for_adoption"):
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
        assert client.get(url(of, one)).status_code == 404
    services.adopt_plan(plan_id=one.pk, decision_key=decided(one), by=BY, at=AT)
    assert client.get(url(of, one)).status_code == 404
    services.publish_plan(plan_id=one.pk, by=BY, at=AT)
    services.revise_plan(plan_id=one.pk, reason=CANARY, by=BY, at=AT)
    row = fresh(one)
    said = replace(words_of(one), title=text(CANARY), intro=text(CANARY), why=text(CANARY))
    services.change_context(plan_id=one.pk, said=said, version=row.version, by=BY, at=AT)
    services.add_action(plan_id=one.pk, title=text(CANARY), by=BY, at=AT)
    for place in ((), ("summary.en.docx",)):
        answer = client.get(url(of, one, *place))
        assert answer.status_code == 200
        assert CANARY.encode() not in answer.content


def test_a_language_that_is_not_finished_is_said_to_be(client: Client) -> None:
    of = world()
    one = published(of)
    edition = fresh(one).published
    assert edition is not None
    kept = edition.text
    lone = replace(kept.actions[0], lead=TranslatedText.of({"en": "Only here"}))
    other = replace(kept.actions[0], key="other")
    edition.kept_text = replace(kept, actions=(lone, other)).as_json()
    edition.save()
    shown = client.get(url(of, one, language="lt")).content.decode()
    assert '<div lang="en"><p>Only here</p></div>' in shown
    english = client.get(url(of, one)).content.decode()
    assert "(unfinished, 1 of 2 actions)" in english


def test_what_happened_since_has_its_place(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    of = world()
    one = published(of)
    key = words_of(one).actions[0].key
    came = Happened(
        PartialDate(2022, 5), text("The council amended the measure."), is_decision=True
    )
    monkeypatch.setattr(plans, "happened_since", lambda _edition: {key: (came,)})
    shown = client.get(url(of, one)).content.decode()
    assert "What happened since" in shown
    assert "The council amended the measure." in shown


def test_a_recommendation_is_public_once_it_is_published(client: Client) -> None:
    of = world()
    row = recommendation(of)
    where = f"/en/projects/{of.project.slug}/recommendations/{row.key}/"
    assert client.get(where).status_code == 404
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    shown = client.get(where).content.decode()
    assert "Help firms abroad" in shown
    assert "Edition 1, published on 2 March 2026" in shown
    assert of.member.organisation.name.words("en") in shown, "whom to ask"
    assert "Add a task to the agency." in shown


def test_a_plan_leads_to_its_recommendation_while_that_is_published(client: Client) -> None:
    of = world()
    row = recommendation(of)
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    one = published(of, recommendation=Named(row.title, row.key))
    where = f"/en/projects/{of.project.slug}/recommendations/{row.key}/"
    assert where in client.get(url(of, one)).content.decode()
    services.revise_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    assert where not in client.get(url(of, one)).content.decode()


def test_a_recommendation_may_be_a_file_that_everybody_gets_once_it_is_published(
    client: Client,
) -> None:
    of = world()
    row = recommendation(of, text=EMPTY)
    inside = f"/en/workspace/projects/{of.project.slug}/recommendations/{row.key}/files"
    public = f"/en/projects/{of.project.slug}/recommendations/{row.key}/"
    client.force_login(of.author)
    nothing = client.post(f"{inside}/file/", {"file": SimpleUploadedFile("empty.pdf", b"")})
    assert (nothing.status_code, "The file is empty." in nothing.content.decode()) == (422, True)
    for name in ("file", "analysis_file"):
        brought = SimpleUploadedFile(f"{name}.pdf", CANARY.encode())
        assert client.post(f"{inside}/{name}/", {"file": brought}).status_code == 302
    assert client.get(f"{inside}/version/").status_code == 404, "no other column"
    client.logout()
    assert client.get(f"{public}file/").status_code == 404, "a draft is nobody else's"
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    page = client.get(public).content.decode()
    for name in ("file", "analysis_file"):
        assert f'href="{public}{name}/">{name}.pdf</a>' in page
        found = client.get(f"{public}{name}/")
        assert b"".join(found) == CANARY.encode()
        assert f'attachment; filename="{name}.pdf"' in found["Content-Disposition"]
    services.revise_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    assert client.get(f"{public}file/").status_code == 404
    client.force_login(of.author)
    client.post(f"{inside}/file/", {"remove": "1"})
    row.refresh_from_db()
    assert row.file is None
