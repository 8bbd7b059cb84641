"""Working pages of a project: what partners see and do, in how many queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.cooperation.partnerships.models import PolicyInstrument, Project, StakeholderGroup
from headway.cooperation.partnerships.tests.factories import (
    GroupFactory,
    InstrumentFactory,
    MemberFactory,
    PhaseFactory,
    SemesterFactory,
    StageAssessmentFactory,
    partners,
)
from headway.foundation.accounts.tests.factories import AdministratorFactory, with_second_factor
from headway.foundation.attachments.tests.test_pictures import photograph
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.foundation.ui.tests.by_hand import problems_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.cooperation.partnerships.tests.factories import Partners

pytestmark = pytest.mark.django_db

QUERIES = {"": 7, "partners/": 4, "instruments/": 4, "groups/": 6, "stages/": 6}
"""The session with its person, the project, its page. Beside them nothing grows with the rows.

The page of the project counts all that waits in one query, and names plans to adopt in another.
"""


@pytest.fixture
def of() -> Partners:
    return partners()


def filled(of: Partners, rows: int) -> None:
    for number in range(1, rows + 1):
        PhaseFactory.create(project=of.project, number=number)
        SemesterFactory.create(project=of.project, number=number)
        MemberFactory.create(project=of.project)
        InstrumentFactory.create(
            project=of.project, region=of.east.region, managing_body=of.east.organisation
        )
        group = GroupFactory.create(project=of.project, region=of.east.region)
        group.organisations.add(OrganisationFactory.create())
        StageAssessmentFactory.create(
            project=of.project, region=of.east.region, assessed_on=PartialDate(2000 + number)
        )


def at(of: Partners, page: str = "", *, language: str = "en") -> str:
    return f"/{language}/workspace/projects/{of.project.slug}/{page}"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", QUERIES)
def test_a_page_takes_as_many_queries_with_three_rows_as_with_one(
    client: Client,
    of: Partners,
    page: str,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    filled(of, rows)
    client.force_login(of.people["east reporter"])
    with django_assert_num_queries(QUERIES[page]):
        assert client.get(at(of, page)).status_code == 200


@pytest.mark.parametrize("page", QUERIES)
def test_partners_of_other_projects_find_no_working_page(
    client: Client, of: Partners, page: str
) -> None:
    filled(of, 1)
    client.force_login(of.people["stranger approver"])
    assert client.get(at(of, page)).status_code == 404
    assert of.project.slug not in client.get("/en/workspace/projects/").content.decode()


def test_who_only_reads_is_told_why_nothing_can_be_changed(client: Client, of: Partners) -> None:
    client.force_login(of.people["lead reader"])
    page = client.get(at(of, "partners/")).content.decode()
    assert "Only the lead partner of" in page
    assert client.get(at(of, "edit/")).status_code == 403


def test_a_region_s_partner_is_offered_its_own_region_alone(client: Client, of: Partners) -> None:
    hidden = GroupFactory.create(
        project=of.project, region=of.lead.region, name=TranslatedText.of({"en": "Theirs"})
    )
    client.force_login(of.people["east reporter"])
    form = client.get(at(of, "groups/add/")).content.decode()
    assert f'value="{of.east.region_id}"' in form
    assert str(of.lead.region) not in form
    assert client.get(at(of, f"groups/{hidden.key}/")).status_code == 403
    sent = {"region": str(of.lead.region_id), "name.en": "Mine"}
    refused = client.post(at(of, "groups/add/"), sent)
    assert (refused.status_code, StakeholderGroup.objects.count()) == (422, 1)


def test_a_group_is_added_by_its_region(client: Client, of: Partners) -> None:
    port = OrganisationFactory.create()
    client.force_login(of.people["east reporter"])
    sent = {"region": str(of.east.region_id), "name.en": "Group", "organisations": [str(port.pk)]}
    assert client.post(at(of, "groups/add/"), sent).status_code == 302
    group = StakeholderGroup.objects.get()
    assert list(group.organisations.all()) == [port]
    page = client.get(at(of, "groups/")).content.decode()
    assert str(port) in page


def test_a_stage_is_assessed_by_its_region_with_evidence(client: Client, of: Partners) -> None:
    client.force_login(of.people["east approver"])
    sent = {
        "region": str(of.east.region_id), "assessed_on": "2026-11", "stage": "networking",
        "percent_into": "40", "evidence.en": "Three networks began",
    }  # fmt: skip
    assert client.post(at(of, "stages/add/"), sent).status_code == 302
    assert "Three networks began" in client.get(at(of, "stages/")).content.decode()
    again = client.post(at(of, "stages/add/"), sent)
    assert again.status_code == 422
    assert "assessed for this date already" in again.content.decode()
    assert "Three networks began" in again.content.decode(), "what was typed stays"


def test_the_lead_partner_adds_and_changes_what_belongs_to_the_project(
    client: Client, of: Partners
) -> None:
    client.force_login(of.people["lead reporter"])
    kept = {
        "phases/add/": {"number": "1", "title.en": "Learning", "planned_start": "2019-08"},
        "semesters/add/": {"number": "1", "start": "2020-01-01", "end": "2020-06-30"},
        "partners/add/": {"organisation": str(OrganisationFactory.create().pk),
                          "role": "partner", "region": str(of.east.region_id)},
        "instruments/add/": {"region": str(of.east.region_id), "title.en": "Law", "kind": "law"},
    }  # fmt: skip
    for page, sent in kept.items():
        assert client.post(at(of, page), sent).status_code == 302, page
    made = PolicyInstrument.objects.get()
    sent = {"region": str(of.east.region_id), "title.en": "Rules", "kind": "law", "version": "1"}
    assert client.post(at(of, f"instruments/{made.key}/"), sent).status_code == 302
    stale = client.post(at(of, f"instruments/{made.key}/"), sent | {"title.en": "Mine"})
    assert stale.status_code == 409
    assert "Mine" in stale.content.decode()
    assert "Rules" in stale.content.decode()


def test_the_emblem_is_brought_with_its_words(client: Client, of: Partners) -> None:
    client.force_login(of.people["lead reporter"])
    words = {"alternative.en": "Flag", "credit": "EU", "licence": "Free to use"}
    bad = client.post(at(of, "emblem/"), words | {"file": SimpleUploadedFile("a.jpg", b"no")})
    assert bad.status_code == 422
    assert "This is no picture" in bad.content.decode()
    good = SimpleUploadedFile("a.jpg", photograph(200, 100))
    assert client.post(at(of, "emblem/"), words | {"file": good}).status_code == 302
    of.project.refresh_from_db()
    assert str(of.project.emblem) == "Flag"


def test_an_administrator_adds_a_project(client: Client) -> None:
    client.force_login(with_second_factor(AdministratorFactory.create()))
    sent = {"slug": "iv", "acronym": "IV", "title.en": "Regions learn", "languages": ["en", "hu"]}
    assert client.post("/en/workspace/projects/add/", sent).status_code == 302
    assert Project.objects.get().languages == ["en", "hu"]
    assert client.get("/lt/workspace/projects/iv/").status_code == 200


FORMS = (
    "edit/", "emblem/", "phases/add/", "phases/{phase}/", "semesters/add/",
    "semesters/{semester}/", "partners/add/", "partners/{member}/", "instruments/add/",
    "instruments/{instrument}/", "groups/add/", "groups/{group}/", "stages/add/",
)  # fmt: skip


def path_of(of: Partners, page: str) -> str:
    project, region = of.project, of.east.region
    return at(of, page).format(
        phase=PhaseFactory.create(project=project).pk,
        semester=SemesterFactory.create(project=project).pk,
        member=of.east.pk,
        instrument=InstrumentFactory.create(project=project, region=region).key,
        group=GroupFactory.create(project=project, region=region).key,
    )


@pytest.mark.parametrize("page", FORMS)
def test_what_is_bad_gets_a_sentence_and_stays(client: Client, of: Partners, page: str) -> None:
    client.force_login(of.people["lead reporter"])
    assert list(problems_of(client, path_of(of, page))) == []


@pytest.mark.audit
@pytest.mark.parametrize("page", FORMS)
def test_what_is_bad_in_any_one_field_does(client: Client, of: Partners, page: str) -> None:
    client.force_login(of.people["lead reporter"])
    assert list(problems_of(client, path_of(of, page), is_thorough=True)) == []
