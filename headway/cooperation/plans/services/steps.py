"""The steps of a plan from draft to publication. Each that others read by freezes an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.plans import verbs
from headway.cooperation.plans.findings import told_findings
from headway.cooperation.plans.hooks import DECISIONS
from headway.cooperation.plans.permissions import can_step, can_write_plan
from headway.cooperation.plans.queries.plans import last_number
from headway.cooperation.plans.queries.texts import text_of
from headway.cooperation.plans.rules import MUST, findings_of
from headway.cooperation.plans.services.common import freeze, locked_plan, noted, renew_public, step
from headway.cooperation.plans.states import EditionReason
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.words import tidy_reason

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.plans.models import Plan, PlanEdition
    from headway.cooperation.plans.permissions import Person
    from headway.foundation.audit.verbs import Verb


@transaction.atomic
def send_to_review(*, plan_id: int, by: Person, at: datetime) -> PlanEdition:
    """Freeze a draft for those who review it; the lead partner reads it from now on.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is a draft.
    :raises BadInput: if it has no planned action yet.
    """
    plan = _taken(plan_id, by)
    step(plan, "send_to_review", at=at)
    if not text_of(plan).actions:
        raise BadInput({"actions": _("The plan has no planned action yet. Add one first.")})
    return _frozen(plan, EditionReason.REVIEW, verbs.PLAN_REVIEWED, by=by, at=at)


@transaction.atomic
def finish_revision(*, plan_id: int, by: Person, at: datetime) -> PlanEdition:
    """Freeze a plan as its authors revised it after the review.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is in review.
    """
    plan = _taken(plan_id, by)
    step(plan, "finish_revision", at=at)
    return _frozen(plan, EditionReason.REVISION, verbs.PLAN_REVISED, by=by, at=at)


@transaction.atomic
def ask_for_adoption(*, plan_id: int, by: Person, at: datetime) -> PlanEdition:
    """Freeze a plan for the body that adopts it; its words stand from now on.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is revised, and says that it has to be adopted and by whom.
    :raises BadInput: for what has to be there before it is published.
    """
    plan = _taken(plan_id, by)
    step(plan, "ask_for_adoption", at=at)
    _refuse_unready(plan)
    return _frozen(plan, EditionReason.ADOPTION, verbs.ADOPTION_ASKED, by=by, at=at)


@transaction.atomic
def adopt_plan(*, plan_id: int, decision_key: str, by: Person, at: datetime) -> Plan:
    """Let a plan be adopted by a decision: who took it, and by which act, a higher app keeps.

    `decision_key` is the key by which it is kept there.

    :raises WrongState: unless the plan is before the body, and the decision adopts it as it is.
    :raises NotAllowed: unless they may record that decision.
    """
    plan = _decided(plan_id, "adopt", decision_key, by)
    step(plan, "adopt", at=at)
    noted(verbs.PLAN_ADOPTED, plan, by=by, at=at, payload={"decision": decision_key})
    return plan


@transaction.atomic
def hand_back_plan(
    *, plan_id: int, decision_key: str, reason: str, by: Person, at: datetime
) -> Plan:
    """Take a plan back from the body that was to adopt it, by a decision, to revise it.

    `decision_key` is the key by which a higher app keeps that it was refused, or taken back.

    :raises WrongState: unless the plan is before the body, and the decision hands it back.
    :raises NotAllowed: unless they may record that decision.
    :raises BadInput: without a reason.
    """
    plan = _decided(plan_id, "hand_back", decision_key, by)
    words = tidy_reason(reason, missing=_("Say why it is handed back."))
    step(plan, "hand_back", at=at)
    payload = {"decision": decision_key}
    noted(verbs.PLAN_HANDED_BACK, plan, by=by, at=at, reason=words, payload=payload)
    return plan


def _decided(plan_id: int, step: str, decision_key: str, by: Person) -> Plan:
    """Take a plan on whose newest edition it was decided to take a step.

    :raises WrongState: without such a decision.
    :raises NotAllowed: unless they may record it.
    """
    plan = locked_plan(plan_id)
    found = DECISIONS.of(plan, decision_key, by=by)
    if found is None or (found.step, found.edition) != (step, last_number(plan)):
        raise WrongState(
            _(
                "A plan is adopted, or handed back, by a decision on the edition that was put "
                "before who decides. Record that decision: the plan follows it."
            )
        )
    require(found.may)
    return plan


@transaction.atomic
def publish_plan(*, plan_id: int, by: Person, at: datetime) -> PlanEdition:
    """Freeze a plan for everybody.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is adopted, or revised and says why it need not be adopted.
    :raises BadInput: for what has to be there before it is published.
    """
    plan = _taken(plan_id, by)
    require_now(can_step(plan, "publish"))
    _refuse_unready(plan)
    edition = freeze(plan, EditionReason.PUBLICATION, by=by, at=at)
    step(plan, "publish", at=at, published=edition)
    noted(verbs.PLAN_PUBLISHED, plan, by=by, at=at, payload=_payload(edition))
    renew_public(plan, at=at)
    return edition


@transaction.atomic
def revise_plan(*, plan_id: int, reason: str, by: Person, at: datetime) -> Plan:
    """Open a plan again. The public goes on reading what was published.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is adopted or published.
    :raises BadInput: without a reason.
    """
    plan = _taken(plan_id, by)
    words = tidy_reason(reason, missing=_("Say why it is opened again."))
    step(plan, "revise", at=at)
    noted(verbs.PLAN_REOPENED, plan, by=by, at=at, reason=words)
    return plan


def _taken(plan_id: int, by: Person) -> Plan:
    plan = locked_plan(plan_id)
    require(can_write_plan(by, plan))
    return plan


def _frozen(
    plan: Plan, reason: EditionReason, verb: Verb, *, by: Person, at: datetime
) -> PlanEdition:
    edition = freeze(plan, reason, by=by, at=at)
    noted(verb, plan, by=by, at=at, payload=_payload(edition))
    return edition


def _payload(edition: PlanEdition) -> dict[str, object]:
    return {"edition": edition.number, "sha256": edition.sha256}


def _refuse_unready(plan: Plan) -> None:
    """Go on only with a plan that lacks nothing that it must have.

    :raises BadInput: with a sentence for all that it lacks, by its place.
    """
    text = text_of(plan)
    lacking = [each for each in findings_of(text) if each.severity == MUST]
    if lacking:
        raise BadInput(dict(told_findings(text, lacking)))
