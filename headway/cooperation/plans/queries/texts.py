"""A plan's text, made of the rows that are being written."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Exists, OuterRef

from headway.cooperation.plans.facts import (
    CONVERTER,
    ActionText,
    Funding,
    Lesson,
    Measured,
    Named,
    NodeTouched,
    PictureShown,
    PlanText,
    Player,
    Risk,
    StepText,
)
from headway.cooperation.plans.models import (
    ActionLesson,
    ActionNode,
    ActionStep,
    Plan,
    PlanAuthor,
    PlannedAction,
)
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from headway.foundation.attachments.models import Picture
    from headway.foundation.organisations.models import Organisation

T = TypeVar("T")
REASON = "whoever holds a plan that they may read may read its text"
PRACTICE, EVENT = "practice", "event"
WITH = ("project", "instrument__region", "instrument__strategy", "recommendation", "cover")
"""What a plan is read with."""


def text_of(plan: Plan) -> PlanText:
    """Return the text of a plan that the caller was allowed to read, as its rows stand.

    Six queries, if the plan was read with `WITH`.
    """
    return _of(plan, actions_of(plan))


def actions_of(plan: Plan) -> tuple[ActionText, ...]:
    """Return the planned actions of a plan, in their order. Five queries."""
    rows = list(
        PlannedAction.objects.unrestricted(reason=REASON)
        .filter(plan=plan)
        .select_related("picture")
        .order_by("place", "pk")
    )
    steps, nodes, lessons = _steps(plan), _nodes(plan), _lessons(plan)
    return tuple(_action(row, steps[row.pk], nodes[row.pk], lessons[row.pk]) for row in rows)


def _of(plan: Plan, actions: tuple[ActionText, ...]) -> PlanText:
    recommendation = plan.recommendation
    return PlanText(
        key=plan.key,
        title=plan.title,
        languages=tuple(plan.languages),
        instrument=Named(plan.instrument.title, plan.instrument.key),
        authors=tuple(named(each.organisation) for each in authors_of([plan])[plan.pk]),
        region=Named(plan.instrument.region.name, plan.instrument.region.slug),
        intro=plan.intro,
        why=plan.why,
        context=plan.context,
        monitoring=plan.monitoring,
        abbreviations=read_list(plan.abbreviations, Named),
        contacts=read_list(plan.contacts, Player),
        adoption=plan.adoption,
        adopter=plan.adopter,
        adoption_words=plan.adoption_words,
        recommendation=Named(recommendation.title, recommendation.key) if recommendation else None,
        cover=shown(plan.cover),
        actions=actions,
    )


def _action(
    row: PlannedAction,
    steps: Iterable[StepText],
    nodes: Iterable[NodeTouched],
    lessons: Iterable[Lesson],
) -> ActionText:
    return ActionText(
        key=row.key,
        title=row.title,
        lead=row.lead,
        background=row.background,
        changes=row.changes,
        follows=row.follows,
        players=read_list(row.players, Player),
        steps=tuple(steps),
        cost_state=row.cost_state,
        cost=row.cost,
        currency=row.currency,
        cost_words=row.cost_words,
        funding=read_list(row.funding, Funding),
        indicators=read_list(row.indicators, Measured),
        risks=read_list(row.risks, Risk),
        nodes=tuple(nodes),
        lessons=tuple(lessons),
        picture=shown(row.picture),
    )


def read_list(kept: Sequence[Any], kind: type[T]) -> tuple[T, ...]:
    """Read a list that a row keeps as JSON."""
    return tuple(CONVERTER.structure(each, kind) for each in kept)


def named(organisation: Organisation) -> Named:
    return Named(organisation.name, organisation.slug)


def shown(picture: Picture | None) -> PictureShown | None:
    if picture is None:
        return None
    return PictureShown(picture.key, picture.alternative, picture.credit, picture.licence)


def authors_of(plans: Iterable[Plan]) -> dict[int, list[PlanAuthor]]:
    """Return the authors of plans, by plan. One query."""
    found: dict[int, list[PlanAuthor]] = defaultdict(list)
    rows = PlanAuthor.objects.filter(plan__in=[plan.pk for plan in plans])
    for each in rows.select_related("organisation").order_by("place", "pk"):
        found[each.plan_id].append(each)
    return found


def _steps(plan: Plan) -> dict[int, list[StepText]]:
    rows = ActionStep.objects.unrestricted(reason=REASON).filter(action__plan=plan)
    found: dict[int, list[StepText]] = defaultdict(list)
    for each in rows.select_related("organisation").order_by("place", "pk"):
        who = named(each.organisation) if each.organisation else None
        if who is None and each.who:
            who = Named(each.who)
        found[each.action_id].append(
            StepText(each.key, each.title, each.outcome, who, each.starts, each.ends)
        )
    return found


def _nodes(plan: Plan) -> dict[int, list[NodeTouched]]:
    rows = list(
        ActionNode.objects.unrestricted(reason=REASON)
        .filter(action__plan=plan)
        .select_related("node__strategy")
        .order_by("place", "pk")
    )
    texts = {text.node_id: text for text in node_texts().filter(node__in=[r.node_id for r in rows])}
    found: dict[int, list[NodeTouched]] = defaultdict(list)
    for each in rows:
        said = texts.get(each.node_id)
        if said is not None:
            strategy = each.node.strategy.slug
            touched = NodeTouched(strategy, each.node.key, said.code, said.title)
            found[each.action_id].append(touched)
    return found


def node_texts() -> QuerySet[NodeText]:
    """Return what parts of strategies say in an edition that an act adopted, the oldest first.

    So the last of a node's rows is what it says now.
    """
    adopted = Edition.objects.unrestricted(reason=REASON).filter(
        strategy=OuterRef("strategy"),
        state=EditionState.IN_FORCE,
        number__gte=OuterRef("from_number"),
        number__lt=OuterRef("until_number"),
    )
    rows = NodeText.objects.unrestricted(reason=REASON).filter(Exists(adopted))
    return rows.order_by("from_number")


def _lessons(plan: Plan) -> dict[int, list[Lesson]]:
    rows = ActionLesson.objects.unrestricted(reason=REASON).filter(action__plan=plan)
    found: dict[int, list[Lesson]] = defaultdict(list)
    for each in rows.select_related("practice", "event").order_by("place", "pk"):
        of = each.practice or each.event
        if of is not None:
            kind = PRACTICE if each.practice else EVENT
            found[each.action_id].append(Lesson(kind, Named(of.title, of.key), each.words))
    return found
