from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from headway.cooperation.exchange.models import GoodPractice
from headway.cooperation.exchange.states import PracticeState
from headway.cooperation.partnerships.models import PolicyInstrument
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.partnerships.tests.factories import MemberFactory, ProjectFactory
from headway.cooperation.plans import services
from headway.cooperation.plans.facts import (
    ActionText,
    Funding,
    Lesson,
    Measured,
    Named,
    NodeTouched,
    PlanText,
    Player,
    Risk,
    StepText,
)
from headway.cooperation.plans.hooks import DECISIONS, Decision
from headway.cooperation.plans.models import Plan, PlanEdition, PlannedAction, Recommendation
from headway.cooperation.plans.queries.plans import last_number
from headway.cooperation.plans.queries.texts import WITH, text_of
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW, Verdict
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory
from headway.monitoring.strategy.tests.factories import EditionFactory, add, adopt

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Member, Project
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("test")
REASON = "test"


def text(words: str, lithuanian: str = "") -> TranslatedText:
    said = {"en": words, "lt": lithuanian or f"{words} lietuviškai"}
    return TranslatedText.of(said, original="en")


@dataclass
class World:
    """A project of a lead partner and two regions with two partners and one; a strategy in force.

    `author` reports for the first of Klaipėda's partners, `second` for the other; `reader` reads
    there, `stranger` reports in the other region, `lead` for the lead partner.
    """

    project: Project
    member: Member
    instrument: PolicyInstrument
    practice: GoodPractice
    author: User
    second: User
    reader: User
    stranger: User
    lead: User

    @property
    def slugs(self) -> list[str]:
        return [each.organisation.slug for each in self.project.members.order_by("pk")]


def world(organisation: Organisation | None = None) -> World:
    project = ProjectFactory.create(languages=["en", "lt"])
    first = MemberFactory.create(
        project=project, organisation=organisation or OrganisationFactory.create()
    )
    other = MemberFactory.create(project=project, region=first.region)
    far = MemberFactory.create(project=project)
    lead = MemberFactory.create(project=project, role=MemberRole.LEAD)
    draft = EditionFactory.create()
    add(draft, "Accelerator", code="1.3.4", key=f"n-{draft.pk}")
    adopt(draft)
    instrument = PolicyInstrument.objects.create(
        key=new_key(),
        project=project,
        region=first.region,  # type: ignore[misc]  # a partner has one
        title=text("Strategy 2030"),
        strategy=draft.strategy,
    )
    practice = GoodPractice.objects.unrestricted(reason=REASON).create(
        key=new_key(),
        project=project,
        region=far.region,  # type: ignore[misc]  # a partner has one
        organisation=far.organisation,
        state=PracticeState.PUBLISHED,
        state_since=AT,
        title=text("Mentors of the harbour"),
    )
    people = [
        MembershipFactory.create(organisation=each.organisation, role=role).user
        for each, role in (
            (first, Role.REPORTER),
            (other, Role.APPROVER),
            (first, Role.READER),
            (far, Role.REPORTER),
            (lead, Role.REPORTER),
        )
    ]
    return World(project, first, instrument, practice, *people)


def plan(of: World, **said: Any) -> Plan:  # noqa: ANN401
    """Begin a plan of the two partners of the first region."""
    given: dict[str, Any] = {
        "instrument_key": of.instrument.key,
        "author_slugs": of.slugs[:2],
        "slug": f"plan-{of.instrument.pk}",
        "title": text("From the harbour to new markets"),
        "languages": ["en", "lt"],
        "by": BY,
        "at": AT,
    }
    return services.create_plan(project_id=of.project.pk, **(given | said))


def action(of: Plan, title: str = "An accelerator") -> PlannedAction:
    return services.add_action(plan_id=of.pk, title=text(title), by=BY, at=AT)


def described(of: World, one: PlannedAction, **said: Any) -> PlannedAction:  # noqa: ANN401
    """Say of a planned action all that every one should say."""
    row = fresh_action(one)
    return services.change_action(
        action_id=one.pk,
        said=replace(whole_action(of, one), **said),
        version=row.version,
        by=BY,
        at=AT,
    )


