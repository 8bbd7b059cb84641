"""The steps of a plan from draft to publication. Each that others read by freezes an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.plans import verbs
from headway.cooperation.plans.findings import told_findings
from headway.cooperation.plans.permissions import can_note_adoption, can_step, can_write_plan
from headway.cooperation.plans.queries.texts import text_of
from headway.cooperation.plans.rules import MUST, findings_of
from headway.cooperation.plans.services.common import freeze, locked_plan, noted, renew_public, step
from headway.cooperation.plans.states import EditionReason
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.words import tidy_reason

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.plans.models import Plan, PlanEdition
    from headway.cooperation.plans.permissions import Person
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.verdicts import Verdict


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
def adopt_plan(*, plan_id: int, by: Person, at: datetime, verdict: Verdict | None = None) -> Plan:
    """Record that the body has adopted the plan; by which act, the app of adoptions keeps.

    `verdict` is of an app that knows who decides, and so who may record it.

    :raises NotAllowed: unless somebody who writes for an author or the lead partner does it.
    :raises WrongState: unless it is before the body.
    """
    plan = locked_plan(plan_id)
    require(can_note_adoption(by, plan) if verdict is None else verdict)
    step(plan, "adopt", at=at)
    noted(verbs.PLAN_ADOPTED, plan, by=by, at=at)
    return plan


@transaction.atomic
def hand_back_plan(
    *, plan_id: int, reason: str, by: Person, at: datetime, verdict: Verdict | None = None
) -> Plan:
    """Take a plan back from the body that was to adopt it, to revise it.

    `verdict` is of an app that knows who decides, and so who may record it.

    :raises NotAllowed: unless somebody who writes for an author or the lead partner does it.
    :raises WrongState: unless it is before the body.
    :raises BadInput: without a reason.
    """
    plan = locked_plan(plan_id)
    require(can_note_adoption(by, plan) if verdict is None else verdict)
    words = tidy_reason(reason, missing=_("Say why it is handed back."))
    step(plan, "hand_back", at=at)
    noted(verbs.PLAN_HANDED_BACK, plan, by=by, at=at, reason=words)
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
