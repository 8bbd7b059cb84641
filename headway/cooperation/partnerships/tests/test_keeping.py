"""What belongs to a project is kept, changed and refused; who may not, changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from headway.cooperation.partnerships.facts import (
    GroupFacts,
    InstrumentFacts,
    MemberFacts,
    PhaseFacts,
    ProjectFacts,
    SemesterFacts,
)
from headway.cooperation.partnerships.models import StakeholderGroup
from headway.cooperation.partnerships.services import (
    add_group,
    add_instrument,
    add_member,
    add_phase,
    add_semester,
    change_group,
    change_instrument,
    change_member,
    change_phase,
    change_project,
    change_semester,
    set_emblem,
)
from headway.cooperation.partnerships.tests.factories import (
    AT,
    GroupFactory,
    InstrumentFactory,
    MemberFactory,
    PhaseFactory,
    SemesterFactory,
    StageAssessmentFactory,
    emblem,
    partners,
)
from headway.foundation.accounts.tests.factories import AuditorFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory, RegionFactory
from headway.monitoring.strategy.tests.factories import StrategyFactory

if TYPE_CHECKING:
    from headway.cooperation.partnerships.tests.factories import Partners

pytestmark = pytest.mark.django_db


def text(words: str) -> TranslatedText:
    return TranslatedText.of({"en": words})


FACTS = ProjectFacts(
    acronym="IV",
    title=text("Regions learn"),
    languages=("en",),
    budget_eur=Decimal("100.50"),
    cofinancing_eur=Decimal(80),
    funding_statement=text("Funded by the ERDF"),
    disclaimer=text("The authors answer for it"),
)
DAYS = SemesterFacts(2, date(2020, 7, 1), date(2020, 12, 31), date(2021, 3, 31))
REASON = "a test looks at everything"


@pytest.fixture
def of() -> Partners:
    return partners()


def problems(write: Any) -> dict[str, str]:  # noqa: ANN401 -- a service with its arguments
    with pytest.raises(BadInput) as refused:
        write()
    return dict(refused.value.problems)


def changed(of: Partners, facts: ProjectFacts, *, version: int = 1) -> Any:  # noqa: ANN401
    return change_project(
        project_id=of.project.pk, facts=facts, version=version, by=of.people["lead reporter"], at=AT
    )


def test_the_lead_partner_changes_the_facts_of_its_project(of: Partners) -> None:
    project = changed(of, FACTS)
    project.refresh_from_db()
    assert (project.acronym, project.budget_eur, project.version) == ("IV", Decimal("100.50"), 2)
    assert (project.funding_statement, project.disclaimer) == (
        FACTS.funding_statement,
        FACTS.disclaimer,
    )
    sentences = [each.sentence for each in history_of(project, user=AuditorFactory.create())]
    assert sentences == [f"{of.people['lead reporter']} changed the facts of IV."]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": EMPTY}, "title"),
        ({"acronym": " "}, "acronym"),
        ({"acronym": "x" * 41}, "acronym"),
        ({"programme": "x" * 121}, "programme"),
        ({"title": text("x" * 301)}, "title.en"),
        ({"languages": ("xx",)}, "languages"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"start": PartialDate(2020), "end": PartialDate(2019)}, "end"),
        ({"budget_eur": Decimal(-1), "cofinancing_eur": None}, "budget_eur"),
        ({"budget_eur": Decimal("NaN"), "cofinancing_eur": None}, "budget_eur"),
        ({"budget_eur": Decimal("0.001"), "cofinancing_eur": None}, "budget_eur"),
        ({"cofinancing_eur": Decimal(101)}, "cofinancing_eur"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(
    of: Partners, said: dict[str, Any], field: str
) -> None:
    assert list(problems(lambda: changed(of, replace(FACTS, **said)))) == [field]


def test_of_two_who_change_the_facts_the_second_sees_both_texts(of: Partners) -> None:
    changed(of, FACTS)
    with pytest.raises(Conflict) as refused:
        changed(of, replace(FACTS, acronym="Mine", disclaimer=EMPTY))
    found = {each.field: (each.theirs, each.mine) for each in refused.value.clashes}
    assert found == {
        "acronym": ("IV", "Mine"),
        "disclaimer.en": ("The authors answer for it", ""),
    }


def test_the_emblem_is_set_by_the_lead_partner(of: Partners) -> None:
    picture = emblem()
    project = set_emblem(
        project_id=of.project.pk, picture=picture, by=of.people["lead approver"], at=AT
    )
    assert project.emblem == picture


def test_a_partner_s_part_changes_and_a_project_has_one_lead_partner(of: Partners) -> None:
    lead = of.people["lead reporter"]
    facts = MemberFacts(
        of.east.organisation, "partner", of.east.region, Decimal(95000), PartialDate(2019)
    )
    made = change_member(member_id=of.east.pk, facts=facts, version=1, by=lead, at=AT)
    made.refresh_from_db()
    assert (made.budget_eur, made.since, made.version) == (Decimal(95000), PartialDate(2019), 2)
    second = replace(facts, role="lead")
    assert list(
        problems(lambda: change_member(member_id=made.pk, facts=second, version=2, by=lead, at=AT))
    ) == ["role"]
    none = MemberFacts(None, "partner", of.east.region)
    assert list(
        problems(lambda: add_member(project_id=of.project.pk, facts=none, by=lead, at=AT))
    ) == ["organisation"]


def test_a_region_of_which_something_is_written_does_not_leave_the_project(of: Partners) -> None:
    StageAssessmentFactory.create(project=of.project, region=of.east.region)
    lead, facts = of.people["lead reporter"], MemberFacts(of.east.organisation, "advisory")

    def leave() -> object:
        return change_member(member_id=of.east.pk, facts=facts, version=1, by=lead, at=AT)

    assert list(problems(leave)) == ["region"]
    MemberFactory.create(project=of.project, region=of.east.region)
    assert leave()


def test_phases_keep_what_was_planned_and_what_was(of: Partners) -> None:
    lead = of.people["lead reporter"]
    facts = PhaseFacts(
        1, text("Learning"), PartialDate(2019, 8), PartialDate(2021, 7),
        PartialDate(2019, 8), PartialDate(2022, 1),
    )  # fmt: skip
    phase = add_phase(project_id=of.project.pk, facts=facts, by=lead, at=AT)
    phase.refresh_from_db()
    assert (phase.planned_end, phase.actual_end) == (PartialDate(2021, 7), PartialDate(2022, 1))
    again = problems(lambda: add_phase(project_id=of.project.pk, facts=facts, by=lead, at=AT))
    assert list(again) == ["number"]
    bad = replace(facts, number=100, title=EMPTY, planned_end=PartialDate(2018),
                  actual_end=PartialDate(2018))  # fmt: skip
    wrong = problems(lambda: change_phase(phase_id=phase.pk, facts=bad, version=1, by=lead, at=AT))
    assert set(wrong) == {"number", "title", "planned_end", "actual_end"}
    later = replace(facts, actual_end=PartialDate(2022, 2))
    assert change_phase(phase_id=phase.pk, facts=later, version=1, by=lead, at=AT).version == 2
    with pytest.raises(Conflict):
        change_phase(phase_id=phase.pk, facts=facts, version=1, by=lead, at=AT)


def test_semesters_follow_one_another(of: Partners) -> None:
    lead = of.people["lead reporter"]
    SemesterFactory.create(project=of.project)
    made = add_semester(project_id=of.project.pk, facts=DAYS, by=lead, at=AT)
    bad = SemesterFacts(1, date(2020, 6, 30), date(2020, 6, 1), date(2020, 5, 1))
    wrong = problems(
        lambda: change_semester(semester_id=made.pk, facts=bad, version=1, by=lead, at=AT)
    )
    assert set(wrong) == {"number", "start", "end", "report_due"}
    overlapping = replace(DAYS, number=3, start=date(2020, 6, 30))
    wrong = problems(
        lambda: add_semester(project_id=of.project.pk, facts=overlapping, by=lead, at=AT)
    )
    assert set(wrong) == {"start"}
    longer = replace(DAYS, report_due=None)
    kept = change_semester(semester_id=made.pk, facts=longer, version=1, by=lead, at=AT)
    assert kept.report_due is None


def test_an_instrument_has_one_managing_body_and_a_strategy_that_everybody_reads(
    of: Partners,
) -> None:
    lead = of.people["lead reporter"]
    strategy = StrategyFactory.create()
    facts = InstrumentFacts(
        of.east.region, text("Strategy"), "strategy", managing_body=of.east.organisation,
        strategy=strategy,
    )  # fmt: skip
    made = add_instrument(project_id=of.project.pk, facts=facts, by=lead, at=AT)
    assert (made.managing_body, made.strategy) == (of.east.organisation, strategy)
    strategy.is_public = False
    bad = InstrumentFacts(
        RegionFactory.create(), EMPTY, "heaven", managing_body=of.east.organisation,
        managing_words=text("Somebody"), strategy=strategy, website="ftp://x",
    )  # fmt: skip
    wrong = problems(
        lambda: change_instrument(instrument_id=made.pk, facts=bad, version=1, by=lead, at=AT)
    )
    assert set(wrong) == {"region", "title", "kind", "managing_words", "strategy", "website"}
    nowhere = problems(
        lambda: add_instrument(
            project_id=of.project.pk,
            facts=replace(facts, region=None, strategy=None),
            by=lead,
            at=AT,
        )
    )
    assert set(nowhere) == {"region"}


def test_a_group_is_kept_by_its_region_and_does_not_move_to_another_s(of: Partners) -> None:
    east = of.people["east reporter"]
    port = OrganisationFactory.create()
    facts = GroupFacts(of.east.region, text("Group"), organisations=(port,))
    made = add_group(project_id=of.project.pk, facts=facts, by=east, at=AT)
    kept = change_group(
        group_id=made.pk,
        facts=replace(facts, organisations=(), others=text("Firms")),
        version=1,
        by=east,
        at=AT,
    )
    assert (list(kept.organisations.all()), str(kept.others)) == ([], "Firms")
    with pytest.raises(Conflict) as refused:
        change_group(group_id=made.pk, facts=facts, version=1, by=east, at=AT)
    assert {each.field for each in refused.value.clashes} == {"organisations", "others.en"}
    elsewhere = replace(facts, region=of.lead.region)
    with pytest.raises(NotAllowed):
        change_group(group_id=made.pk, facts=elsewhere, version=2, by=east, at=AT)
    with pytest.raises(NotAllowed):
        add_group(project_id=of.project.pk, facts=elsewhere, by=east, at=AT)
    nameless = problems(
        lambda: add_group(
            project_id=of.project.pk, facts=replace(facts, name=EMPTY), by=east, at=AT
        )
    )
    assert set(nameless) == {"name"}


def test_partners_of_another_region_change_nothing_of_what_is_not_theirs(of: Partners) -> None:
    lead_region = of.lead.region
    assert lead_region
    group = GroupFactory.create(project=of.project, region=lead_region, name=text("CANARY"))
    instrument = InstrumentFactory.create(project=of.project, region=of.east.region)
    phase, semester = (made.create(project=of.project) for made in (PhaseFactory, SemesterFactory))
    names = ("east reporter", "east approver", "east reader", "lead reader", "stranger approver")
    for by in [of.people[name] for name in names]:
        given: dict[str, Any] = {"by": by, "at": AT}
        member = MemberFacts(of.east.organisation, "partner", of.east.region)
        writes = (
            lambda g=given: change_project(project_id=of.project.pk, facts=FACTS, version=1, **g),
            lambda g=given: set_emblem(project_id=of.project.pk, picture=emblem(), **g),
            lambda g=given, m=member: add_member(project_id=of.project.pk, facts=m, **g),
            lambda g=given, m=member: change_member(member_id=of.east.pk, facts=m, version=1, **g),
            lambda g=given: add_phase(
                project_id=of.project.pk, facts=PhaseFacts(2, text("X")), **g
            ),
            lambda g=given: change_phase(
                phase_id=phase.pk, facts=PhaseFacts(1, text("X")), version=1, **g
            ),
            lambda g=given: add_semester(project_id=of.project.pk, facts=DAYS, **g),
            lambda g=given: change_semester(semester_id=semester.pk, facts=DAYS, version=1, **g),
            lambda g=given: add_instrument(
                project_id=of.project.pk,
                facts=InstrumentFacts(of.east.region, text("X")),
                **g,
            ),
            lambda g=given: change_instrument(
                instrument_id=instrument.pk,
                facts=InstrumentFacts(of.east.region, text("X")),
                version=1,
                **g,
            ),
            lambda g=given: change_group(
                group_id=group.pk, facts=GroupFacts(of.east.region, text("X")), version=1, **g
            ),
        )
        for write in writes:
            with pytest.raises(NotAllowed):
                write()
    assert [str(each) for each in StakeholderGroup.objects.all()] == ["CANARY"]
    of.project.refresh_from_db()
    assert (of.project.version, of.project.members.count(), of.project.phases.count()) == (1, 2, 1)
