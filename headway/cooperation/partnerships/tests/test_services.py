from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from headway.cooperation.partnerships.models import Member, Project, StageAssessment
from headway.cooperation.partnerships.queries import lead_of
from headway.cooperation.partnerships.services import (
    MemberFacts,
    ProjectFacts,
    add_member,
    assess_stage,
    change_member,
    create_project,
)
from headway.cooperation.partnerships.tests.factories import AT, MemberFactory, ProjectFactory
from headway.foundation.accounts.tests.factories import AdministratorFactory, AuditorFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, NotAllowed
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory, RegionFactory
from headway.foundation.publication.models import ContentVersion

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
FACTS = ProjectFacts(
    acronym="Inter Ventures",
    title=TranslatedText.of({"en": "Regions learn"}),
    languages=("en", "lt"),
    summary=TranslatedText.of({"en": "Five regions"}),
    programme="Interreg",
    start=PartialDate(2019, 8),
    end=PartialDate(2023),
    budget_eur=Decimal("1200000.50"),
    website="https://a.eu",
    provenance=Provenance(sources=(Source("Page"),)),
)


def create(slug: str = "inter-ventures", facts: ProjectFacts = FACTS, **more: Any) -> Project:  # noqa: ANN401
    given: dict[str, Any] = {"by": AdministratorFactory.create(name="Boss"), "at": AT} | more
    return create_project(slug=slug, facts=facts, **given)


def member(project: Project, **more: Any) -> Member:  # noqa: ANN401
    given: dict[str, Any] = {
        "organisation": OrganisationFactory.create(),
        "region": RegionFactory.create(),
        "role": "partner",
    }
    by = more.pop("by", None) or AdministratorFactory.create(name="Boss")
    facts = MemberFacts(**(given | more))
    return add_member(project_id=project.pk, facts=facts, by=by, at=AT)


def assess(project: Project, **more: Any) -> StageAssessment:  # noqa: ANN401
    given: dict[str, Any] = {
        "region": more.get("region") or MemberFactory.create(project=project).region,
        "assessed_on": PartialDate(2018),
        "stage": "networking",
        "percent_into": 40,
        "by": AdministratorFactory.create(name="Boss"),
        "at": AT,
    }
    return assess_stage(project_id=project.pk, **(given | more))


def told(project: Project) -> list[str]:
    return [found.sentence for found in history_of(project, user=AuditorFactory.create())]


def scopes() -> list[str]:
    return sorted(ContentVersion.objects.values_list("scope", flat=True))


def changed(member: Member, **more: Any) -> Member:  # noqa: ANN401
    names = ("organisation", "region", "role", "since", "until")
    facts = MemberFacts(**({name: getattr(member, name) for name in names} | more))
    by = AdministratorFactory.create()
    return change_member(member_id=member.pk, facts=facts, version=member.version, by=by, at=AT)


@pytest.mark.parametrize("day", [PartialDate(2027), PartialDate(2026, 4), PartialDate(2026, 3, 3)])
def test_nobody_leaves_ahead(day: PartialDate) -> None:
    standing = MemberFactory.create()
    writes: list[Callable[[], Member]] = [
        lambda: member(standing.project, until=day),
        lambda: changed(standing, until=day),
    ]
    for write in writes:
        with pytest.raises(BadInput) as refused:
            write()
        assert refused.value.problems == {
            "until": "This day lies ahead. Write it once the partner has left."
        }
    assert standing in Member.objects.now()


@pytest.mark.parametrize("day", [PartialDate(2026), PartialDate(2026, 3), PartialDate(2026, 3, 2)])
def test_who_has_left_is_no_partner_now_and_may_come_back(day: PartialDate) -> None:
    standing = MemberFactory.create()
    gone = changed(standing, until=day)
    assert (gone in Member.objects.now(), gone in Member.objects.all()) == (False, True)
    assert changed(gone, until=None) in Member.objects.now()


def test_another_leads_once_the_lead_partner_has_left() -> None:
    first = MemberFactory.create(role="lead")
    project = first.project
    with pytest.raises(BadInput, match="Give that one another role first"):
        member(project, role="lead")
    left = changed(first, until=PartialDate(2026, 2))
    assert lead_of(project) is None
    second = member(project, role="lead")
    assert lead_of(project) == second.organisation
    assert changed(left, since=PartialDate(2019)).role == "lead", "history stays as it was"
    with pytest.raises(BadInput, match="Give that one another role first"):
        changed(Member.objects.get(pk=left.pk), until=None)


