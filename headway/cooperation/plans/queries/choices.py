"""What a writer of a plan can choose among."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery, Value
from django.utils.translation import gettext as _

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.partnerships.models import writes_as
from headway.cooperation.plans.facts import NodeTouched
from headway.cooperation.plans.models import ActionNode, Plan, Recommendation
from headway.cooperation.plans.queries.texts import EVENT, PRACTICE, REASON, node_texts
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.names import named
from headway.monitoring.strategy.models import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import PlannedAction
    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import NodeText

Choices = tuple[tuple[str, str], ...]
ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class ActionChoices:
    """What the form of a planned action offers."""

    organisations: Choices
    nodes: Choices
    lessons: Choices
    touched: tuple[NodeTouched, ...] = ()
    """Those of the nodes that the action names."""


def action_choices(action: PlannedAction, *, user: User) -> ActionChoices:
    """Return what an action of a plan may name. Two queries."""
    named_here = _named(action.plan.project, user)
    nodes = _nodes(action, user)
    places = {text.pk: place for text, place in nodes if place is not None}
    touched = sorted(
        (text for text, _place in nodes if text.pk in places), key=lambda t: places[t.pk]
    )
    return ActionChoices(
        organisations=tuple(sorted(named_here[ORGANISATION], key=lambda one: one[1])),
        nodes=tuple((t.node.key, f"{t.code} {named(t.title)}".strip()) for t, _place in nodes),
        lessons=_lessons(named_here),
        touched=tuple(NodeTouched("", each.node.key, each.code, each.title) for each in touched),
    )


def _nodes(action: PlannedAction, user: User) -> Sequence[tuple[NodeText, int | None]]:
    """Return the parts of the plan's strategy as they read now, in their order.

    Each with its place among those that the action touches, if it does.
    """
    plan = action.plan
    if plan.instrument.strategy_id is None:
        return ()
    touched = ActionNode.objects.unrestricted(reason=REASON).filter(action=action)
    seen = Edition.objects.visible_to(user).filter(strategy=plan.instrument.strategy_id)
    texts = node_texts().filter(
        strategy=plan.instrument.strategy_id, strategy__in=seen.values("strategy")
    )
    places = texts.annotate(
        place=Subquery(touched.filter(node=OuterRef("node")).values("place")[:1])
    )
    newest = {text.node.key: text for text in places.select_related("node")}
    ordered = sorted(newest.values(), key=lambda text: text.path)
    return [(text, text.place) for text in ordered]


def _named(project: Project, user: User) -> dict[str, list[tuple[str, str]]]:
    """Return organisations, and the good practices and events that a person may read. One query."""
    organisations = Organisation.objects.annotate(sort=Value(ORGANISATION))
    practices, events = (
        model.objects.visible_to(user)
        .filter(project=project)
        .annotate(sort=Value(kind))
        .values_list("sort", "key", "title")
        for kind, model in ((PRACTICE, GoodPractice), (EVENT, Event))
    )
    rows = organisations.values_list("sort", "slug", "name").union(practices, events)
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in (ORGANISATION, PRACTICE, EVENT)}
    for kind, key, title in rows:
        found[kind].append((key, named(title)))
    return found


def _lessons(found: Mapping[str, list[tuple[str, str]]]) -> Choices:
    labels = {PRACTICE: _("Good practice: %(title)s"), EVENT: _("Event: %(title)s")}
    return tuple(
        (f"{kind}-{key}", label % {"title": title})
        for kind, label in labels.items()
        for key, title in sorted(found[kind], key=lambda one: one[1])
    )


def recommendation_choices(project: Project, *, user: User) -> Choices:
    """Return the recommendations of a project that a person may read. One query."""
    rows = Recommendation.objects.visible_to(user).filter(project=project).order_by("pk")
    return tuple((each.key, named(each.title)) for each in rows)


def instrument_choices(project: Project) -> Choices:
    """Return the instruments of a project that have no plan yet. One query."""
    taken = Plan.objects.unrestricted(reason=REASON).filter(project=project)
    free = project.instruments.exclude(pk__in=taken.values("instrument")).order_by("pk")
    return tuple((each.key, named(each.title)) for each in free)


def member_choices(project: Project) -> Choices:
    """Return who is a partner of a project now. One query."""
    rows = project.members.now().select_related("organisation").order_by("pk")
    return tuple((each.organisation.slug, named(each.organisation)) for each in rows)


def own_parts(project: Project, *, user: User) -> tuple[list[str], str]:
    """Return the addresses of the partners that somebody writes for, and of their region.

    The oldest partner's region, if there are several; none for who writes for nobody. One query.
    """
    parts = writes_as(user).filter(project=project).order_by("pk")
    rows = list(parts.values_list("organisation__slug", "region__slug"))
    return [slug for slug, _region in rows], next((region for _slug, region in rows if region), "")


def region_choices(project: Project) -> Choices:
    """Return the regions from which somebody takes part in a project now. One query."""
    partners = project.members.now().exclude(region=None)
    rows = partners.select_related("region").order_by("region__slug")
    found = {each.region.slug: named(each.region.name) for each in rows if each.region}
    return tuple(found.items())
