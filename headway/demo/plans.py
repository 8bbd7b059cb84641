"""Tells the recommendation and the action plans of the project, as far as they are known.

Klaipėda's plan goes the whole way to its publication; of the others only their actions are known,
which is too little for a public summary: they stay with their authors. Of Lombardy's not even
these are known, and it says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from headway.cooperation.adoption.facts import Decider, PlanAct
from headway.cooperation.adoption.services import ask_adoption, link_amendment, record_adoption
from headway.cooperation.adoption.states import Way
from headway.cooperation.plans.facts import (
    ActionText,
    Funding,
    Lesson,
    Measured,
    Named,
    NodeTouched,
    Player,
    Risk,
    StepText,
)
from headway.cooperation.plans.models import Plan
from headway.cooperation.plans.queries.texts import EVENT, PRACTICE, WITH, text_of
from headway.cooperation.plans.services import (
    add_action,
    change_action,
    change_context,
    create_plan,
    create_recommendation,
    finish_revision,
    publish_plan,
    publish_recommendation,
    send_to_review,
)
from headway.cooperation.plans.services.recommendations import Recommended
from headway.demo.values import partial, provenance, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.provenance import ALL, Provenance
from headway.monitoring.amendments.models import Amendment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import PlannedAction, Recommendation
    from headway.demo.values import Sources, Told
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.organisations.models import Organisation, Region
    from headway.monitoring.strategy.models import Strategy

KEDS = "keds"
REASON = "the loader made it a moment ago"
RECOMMENDED, REVIEWED, REVISED, ADOPTED, PUBLISHED = (
    datetime(2021, month, 1, 9, tzinfo=UTC) for month in (4, 6, 10, 11, 12)
)
"""The recommendation is of March 2021, the workshop of 17 June; the days here are synthetic."""


@dataclass(frozen=True, slots=True)
class Written:
    """What plans are told about: their project, who writes them, the files' sources."""

    project: Project
    organisations: Mapping[str, Organisation]
    regions: Mapping[str, Region]
    sources: Sources
    by: SystemActor

    def called(self, told: Told) -> Named:
        """Return who is meant: an organisation of the files, or words."""
        if key := told.get("organisation"):
            return self.named(key)
        return Named(translated(told["words"], {}))

    def named(self, key: str) -> Named:
        organisation = self.organisations[key]
        return Named(organisation.name, organisation.slug)


def load_plans(of: Written, told: Told, *, at: datetime) -> dict[str, Plan]:
    """Load the recommendation and the plans; return the plans by their keys in the file."""
    recommendation = _recommendation(of, told["recommendation"], at=at)
    return {each["key"]: _plan(of, each, recommendation, at=at) for each in told["plans"]}


def load_revisions(of: Written, plans: Mapping[str, Plan], told: Told) -> None:
    """Tell that authors revised their plans after the review, as far as they are known."""
    for each in told["plans"]:
        if not each.get("is_unknown"):
            finish_revision(plan_id=plans[each["key"]].pk, by=of.by, at=REVISED)


def load_adoption(of: Written, plan: Plan, told: Told, strategy: Strategy, *, at: datetime) -> None:
    """Tell that a plan was adopted and published, and which amendment follows its actions.

    The amendment stands already, from before the plan: it is linked, and nothing is made twice.
    """
    act = told["act"]
    adoption = ask_adoption(
        plan_id=plan.pk,
        decider=Decider(words=translated(told["adopter"], told)),
        provenance=provenance(act, of.sources),
        key=derived_key("adoption", of.project.slug, told["key"]),
        by=of.by,
        at=REVISED,
    )
    said = PlanAct(
        way=Way.LETTER, verb=act["verb"], number=act["number"], date=partial(act["date"])
    )
    record_adoption(adoption_id=adoption.pk, act=said, by=of.by, at=ADOPTED)
    publish_plan(plan_id=plan.pk, by=of.by, at=PUBLISHED)
    amendments = Amendment.objects.unrestricted(reason=REASON)
    for each in told["actions"]:
        if (number := each.get("amendment")) is not None:
            link_amendment(
                plan_id=plan.pk,
                action_key=action_key(of.project, each["key"]),
                amendment_id=amendments.get(strategy=strategy, number=number).pk,
                provenance=Provenance(synthetic=(ALL,)),
                by=of.by,
                at=at,
            )


def _recommendation(of: Written, told: Told, *, at: datetime) -> Recommendation:
    title, analysis, findings, text = (
        translated(told[name], told) for name in ("title", "analysis", "findings", "text")
    )
    said = Recommended(title, partial(told["dated"]), analysis, "", findings, text)
    row = create_recommendation(
        project_id=of.project.pk,
        region_slug=of.regions[told["region"]].slug,
        author_slugs=[of.organisations[key].slug for key in told["authors"]],
        said=said,
        provenance=provenance(told, of.sources),
        key=derived_key("recommendation", of.project.slug, told["region"]),
        by=of.by,
        at=at,
    )
    return publish_recommendation(recommendation_id=row.pk, by=of.by, at=RECOMMENDED)


