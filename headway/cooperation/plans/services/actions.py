"""Planned actions of a plan: added, written, moved, taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.plans import verbs
from headway.cooperation.plans.comparing import action_clashes
from headway.cooperation.plans.facts import CONVERTER, Named
from headway.cooperation.plans.models import (
    ActionLesson,
    ActionNode,
    ActionStep,
    OfPlan,
    PlannedAction,
    TypedText,
)
from headway.cooperation.plans.queries.plans import action_text
from headway.cooperation.plans.queries.texts import EVENT, PRACTICE
from headway.cooperation.plans.services.checks import action_problems
from headway.cooperation.plans.services.common import (
    REASON,
    noted,
    plan_to_write,
    rows_seen,
    title_problems,
)
from headway.cooperation.plans.services.typing import forget_typed
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import is_key, new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.versions import keep, stale_sentence
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.models import Node

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.plans.facts import ActionText, Player, StepText
    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.permissions import Person
    from headway.foundation.core.texts import TranslatedText

MOST_ACTIONS = 30
"""Of one plan. The programme sets no number (facts 3.1); nobody reads more as one plan."""
TEXTS = ("title", "lead", "background", "changes", "follows", "cost_words")
LISTS = ("players", "funding", "indicators", "risks")


@dataclass(frozen=True, slots=True)
class _Named:
    """The rows that the words of an action name."""

    organisations: dict[str, Organisation]
    nodes: dict[str, Node]
    practices: dict[str, GoodPractice]
    events: dict[str, Event]


@transaction.atomic
def add_action(
    *,
    plan_id: int,
    title: TranslatedText,
    by: Person,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> PlannedAction:
    """Add a planned action after those that a plan has.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    :raises BadInput: without a title, or beyond the number that one plan holds.
    """
    plan = plan_to_write(plan_id, by)
    rows = _rows(plan)
    if rows.count() >= MOST_ACTIONS:
        sentence = _("A plan has at most %(number)d planned actions.")
        raise BadInput({"title": sentence % {"number": MOST_ACTIONS}})
    if problems := title_problems(title):
        raise BadInput(problems)
    last = rows.aggregate(last=Max("place"))["last"] or 0
    action: PlannedAction = rows.create(
        key=key or new_key(), plan=plan, place=last + 1, title=title, provenance=provenance
    )
    noted(verbs.ACTION_ADDED, plan, by=by, at=at, payload=_payload(action))
    return action


@transaction.atomic
def change_action(
    *, action_id: int, said: ActionText, version: int, by: Person, at: datetime
) -> PlannedAction:
    """Write a planned action anew, with its steps and all that it names.

    Steps are known by their keys; one with no key, or one that no step has, is new. Only who writes
    the same action meets a newer version: neither its place nor its picture raises it.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    :raises BadInput: for what cannot be kept, each sentence at its row.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    action, plan = _taken(action_id, by)
    before = action_text(action)
    if version != action.version:
        clashes = action_clashes(before, said)
        raise Conflict(stale_sentence(), clashes=clashes, token=str(action.version))
    named = _named(action, said, by)
    problems = title_problems(said.title) | action_problems(
        said,
        organisations=set(named.organisations),
        nodes=set(named.nodes),
        lessons=set(named.practices) | set(named.events),
    )
    if problems:
        raise BadInput(problems)
    for name in TEXTS:
        setattr(action, name, getattr(said, name))
    said = replace(said, players=tuple(_as_called(each, named) for each in said.players))
    for name in LISTS:
        setattr(action, name, [CONVERTER.unstructure(each) for each in getattr(said, name)])
    action.cost_state, action.cost, action.currency = said.cost_state, said.cost, said.currency
    action.save()
    _write_steps(action, said.steps, named)
    _write_nodes(action, said, named)
    _write_lessons(action, said, named)
    if action_text(action) != before:
        keep(action)
    forget_typed(plan, action.key, by)
    noted(verbs.ACTION_CHANGED, plan, by=by, at=at, payload=_payload(action))
    return action


@transaction.atomic
def move_action(*, action_id: int, place: int, by: Person, at: datetime) -> PlannedAction:
    """Put a planned action at a place among the others, from 1; beyond the last one is last.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    """
    action, plan = _taken(action_id, by)
    others = list(_rows(plan).exclude(pk=action.pk).order_by("place", "pk"))
    index = min(max(place, 1), len(others) + 1) - 1
    for number, each in enumerate([*others[:index], action, *others[index:]], start=1):
        if each.place != number:
            each.place = number
            each.save(update_fields=["place"])
    noted(verbs.ACTION_MOVED, plan, by=by, at=at, payload=_payload(action))
    return action


