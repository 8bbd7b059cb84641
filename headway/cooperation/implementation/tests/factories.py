"""A project with two regions, whose plans are published, and people of each side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from headway.cooperation.implementation import services
from headway.cooperation.implementation.facts import Standing
from headway.cooperation.implementation.models import (
    MonitoringRound,
    PolicyChange,
    ProgressReport,
    ReportPart,
    StepProgress,
)
from headway.cooperation.partnerships.models import PolicyInstrument, Project
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.partnerships.tests.factories import MemberFactory, ProjectFactory
from headway.cooperation.plans.facts import ActionText, Named, PlanText, StepText, fingerprint
from headway.cooperation.plans.models import Plan, PlanAuthor, PlanEdition
from headway.cooperation.plans.states import EditionReason, PlanState
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

AT = datetime(2022, 8, 1, 9, tzinfo=UTC)
BY = SystemActor("test")
REASON = "test"
PERIOD, DUE = "2022-S1", date(2022, 9, 30)


def text(words: str, lt: str = "") -> TranslatedText:
    return TranslatedText.of({"en": words, **({"lt": lt} if lt else {})}, original="en")


@dataclass
class World:
    """Two plans, ours with two authors: the city does the first step, the agency the second."""

    project: Project
    plan: Plan
    other: Plan
    lead: Organisation
    city: Organisation
    agency: Organisation
    abroad: Organisation

    def person(self, house: Organisation, role: Role = Role.REPORTER) -> User:
        return MembershipFactory.create(organisation=house, role=role).user


def step(
    key: str, who: Organisation | None, first: str = "2022-02", last: str = "2022-04"
) -> StepText:
    return StepText(
        key=key,
        title=text(f"Step {key}"),
        outcome=text(f"Outcome {key}"),
        who=Named(who.name, who.slug) if who else None,
        starts=date.fromisoformat(f"{first}-01"),
        ends=date.fromisoformat(f"{last}-01"),
    )


def actions(*, prefix: str, first: Organisation, second: Organisation) -> tuple[ActionText, ...]:
    """Return two actions: one with a step of each house, one with a step of the first."""
    return (
        ActionText(
            key=f"{prefix}-a1",
            title=text(f"Action {prefix} 1"),
            steps=(
                step(f"{prefix}-s1", first),
                step(f"{prefix}-s2", second, "2022-05", "2022-12"),
            ),
        ),
        ActionText(
            key=f"{prefix}-a2",
            title=text(f"Action {prefix} 2"),
            steps=(step(f"{prefix}-s3", first, "2022-03", "2022-10"),),
        ),
    )


def plan_of(
    project: Project, slug: str, houses: list[Organisation], *, state: str = PlanState.PUBLISHED
) -> Plan:
    """Make a plan of these authors, with nothing frozen yet."""
    region = houses[0].region
    assert region is not None
    instrument = PolicyInstrument.objects.create(
        key=new_key(), project=project, region=region, title=text(f"Instrument {slug}")
    )
    everything = Plan.objects.unrestricted(reason=REASON)
    made: Plan = everything.create(
        key=new_key(),
        slug=slug,
        project=project,
        instrument=instrument,
        title=text(f"Plan {slug}"),
        languages=["en", "lt"],
        state=PlanState.REVISED,
        state_since=AT,
    )
    for place, house in enumerate(houses, 1):
        PlanAuthor.objects.create(plan=made, organisation=house, place=place)
    if state == PlanState.PUBLISHED:
        published(made, actions(prefix=slug, first=houses[0], second=houses[-1]))
    return made


def published(
    plan: Plan, said: tuple[ActionText, ...], reason: str = EditionReason.PUBLICATION
) -> PlanEdition:
    """Freeze a text of a plan; publish it, if that is the reason."""
    houses = [row.organisation for row in PlanAuthor.objects.filter(plan=plan).order_by("place")]
    whole = PlanText(
        key=plan.key,
        title=plan.title,
        languages=tuple(plan.languages),
        instrument=Named(plan.instrument.title, plan.instrument.key),
        authors=tuple(Named(house.name, house.slug) for house in houses),
        region=Named(plan.instrument.region.name, plan.instrument.region.slug),
        actions=said,
    )
    editions = PlanEdition.objects.unrestricted(reason=REASON)
    made: PlanEdition = editions.create(
        key=new_key(),
        plan=plan,
        number=editions.filter(plan=plan).count() + 1,
        reason=reason,
        frozen_at=AT,
        frozen_by="test",
        kept_text=whole.as_json(),
        sha256=fingerprint(whole),
    )
    if reason == EditionReason.PUBLICATION:
        plan.published, plan.state = made, PlanState.PUBLISHED
        plan.save()
    return made


def world(*, lead: Organisation | None = None, city: Organisation | None = None) -> World:
    project = ProjectFactory.create(slug="ventures", acronym="Ventures", languages=["en", "lt"])
    lead, city = lead or OrganisationFactory.create(), city or OrganisationFactory.create()
    agency, abroad = OrganisationFactory.create(), OrganisationFactory.create()
    MemberFactory.create(project=project, organisation=lead, role=MemberRole.LEAD)
    ours = MemberFactory.create(project=project, organisation=city).region
    MemberFactory.create(project=project, organisation=agency, region=ours)
    elsewhere = MemberFactory.create(project=project, organisation=abroad).region
    for house, region in ((city, ours), (agency, ours), (abroad, elsewhere)):
        house.region = region
        house.save()
    return World(
        project=project,
        plan=plan_of(project, "harbour", [city, agency]),
        other=plan_of(project, "hills", [abroad]),
        lead=lead,
        city=city,
        agency=agency,
        abroad=abroad,
    )


def standing(status: str = "under_way", *months: str, **said: Any) -> Standing:  # noqa: ANN401
    days = tuple(date.fromisoformat(f"{month}-01") for month in months)
    return Standing(status=status, months=days, **said)


def told(
    of: World, key: str, status: str = "under_way", *months: str, plan: Plan | None = None,
    **said: Any,  # noqa: ANN401
) -> StepProgress:  # fmt: skip
    plan = plan or of.plan
    row = StepProgress.objects.unrestricted(reason=REASON).filter(plan=plan, step_key=key).first()
    return services.tell_progress(
        plan_id=plan.pk,
        step_key=key,
        standing=standing(status, *months, **said),
        version=row.version if row else 0,
        by=BY,
        at=AT,
    )


def prepared(of: World, *questions: str, period: str = PERIOD) -> MonitoringRound:
    asked = services.Asked(period, DUE, tuple(text(each) for each in questions))
    return services.prepare_round(project_id=of.project.pk, asked=asked, by=BY, at=AT)


def opened(of: World, *questions: str, period: str = PERIOD) -> MonitoringRound:
    one = prepared(of, *questions, period=period)
    return services.open_round(round_id=one.pk, by=BY, at=AT)


def report_of(one: MonitoringRound, house: Organisation) -> ProgressReport:
    return reports().get(round=one, organisation=house)


def reports() -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.unrestricted(reason=REASON)
    return rows.select_related("round__project", "plan__project", "edition", "organisation")


def parts(report: ProgressReport) -> list[ReportPart]:
    rows = ReportPart.objects.unrestricted(reason=REASON).filter(report=report)
    return list(rows.order_by("place"))


def written(report: ProgressReport, words: str = "We worked", **said: Any) -> ProgressReport:  # noqa: ANN401
    """Say the same of each action of a report, and why it is not carried out."""
    for part in parts(report):
        given = {"words": text(words), "why": text("Later"), **said}
        services.write_part(
            part_id=part.pk,
            said=services.Words(**given),
            version=part.version,
            by=BY,
            at=AT,
        )
    return report


def submitted(report: ProgressReport, words: str = "We worked", **said: Any) -> ProgressReport:  # noqa: ANN401
    services.submit_report(report_id=written(report, words, **said).pk, by=BY, at=AT)
    return reports().get(pk=report.pk)


def closed(report: ProgressReport, words: str = "We worked", **said: Any) -> ProgressReport:  # noqa: ANN401
    submitted(report, words, **said)
    return services.close_report(report_id=report.pk, by=BY, at=AT)


def changed(title: str | TranslatedText = "A new call", **said: Any) -> services.Changed:  # noqa: ANN401
    given: dict[str, Any] = {
        "kind": "new_projects",
        "title": text(title) if isinstance(title, str) else title,
        "happened_on": PartialDate(2022, 5),
        "evidence_title": text("The call"),
        "evidence_address": "https://example.org/call",
        **said,
    }
    return services.Changed(**given)


def change(of: World, title: str | TranslatedText = "A new call", **said: Any) -> PolicyChange:  # noqa: ANN401
    return services.tell_change(plan_id=of.plan.pk, changed=changed(title, **said), by=BY, at=AT)
