"""Planned actions that become amendments of a strategy: made from the plan, or linked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.adoption import verbs
from headway.cooperation.adoption.models import LONGEST_NAME, ActionAmendment
from headway.cooperation.adoption.permissions import can_amend_from, can_amend_now
from headway.cooperation.adoption.queries import (
    decided_text,
    plan_named_by_instrument,
    public_link,
    standing_amendment,
)
from headway.cooperation.adoption.services.wordings import (
    Wanted,
    new_indicators,
    reworded_nodes,
)
from headway.cooperation.adoption.states import LinkedHow
from headway.cooperation.plans.services.common import locked_plan, rows_seen
from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY
from headway.foundation.core.verdicts import deny, require, require_now
from headway.foundation.publication.services import partnership_scope, renew
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.services import add_operation, create_amendment
from headway.monitoring.amendments.services.amendments import Origin
from headway.monitoring.amendments.services.common import edition_to_change
from headway.monitoring.amendments.states import OriginKind
from headway.monitoring.strategy.models import Strategy

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.adoption.permissions import Person
    from headway.cooperation.adoption.queries import Decided
    from headway.cooperation.plans.facts import ActionText
    from headway.cooperation.plans.models import Plan
    from headway.foundation.audit.verbs import Verb

REASON = "the service checks its own permission"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The amendment that was made, and what of the action is left for a person, and why."""

    amendment: Amendment
    left_out: tuple[str, ...]


@transaction.atomic
def propose_amendment(
    *, plan_id: int, action_key: str, strategy_slug: str, by: Person, at: datetime
) -> Proposed:
    """Make a draft amendment of a strategy from a planned action that touches it.

    It adds the indicators that the action names, and words anew what it touches; a person edits
    it. What the public does not read of the plan yet is not told by the amendment's title or
    origin.

    :raises NotAllowed: unless the strategy's coordinator does it, who may read the plan.
    :raises WrongState: unless the plan is adopted or published.
    :raises BadInput: if the action does not touch the strategy, or has an amendment there.
    """
    plan = locked_plan(plan_id)
    strategy = Strategy.objects.filter(slug=strategy_slug).first()
    if strategy is None:
        raise BadInput({"strategy": _("Choose one of those listed.")})
    require(can_amend_from(by, strategy))
    decided = _decided(plan, by)
    action = _action_in(decided, action_key)
    if not any(node.strategy == strategy.slug for node in action.nodes):
        raise BadInput({"action": _("This planned action touches no part of this strategy.")})
    _refuse_second(plan, action, strategy)
    amendment = create_amendment(
        strategy_id=strategy.pk,
        title=action.title if decided.is_public else plan_named_by_instrument(plan),
        rationale=(action.lead or action.background) if decided.is_public else EMPTY,
        origin=_origin(plan, action, decided),
        by=by,
        at=at,
    )
    left_out = _add_all(amendment, action, by=by, at=at)
    _link(plan, action.key, amendment, LinkedHow.MADE, by=by, at=at)
    _noted(verbs.ACTION_PROPOSED, plan, action.key, amendment, by=by, at=at)
    return Proposed(amendment, left_out)


@transaction.atomic
def link_amendment(
    *,
    plan_id: int,
    action_key: str,
    amendment_id: int,
    by: Person,
    at: datetime,
    provenance: Provenance = UNKNOWN,
) -> ActionAmendment:
    """Say that an amendment that exists follows a planned action.

    :raises NotAllowed: unless the strategy's coordinator does it, who may read the plan.
    :raises WrongState: unless the plan is adopted or published.
    :raises BadInput: for an amendment or an action that is not there, or that are linked already.
    """
    plan = locked_plan(plan_id)
    rows = rows_seen(Amendment, by).select_related("strategy")
    amendment = rows.filter(pk=amendment_id).first()
    if amendment is None:
        raise BadInput({"amendment": _("Choose one of those listed.")})
    require(can_amend_from(by, amendment.strategy))
    action = _action_in(_decided(plan, by), action_key)
    links = ActionAmendment.objects.unrestricted(reason=REASON)
    if links.filter(action_key=action.key, amendment=amendment).exists():
        raise BadInput({"amendment": _("They are linked already.")})
    link = _link(
        plan, action.key, amendment, LinkedHow.BY_HAND, by=by, at=at, provenance=provenance
    )
    renew(partnership_scope(plan.project.key), at=at)
    _noted(verbs.ACTION_LINKED, plan, action.key, amendment, by=by, at=at)
    return link