@transaction.atomic
def remove_action(*, action_id: int, version: int, by: Person, at: datetime) -> Plan:
    """Take a planned action out of a plan. Editions that have it keep it.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    action, plan = _taken(action_id, by)
    if version != action.version:
        raise Conflict(stale_sentence(), clashes=(), token=str(action.version))
    payload = _payload(action)
    TypedText.objects.unrestricted(reason=REASON).filter(plan=plan, part=action.key).delete()
    action.delete()
    noted(verbs.ACTION_REMOVED, plan, by=by, at=at, payload=payload)
    return plan


def _rows(plan: Plan) -> OfPlan:
    return PlannedAction.objects.unrestricted(reason=REASON).filter(plan=plan)


def _taken(action_id: int, by: Person) -> tuple[PlannedAction, Plan]:
    """Take an action with its plan, whose text somebody changes."""
    rows = PlannedAction.objects.unrestricted(reason=REASON)
    plan = plan_to_write(rows.get(pk=action_id).plan_id, by)
    action = rows.get(pk=action_id)
    action.plan = plan
    return action, plan


def _named(action: PlannedAction, said: ActionText, by: Person) -> _Named:
    """Return the rows that an action names: those that stand, and those its writer may read."""
    plan = action.plan
    slugs = {each.who.key for each in said.players} | {
        each.who.key for each in said.steps if each.who
    }
    practices = _taught(GoodPractice, "practice", action, said, by)
    events = _taught(Event, "event", action, said, by)
    strategy = plan.instrument.strategy
    nodes = Node.objects.filter(key__in=[each.node for each in said.nodes], strategy=strategy)
    return _Named(
        organisations={each.slug: each for each in Organisation.objects.filter(slug__in=slugs)},
        nodes={each.key: each for each in nodes} if strategy else {},
        practices={each.key: each for each in practices},
        events={each.key: each for each in events},
    )


def _taught(
    model: type[Any], column: str, action: PlannedAction, said: ActionText, by: Person
) -> Any:  # noqa: ANN401 -- a query set of the model
    """Return what lessons name: what the writer may read, and what stands though taken back."""
    standing = ActionLesson.objects.unrestricted(reason=REASON).filter(action=action)
    known = Q(pk__in=rows_seen(model, by).values("pk")) | Q(pk__in=standing.values(column))
    rows = model.objects.unrestricted(reason=REASON).filter(project=action.plan.project)
    return rows.filter(known, key__in={each.of.key for each in said.lessons})


def _as_called(player: Player, named: _Named) -> Player:
    """Call an organisation as the directory does."""
    found = named.organisations.get(player.who.key)
    return replace(player, who=Named(found.name, found.slug)) if found else player


def _write_steps(action: PlannedAction, steps: tuple[StepText, ...], named: _Named) -> None:
    rows = ActionStep.objects.unrestricted(reason=REASON).filter(action=action)
    standing = {each.key: each for each in rows}
    wanted = {each.key for each in steps}
    rows.exclude(key__in=wanted).delete()
    for place, said in enumerate(steps, start=1):
        step = standing.get(said.key) or ActionStep(key=_free_key(said.key), action=action)
        step.place, step.title, step.outcome = place, said.title, said.outcome
        step.organisation = named.organisations.get(said.who.key) if said.who else None
        step.who = said.who.name if said.who and step.organisation is None else type(said.title)()
        step.starts, step.ends = said.starts, said.ends
        step.save()


def _free_key(wanted: str) -> str:
    """Return the key that a new step is to have, if it is one that no step has; else another."""
    rows = ActionStep.objects.unrestricted(reason=REASON)
    if is_key(wanted) and not rows.filter(key=wanted).exists():
        return wanted
    return new_key()


def _write_nodes(action: PlannedAction, said: ActionText, named: _Named) -> None:
    rows = ActionNode.objects.unrestricted(reason=REASON)
    rows.filter(action=action).delete()
    keys = dict.fromkeys(each.node for each in said.nodes)
    for place, key in enumerate(keys, start=1):
        rows.create(action=action, node=named.nodes[key], place=place)


def _write_lessons(action: PlannedAction, said: ActionText, named: _Named) -> None:
    rows = ActionLesson.objects.unrestricted(reason=REASON)
    rows.filter(action=action).delete()
    for place, each in enumerate(said.lessons, start=1):
        rows.create(
            action=action,
            place=place,
            practice=named.practices[each.of.key] if each.kind == PRACTICE else None,
            event=named.events[each.of.key] if each.kind == EVENT else None,
            words=each.words,
        )


def _payload(action: PlannedAction) -> dict[str, str]:
    return {"action": str(action.title), "key": action.key}
