"""The public home of a project: what stands on it, and what it costs."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.partnerships.models import Member
from headway.cooperation.partnerships.services import set_cover, set_emblem
from headway.cooperation.partnerships.tests.factories import (
    AT,
    InstrumentFactory,
    MemberFactory,
    PhaseFactory,
    ProjectFactory,
    StageAssessmentFactory,
    emblem,
    leave,
)
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import RegionFactory
from headway.monitoring.strategy.tests.factories import StrategyFactory

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.cooperation.partnerships.models import Project

pytestmark = pytest.mark.django_db
QUERIES = 8
MOST_BYTES = 100_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def project(rows: int) -> Project:
    """Return a project with so many regions, each assessed, and phases and instruments."""
    made = ProjectFactory.create(
        emblem=emblem(), disclaimer=TranslatedText.of({"en": "The authors answer for it"})
    )
    for number in range(rows):
        region = RegionFactory.create(latitude=50 + number, longitude=10 + 5 * number)
        MemberFactory.create(project=made, region=region)
        StageAssessmentFactory.create(project=made, region=region)
        InstrumentFactory.create(project=made, region=region)
        PhaseFactory.create(project=made, number=number + 1)
    return made


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("language", ["en", "lt"])
def test_the_home_of_a_project_takes_as_many_queries_with_three_regions_as_with_one(
    client: Client, rows: int, language: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = project(rows)
    with django_assert_num_queries(QUERIES):
        answer = client.get(f"/{language}/projects/{made.slug}/")
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < MOST_BYTES


def test_the_map_and_the_table_beneath_say_the_same(client: Client) -> None:
    made = project(3)
    unassessed = RegionFactory.create(latitude=40, longitude=0)
    MemberFactory.create(project=made, region=unassessed)
    page = client.get(f"/en/projects/{made.slug}/").content.decode()
    drawing = page[page.index('class="g map broad"') : page.index('class="signs"')]
    table = page[page.index("The regions as a table") :]
    for region in [member.region for member in Member.objects.filter(project=made)]:
        assert str(region) in drawing
        assert str(region) in table
    assert "not assessed yet" in table
    assert "4 regions in 1 country" in page


def test_a_project_whose_regions_have_no_point_has_no_map(client: Client) -> None:
    made = MemberFactory.create().project
    page = client.get(f"/en/projects/{made.slug}/").content.decode()
    assert 'class="g map' not in page


def test_a_phase_that_lasted_longer_is_told(client: Client) -> None:
    made = ProjectFactory.create()
    PhaseFactory.create(
        project=made, planned_end=PartialDate(2021, 7), actual_end=PartialDate(2022, 1)
    )
    PhaseFactory.create(
        project=made, number=2, planned_end=PartialDate(2023), actual_end=PartialDate(2024)
    )
    page = client.get(f"/en/projects/{made.slug}/").content.decode()
    assert "Phase 1 ended 6 months later than planned." in page
    assert "Phase 2 ended" not in page, "to the year alone nothing can be counted"


def test_an_instrument_leads_to_its_strategy_only_while_everybody_may_read_it(
    client: Client,
) -> None:
    made = project(1)
    instrument = made.instruments.get()
    instrument.strategy = StrategyFactory.create(is_public=False, slug="hidden")
    instrument.save()
    address = f"/en/projects/{made.slug}/"
    assert "/strategies/hidden/" not in client.get(address).content.decode()
    instrument.strategy.is_public = True
    instrument.strategy.save()
    assert "/strategies/hidden/" in client.get(address).content.decode()


def test_the_emblem_is_handed_out_in_its_sizes_and_nothing_else_is(client: Client) -> None:
    made, other = project(1), emblem()
    assert made.emblem
    address = f"/en/projects/{made.slug}/emblem"
    found = client.get(f"{address}/{made.emblem.key}/64.webp")
    assert (found.status_code, found["Content-Type"]) == (200, "image/webp")
    assert b"".join(found)[8:12] == b"WEBP"
    for wrong in (
        f"{other.key}/64.webp",
        f"{made.emblem.key}/65.webp",
        f"{made.emblem.key}/64.png",
    ):
        assert client.get(f"{address}/{wrong}").status_code == 404
    set_emblem(project_id=made.pk, picture=other, by=SystemActor("test"), at=AT)
    assert client.get(f"{address}/{made.emblem.key}/64.webp").status_code == 404


def test_the_cover_opens_the_home_with_its_words_and_credit(client: Client) -> None:
    made, picture = ProjectFactory.create(), emblem()
    set_cover(project_id=made.pk, picture=picture, by=SystemActor("test"), at=AT)
    page = client.get(f"/en/projects/{made.slug}/").content.decode()
    assert 'alt="Flag of Europe"' in page
    assert "European Union (Free to use)" in page
    found = client.get(f"/en/projects/{made.slug}/emblem/{picture.key}/64.jpg")
    assert found.content[:2] == b"\xff\xd8"


def test_the_page_of_an_organisation_leads_to_its_projects(client: Client) -> None:
    member = MemberFactory.create()
    page = client.get(f"/en/organisations/{member.organisation.slug}/").content.decode()
    assert f"/en/projects/{member.project.slug}/" in page


@pytest.mark.parametrize(
    ("language", "words"), [("en", "until May 2021"), ("lt", "iki 2021 m. gegužės")]
)
def test_a_partner_that_left_stands_in_the_history_with_its_last_day(
    client: Client, language: str, words: str
) -> None:
    member = MemberFactory.create()
    pages = [
        f"/{language}/projects/{member.project.slug}/",
        f"/{language}/organisations/{member.organisation.slug}/",
    ]
    assert not any(words in client.get(page).content.decode() for page in pages)
    leave(member.project, member.organisation)
    for page in pages:
        shown = client.get(page).content.decode()
        assert words in shown
        assert f"/organisations/{member.organisation.slug}/" in shown


def test_a_project_that_there_is_not_is_not_found(client: Client) -> None:
    assert client.get("/en/projects/nowhere/").status_code == 404