@transaction.atomic
def unlink_amendment(*, link_id: int, by: Person, at: datetime) -> Plan:
    """Take a link out that was made in error. The amendment stays as it is.

    :raises NotAllowed: unless the coordinator of the amendment's strategy does it.
    :raises BadInput: if the amendment was made from the plan: it says so itself.
    """
    rows = ActionAmendment.objects.unrestricted(reason=REASON)
    plan = locked_plan(rows.get(pk=link_id).plan_id)
    link = rows.select_related("amendment__strategy").get(pk=link_id)
    require(can_amend_from(by, link.amendment.strategy))
    if link.how == LinkedHow.MADE:
        raise BadInput({"link": _("This amendment was made from the plan. Withdraw it instead.")})
    _noted(verbs.ACTION_UNLINKED, plan, link.action_key, link.amendment, by=by, at=at)
    link.delete()
    renew(partnership_scope(plan.project.key), at=at)
    return plan


def _decided(plan: Plan, by: Person) -> Decided:
    """Return the text that amendments follow from. :raises NotAllowed: if it is not theirs yet."""
    require_now(can_amend_now(plan))
    decided = decided_text(plan, user=by)
    if decided is None:
        require(deny(_("This plan is not published yet. Ask its authors when it will be.")))
        raise AssertionError
    return decided


def _action_in(decided: Decided, key: str) -> ActionText:
    for action in decided.actions:
        if action.key == key:
            return action
    raise BadInput({"action": _("The plan that was decided on has no such planned action.")})


def _refuse_second(plan: Plan, action: ActionText, strategy: Strategy) -> None:
    """Go on only if no amendment follows the action there. :raises BadInput: naming the other."""
    other = standing_amendment(plan, action.key, strategy)
    if other is not None:
        sentence = _("“%(amendment)s” follows this planned action already. Go on with that one.")
        raise BadInput({"action": sentence % {"amendment": other}})


def _origin(plan: Plan, action: ActionText, decided: Decided) -> Origin:
    """Say where an amendment comes from, by no word that the public does not read."""
    if not decided.is_public:
        return Origin(OriginKind.PLANNED_ACTION, plan_named_by_instrument(plan), key=action.key)
    link = public_link(plan.project.slug, plan.slug, action.key)
    return Origin(OriginKind.PLANNED_ACTION, action.title, link, action.key)


def _add_all(
    amendment: Amendment, action: ActionText, *, by: Person, at: datetime
) -> tuple[str, ...]:
    """Add what the action wants, each by itself; return what is left for a person, and why."""
    edition = edition_to_change(amendment.strategy)
    wanted = [*new_indicators(action, edition), *reworded_nodes(action, edition)]
    return tuple(sentence for each in wanted if (sentence := _add(amendment, each, by=by, at=at)))


def _add(amendment: Amendment, wanted: Wanted, *, by: Person, at: datetime) -> str:
    try:
        with transaction.atomic():
            add_operation(
                amendment_id=amendment.pk,
                kind=wanted.kind,
                thing=wanted.thing,
                said=wanted.said,
                by=by,
                at=at,
            )
    except BadInput as refused:
        why = " ".join(refused.problems.values())
        return _("“%(name)s” was left out: %(why)s") % {"name": wanted.name, "why": why}
    return wanted.note


def _link(
    plan: Plan,
    action_key: str,
    amendment: Amendment,
    how: LinkedHow,
    *,
    by: Person,
    at: datetime,
    provenance: Provenance = UNKNOWN,
) -> ActionAmendment:
    return ActionAmendment.objects.create(
        plan=plan,
        action_key=action_key,
        amendment=amendment,
        how=how,
        linked_at=at,
        linked_by=str(by)[:LONGEST_NAME],
        provenance=provenance,
    )


def _noted(
    verb: Verb, plan: Plan, action_key: str, amendment: Amendment, *, by: Person, at: datetime
) -> None:
    payload = {"action": action_key, "amendment": amendment.key}
    record(verb, plan, by=by, at=at, payload=payload, name=str(plan))