def whole_action(of: World, one: PlannedAction) -> ActionText:
    node = of.instrument.strategy.nodes.get() if of.instrument.strategy else None
    city = Named(of.member.organisation.name, of.member.organisation.slug)
    return ActionText(
        key=one.key,
        title=one.title,
        lead=text("Young firms learn from those of the harbour."),
        background=text("Two partners showed us how mentors help."),
        changes=text("The accelerator serves the blue economy."),
        players=(Player(city, text("leads it")),),
        steps=(
            StepText(
                "", text("Procure"), text("A contract"), city, date(2022, 2, 1), date(2022, 6, 1)
            ),
        ),
        cost_state="known",
        cost=Decimal("48000.00"),
        cost_words=text("For three programmes"),
        funding=(Funding(text("City budget"), Decimal(48000)),),
        indicators=(
            Measured(
                text("Products launched"), text("pcs."), Decimal(3), Decimal(24), PartialDate(2026)
            ),
        ),
        risks=(Risk(text("Nobody bids"), text("We ask again")),),
        nodes=(NodeTouched("", node.key, "", one.title),) if node else (),
        lessons=(Lesson("practice", Named(of.practice.title, of.practice.key), text("Mentors")),),
    )


def complete(of: World, one: Plan, *, actions: int = 1, **said: Any) -> Plan:  # noqa: ANN401
    """Write all that a plan must say, with as many planned actions."""
    for number in range(actions):
        described(of, action(one, f"Action {number + 1}"))
    row = fresh(one)
    words = replace(
        text_of(row),
        intro=text("Klaipėda is a port."),
        why=text("Firms stay at home."),
        context=text("The strategy has many measures."),
        monitoring=text("The lead partner asks twice a year."),
        contacts=(Player(Named(text("Head of economy")), text("answers")),),
        adoption="required",
        adopter=text("City council"),
    )
    words = replace(words, **said)
    services.change_context(plan_id=one.pk, said=words, version=row.version, by=BY, at=AT)
    return fresh(one)


DECIDED: dict[str, Decision] = {}
"""Decisions on plans that tests of the apps below adoption made up, by their keys."""


def _made_up(of: Plan, key: str, by: User | SystemActor) -> Decision | None:
    return DECIDED.get(key)


DECISIONS.kept_by(_made_up)


def decided(one: Plan, step: str = "adopt", *, may: Verdict = ALLOW) -> str:
    """Decide on the newest edition of a plan; return the key by which that is kept."""
    key = new_key()
    DECIDED[key] = Decision(step, last_number(one), may)
    return key


def before_the_body(one: Plan) -> Plan:
    """Take a complete plan as far as who decides on it."""
    for step in ("send_to_review", "finish_revision", "ask_for_adoption"):
        getattr(services, step)(plan_id=one.pk, by=BY, at=AT)
    return fresh(one)


def adopted(one: Plan) -> Plan:
    """Take a complete plan as far as its adoption."""
    before_the_body(one)
    services.adopt_plan(plan_id=one.pk, decision_key=decided(one), by=BY, at=AT)
    return fresh(one)


def published(of: World, *, actions: int = 1, **said: Any) -> Plan:  # noqa: ANN401
    one = adopted(complete(of, plan(of), actions=actions, **said))
    services.publish_plan(plan_id=one.pk, by=BY, at=AT)
    return fresh(one)


def recommendation(of: World, **said: Any) -> Recommendation:  # noqa: ANN401
    words = services.Recommended(
        **({"title": text("Help firms abroad"), "text": text("Add a task to the agency.")} | said)
    )
    return services.create_recommendation(
        project_id=of.project.pk,
        region_slug=of.instrument.region.slug,
        author_slugs=of.slugs[:2],
        said=words,
        by=BY,
        at=AT,
    )


def fresh(one: Plan) -> Plan:
    rows = Plan.objects.unrestricted(reason=REASON).select_related(*WITH, "published")
    return rows.get(pk=one.pk)


def fresh_action(one: PlannedAction) -> PlannedAction:
    rows = PlannedAction.objects.unrestricted(reason=REASON).select_related("plan__instrument")
    found: PlannedAction = rows.get(pk=one.pk)
    return found


def actions(one: Plan) -> list[PlannedAction]:
    rows = PlannedAction.objects.unrestricted(reason=REASON).filter(plan=one)
    return list(rows.order_by("place"))


def editions(one: Plan) -> list[PlanEdition]:
    rows = PlanEdition.objects.unrestricted(reason=REASON).filter(plan=one)
    return list(rows.order_by("number"))


def words_of(one: Plan) -> PlanText:
    return text_of(fresh(one))