def _plan(of: Written, told: Told, recommendation: Recommendation, *, at: datetime) -> Plan:
    """Write a plan, and send it to its review."""
    plan = create_plan(
        project_id=of.project.pk,
        instrument_key=derived_key("instrument", of.project.slug, told["instrument"]),
        author_slugs=[of.organisations[key].slug for key in told["authors"]],
        slug=told["slug"],
        title=translated(told["title"], told),
        languages=told["languages"],
        provenance=provenance(told, of.sources, note=translated(told.get("note", {}), {})),
        key=derived_key("plan", of.project.slug, told["key"]),
        by=of.by,
        at=at,
    )
    for each in told["actions"]:
        _action(of, plan, each, at=at)
    _context(of, plan, told, recommendation, at=at)
    send_to_review(plan_id=plan.pk, by=of.by, at=REVIEWED)
    return _fresh(plan)


def _context(
    of: Written, plan: Plan, told: Told, recommendation: Recommendation, *, at: datetime
) -> None:
    row = _fresh(plan)
    own = recommendation.region_id == plan.instrument.region_id
    texts = {
        name: translated(told[name], told)
        for name in ("intro", "why", "context", "monitoring", "adopter", "adoption_words")
        if name in told
    }
    said = replace(
        text_of(row),
        **cast("dict[str, Any]", texts),
        adoption=told["adoption"],
        abbreviations=tuple(
            Named(translated(words, told), key) for key, words in told.get("abbreviations", ())
        ),
        contacts=tuple(
            Player(of.named(each["organisation"]), translated(each["role"], told))
            for each in told.get("contacts", ())
        ),
        recommendation=Named(recommendation.title, recommendation.key) if own else None,
    )
    change_context(plan_id=plan.pk, said=said, version=row.version, by=of.by, at=at)


def _fresh(plan: Plan) -> Plan:
    rows = Plan.objects.unrestricted(reason=REASON).select_related(*WITH)
    return rows.get(pk=plan.pk)


def _action(of: Written, plan: Plan, told: Told, *, at: datetime) -> PlannedAction:
    action = add_action(
        plan_id=plan.pk,
        title=translated(told["title"], told),
        provenance=provenance(told, of.sources),
        key=action_key(of.project, told["key"]),
        by=of.by,
        at=at,
    )
    said = _said(of, action.key, told)
    return change_action(action_id=action.pk, said=said, version=action.version, by=of.by, at=at)


def action_key(project: Project, key: str) -> str:
    return derived_key("planned action", project.slug, key)


def _said(of: Written, key: str, told: Told) -> ActionText:
    def words(name: str) -> TranslatedText:
        return translated(told.get(name, {}), told)

    cost = told.get("cost")
    return ActionText(
        key=key,
        title=words("title"),
        lead=words("lead"),
        background=words("background"),
        changes=words("changes"),
        follows=words("follows"),
        players=tuple(
            Player(of.called(each), translated(each["does"], told))
            for each in told.get("players", ())
        ),
        steps=tuple(_step(of, each, told) for each in told.get("steps", ())),
        cost_state=told.get("cost_state", "open"),
        cost=Decimal(cost) if cost else None,
        currency=told.get("currency", "EUR"),
        cost_words=words("cost_words"),
        funding=tuple(
            Funding(translated(each["source"], told), Decimal(each["amount"]), each["currency"])
            for each in told.get("funding", ())
        ),
        indicators=tuple(_measured(each, told) for each in told.get("indicators", ())),
        risks=tuple(
            Risk(translated(each["risk"], told), translated(each["answer"], told))
            for each in told.get("risks", ())
        ),
        nodes=tuple(
            NodeTouched("", derived_key("node", KEDS, code), code, words("title"))
            for code in told.get("nodes", ())
        ),
        lessons=tuple(_lesson(of, each, told) for each in told.get("lessons", ())),
    )


def _step(of: Written, told: Told, entry: Told) -> StepText:
    """Return a step; months are written as 2022-02."""
    first, last = (date.fromisoformat(f"{told[name]}-01") for name in ("starts", "ends"))
    return StepText(
        key=derived_key("step", of.project.slug, told["key"]),
        title=translated(told["title"], entry),
        outcome=translated(told["outcome"], entry),
        who=of.named(told["who"]),
        starts=first,
        ends=last,
    )


def _measured(told: Told, entry: Told) -> Measured:
    key = told.get("indicator")
    return Measured(
        title=translated(told["title"], entry),
        unit=translated(told["unit"], entry),
        baseline=Decimal(told["baseline"]),
        target=Decimal(told["target"]),
        due=partial(told["due"]),
        indicator=derived_key("indicator", KEDS, told["at"], key) if key else "",
    )


def _lesson(of: Written, told: Told, entry: Told) -> Lesson:
    words = translated(told["words"], entry)
    if event := told.get("event"):
        return Lesson(EVENT, Named(words, derived_key("event", of.project.slug, event)), words)
    practice = derived_key("practice", of.project.slug, told["practice"])
    return Lesson(PRACTICE, Named(words, practice), words)
