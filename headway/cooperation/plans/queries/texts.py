"""A plan's text, made of the rows that are being written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from headway.cooperation.exchange.states import PracticeState
from headway.cooperation.partnerships.models import among, works_as, writes_as
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
from headway.cooperation.plans.states import RecommendationState
from headway.foundation.core.words import worded
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from headway.cooperation.exchange.models import GoodPractice
    from headway.cooperation.plans.models import Recommendation
    from headway.foundation.attachments.models import Picture
    from headway.foundation.organisations.models import Organisation

T = TypeVar("T")
REASON = "whoever holds a plan that they may read may read its text"
PRACTICE, EVENT = "practice", "event"
WITH = ("project", "instrument__region", "instrument__strategy", "recommendation", "cover")
"""What a plan is read with."""


@dataclass(frozen=True, slots=True)
class Written:
    """A plan as its authors see it: its text, and the rows of its planned actions by key."""

    text: PlanText
    rows: Mapping[str, PlannedAction]


def text_of(plan: Plan) -> PlanText:
    """Return the text of a plan that the caller was allowed to read, as its rows stand.

    Five queries, if the plan was read with `WITH`.
    """
    return written(plan).text


def written(plan: Plan, *, with_nodes: bool = True) -> Written:
    """Return a plan's text with the rows of its actions. Five queries, as `text_of`."""
    return written_of([plan], with_nodes=with_nodes)[plan.pk]


def written_of(plans: Sequence[Plan], *, with_nodes: bool = True) -> dict[int, Written]:
    """Return the texts of several plans, by plan. Five queries.

    What a plan lacks can be told without the parts of the strategy that it touches: four queries.
    """
    rows: dict[int, list[PlannedAction]] = defaultdict(list)
    found = PlannedAction.objects.unrestricted(reason=REASON).filter(plan__in=plans)
    for row in found.select_related("picture").order_by("place", "pk"):
        rows[row.plan_id].append(row)
    authors = authors_of(plans)
    steps, lessons = _steps(plans), _lessons(plans, authors)
    nodes: Mapping[int, list[NodeTouched]] = _nodes(plans) if with_nodes else {}
    made = {}
    for plan in plans:
        actions = tuple(
            _action(row, steps[row.pk], nodes.get(row.pk, ()), lessons[row.pk])
            for row in rows[plan.pk]
        )
        text = _of(plan, authors[plan.pk], actions)
        made[plan.pk] = Written(text, {row.key: row for row in rows[plan.pk]})
    return made


def _of(plan: Plan, authors: Sequence[PlanAuthor], actions: tuple[ActionText, ...]) -> PlanText:
    return PlanText(
        key=plan.key,
        title=plan.title,
        languages=tuple(plan.languages),
        instrument=Named(plan.instrument.title, plan.instrument.key),
        authors=tuple(named(each.organisation) for each in authors),
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
        recommendation=_recommended(plan.recommendation, authors),
        cover=shown(plan.cover),
        actions=actions,
    )


def _recommended(row: Recommendation | None, authors: Sequence[PlanAuthor]) -> Named | None:
    """Call a recommendation as the plan’s authors may read it; one more query for a draft."""
    if row is None:
        return None
    houses = [each.organisation_id for each in authors]
    is_read = row.state == RecommendationState.PUBLISHED
    if is_read or row.authors.filter(pk__in=houses).exists():
        return Named(row.title, row.key)
    said = {"region": row.region.name}
    return Named(
        worded(lambda: _("A recommendation (%(region)s) that is taken back") % said), row.key
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


def authors_of(plans: Sequence[Plan], *, user: Any = None) -> dict[int, list[PlanAuthor]]:  # noqa: ANN401 -- a person, or nobody
    """Return the authors of plans, by plan; for a person, whether they work and write for each.

    One query; none, if the plans were read with their authors.
    """
    if user is None and all(plan.known_authors is not None for plan in plans):
        return {plan.pk: plan.known_authors or [] for plan in plans}
    rows = PlanAuthor.objects.filter(plan__in=plans).select_related("organisation")
    if user is not None:
        rows = rows.annotate(
            works=among(works_as(user), "plan__project"),
            writes=among(writes_as(user), "plan__project"),
        )
    found: dict[int, list[PlanAuthor]] = {plan.pk: [] for plan in plans}
    for each in rows.order_by("place", "pk"):
        found[each.plan_id].append(each)
    return found


def _steps(plans: Sequence[Plan]) -> dict[int, list[StepText]]:
    rows = ActionStep.objects.unrestricted(reason=REASON).filter(action__plan__in=plans)
    found: dict[int, list[StepText]] = defaultdict(list)
    for each in rows.select_related("organisation").order_by("place", "pk"):
        who = named(each.organisation) if each.organisation else None
        if who is None and each.who:
            who = Named(each.who)
        found[each.action_id].append(
            StepText(each.key, each.title, each.outcome, who, each.starts, each.ends)
        )
    return found


def _nodes(plans: Sequence[Plan]) -> dict[int, list[NodeTouched]]:
    """Return the parts that actions touch, as the newest edition that an act adopted says them."""
    newest = node_texts().filter(node=OuterRef("node")).order_by("-from_number")
    rows = (
        ActionNode.objects.unrestricted(reason=REASON)
        .filter(action__plan__in=plans)
        .select_related("node__strategy")
        .annotate(code=Subquery(newest.values("code")[:1]))
        .annotate(title=Subquery(newest.values("title")[:1]))
    )
    found: dict[int, list[NodeTouched]] = defaultdict(list)
    for each in rows.order_by("place", "pk"):
        if each.title is not None:
            strategy = each.node.strategy.slug
            touched = NodeTouched(strategy, each.node.key, each.code, each.title)
            found[each.action_id].append(touched)
    return found


def node_texts() -> QuerySet[NodeText]:
    """Return what parts of strategies say in editions that an act adopted, the oldest first.

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


def _lessons(
    plans: Sequence[Plan], authors: Mapping[int, Sequence[PlanAuthor]]
) -> dict[int, list[Lesson]]:
    rows = ActionLesson.objects.unrestricted(reason=REASON).filter(action__plan__in=plans)
    joined = rows.select_related("practice__organisation", "event", "action")
    found: dict[int, list[Lesson]] = defaultdict(list)
    for each in joined.order_by("place", "pk"):
        if each.practice is not None:
            of = _practice(each.practice, authors[each.action.plan_id])
            found[each.action_id].append(Lesson(PRACTICE, of, each.words))
        elif each.event is not None:
            of = Named(each.event.title, each.event.key)
            found[each.action_id].append(Lesson(EVENT, of, each.words))
    return found


def _practice(row: GoodPractice, authors: Sequence[PlanAuthor]) -> Named:
    """Call a good practice as the plan’s authors may read it: its draft is its organisation’s."""
    own = row.organisation_id in {each.organisation_id for each in authors}
    if own or row.state == PracticeState.PUBLISHED:
        return Named(row.title, row.key)
    said = {"organisation": row.organisation.name}
    return Named(
        worded(lambda: _("A good practice (%(organisation)s) that is taken back") % said), row.key
    )
