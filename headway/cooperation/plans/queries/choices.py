"""What a writer of a plan can choose among."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Value
from django.utils.translation import gettext as _

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.plans.models import Plan, Recommendation
from headway.cooperation.plans.queries.texts import EVENT, PRACTICE, REASON, node_texts
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.names import named
from headway.monitoring.strategy.models import Edition

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActionChoices:
    """What the form of a planned action offers."""

    organisations: Choices
    nodes: Choices
    lessons: Choices


def action_choices(plan: Plan, *, user: User) -> ActionChoices:
    """Return what an action of a plan may name. Three queries."""
    return ActionChoices(
        organisations=_organisations(),
        nodes=_nodes(plan, user),
        lessons=_lessons(plan.project, user),
    )


def _organisations() -> Choices:
    rows = Organisation.objects.only("slug", "name")
    return tuple(sorted(((each.slug, named(each)) for each in rows), key=lambda one: one[1]))


def _nodes(plan: Plan, user: User) -> Choices:
    """Return the parts of the plan's strategy as they read now, in their order."""
    if plan.instrument.strategy_id is None:
        return ()
    seen = Edition.objects.visible_to(user).filter(strategy=plan.instrument.strategy_id)
    texts = node_texts().filter(
        strategy=plan.instrument.strategy_id, strategy__in=seen.values("strategy")
    )
    newest = {text.node.key: text for text in texts.select_related("node")}
    ordered = sorted(newest.values(), key=lambda text: text.path)
    return tuple((text.node.key, f"{text.code} {named(text.title)}".strip()) for text in ordered)


def _lessons(project: Project, user: User) -> Choices:
    """Return the good practices and events that a person may read. One query."""
    labels = {PRACTICE: _("Good practice: %(title)s"), EVENT: _("Event: %(title)s")}
    kinds = ((PRACTICE, GoodPractice), (EVENT, Event))
    practices, events = (
        model.objects.visible_to(user)
        .filter(project=project)
        .annotate(sort=Value(kind))
        .values_list("sort", "key", "title")
        for kind, model in kinds
    )
    rows = sorted(practices.union(events), key=lambda row: (row[0] != PRACTICE, named(row[2])))
    return tuple(
        (f"{kind}-{key}", labels[kind] % {"title": named(title)}) for kind, key, title in rows
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
    """Return the partners of a project. One query."""
    rows = project.members.select_related("organisation").order_by("pk")
    return tuple((each.organisation.slug, named(each.organisation)) for each in rows)


def region_choices(project: Project) -> Choices:
    """Return the regions of a project. One query."""
    rows = project.members.exclude(region=None).select_related("region").order_by("region__slug")
    found = {each.region.slug: named(each.region.name) for each in rows if each.region}
    return tuple(found.items())