def test_a_project_is_kept_whole_recorded_and_shown() -> None:
    project = Project.objects.get(pk=create().pk)
    kept = ProjectFacts(
        **{name: getattr(project, name) for name in ProjectFacts.__slots__ if name != "languages"},
        languages=tuple(project.languages),
    )
    assert kept == FACTS
    assert told(project) == ["Boss added the project Inter Ventures."]
    assert scopes() == [f"partnership:{project.key}"]


def test_a_project_without_title_or_with_a_taken_address_is_refused() -> None:
    create()
    with pytest.raises(BadInput) as refused:
        create(facts=ProjectFacts(acronym="X", title=EMPTY, languages=()))
    assert refused.value.problems == {
        "slug": "The address “inter-ventures” is taken. Choose another.",
        "title": "The title is missing. Write it in at least one language.",
    }
    with pytest.raises(BadInput, match="cannot stand in an address"):
        create("Inter Ventures")
    assert Project.objects.count() == 1


def test_a_partner_is_added_recorded_and_shown() -> None:
    project, one = ProjectFactory.create(), OrganisationFactory.create()
    made = member(project, organisation=one, role="lead", since=PartialDate(2019))
    made.refresh_from_db()
    assert (made.organisation, made.role, made.since) == (one, "lead", PartialDate(2019))
    assert told(project) == [f"Boss added {one} to {project}."]
    assert scopes() == [f"partnership:{project.key}"]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"region": None}, "region", "Choose the partner’s region. Only advisers go without."),
        ({"role": "king"}, "role", "There is no such role. Choose one of those listed."),
    ],
)
def test_a_wrong_partner_is_refused(wrong: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        member(ProjectFactory.create(), **wrong)
    assert refused.value.problems == {field: sentence}
    assert not Member.objects.exists()


def test_an_adviser_goes_without_a_region() -> None:
    assert member(ProjectFactory.create(), region=None, role="advisory").region is None


def test_an_organisation_takes_part_once() -> None:
    standing = MemberFactory.create()
    with pytest.raises(BadInput, match="takes part already"):
        member(standing.project, organisation=standing.organisation)
    assert member(ProjectFactory.create(), organisation=standing.organisation).pk


def test_a_stage_is_assessed_recorded_and_shown_and_earlier_ones_stay() -> None:
    taking_part = MemberFactory.create()
    project, region = taking_part.project, taking_part.region
    evidence = TranslatedText.of({"en": "Seen"})
    assess(project, region=region)
    later = assess(project, region=region, assessed_on=PartialDate(2020), evidence=evidence)
    later.refresh_from_db()
    assert (later.stage, later.percent_into, later.evidence) == ("networking", 40, evidence)
    assert project.assessments.count() == 2
    assert told(project) == [f"Boss assessed the stage of {region} for {project}."] * 2
    assert scopes() == [f"partnership:{project.key}"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"percent_into": -1}, "Write a share from 0 to 100."),
        ({"percent_into": 101}, "Write a share from 0 to 100."),
        ({"stage": "heaven"}, "There is no such stage. Choose one of those listed."),
    ],
)
def test_a_wrong_assessment_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        assess(ProjectFactory.create(), **wrong)
    assert refused.value.problems == {next(iter(wrong)): sentence}
    assert not StageAssessment.objects.exists()


def test_a_region_of_another_project_is_not_assessed() -> None:
    ours, other = MemberFactory.create(), MemberFactory.create()
    nowhere = RegionFactory.create()
    for region in (other.region, nowhere):
        with pytest.raises(BadInput) as refused:
            assess(ours.project, region=region)
        assert refused.value.problems == {
            "region": f"No partner of this project is from {region}. "
            "Add a partner from there first, or choose a region of the project."
        }
    assert (StageAssessment.objects.count(), told(ours.project), scopes()) == (0, [], [])
    assert assess(other.project, region=other.region).region == other.region


def test_a_region_is_assessed_once_for_a_date() -> None:
    standing = assess(ProjectFactory.create())
    with pytest.raises(BadInput, match="was assessed for this date already"):
        assess(standing.project, region=standing.region)


def test_nobody_but_an_administrator_adds_a_project_and_strangers_change_none() -> None:
    project, auditor = ProjectFactory.create(), AuditorFactory.create()
    with pytest.raises(NotAllowed, match="Only an administrator can add a project"):
        create(by=auditor)
    with pytest.raises(NotAllowed, match="Only the lead partner of Project"):
        member(project, by=auditor)
    with pytest.raises(NotAllowed, match="can write about this region"):
        assess(project, by=auditor, region=RegionFactory.create())
    assert (Project.objects.count(), project.members.count(), told(project), scopes()) == (
        1,
        0,
        [],
        [],
    )
