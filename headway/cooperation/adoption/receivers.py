"""What this app keeps for the apps below: what was decided on plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.cooperation.adoption.models import Adoption
from headway.cooperation.adoption.permissions import can_ask_adoption, can_record_act
from headway.cooperation.adoption.states import AdoptionState
from headway.cooperation.plans.hooks import DECISIONS, Decision

if TYPE_CHECKING:
    from headway.cooperation.adoption.permissions import Person
    from headway.cooperation.plans.models import Plan

STEPS = {
    AdoptionState.ADOPTED: "adopt",
    AdoptionState.REFUSED: "hand_back",
    AdoptionState.TAKEN_BACK: "hand_back",
}
"""Which step of a plan follows from an adoption in a state; what is asked for decides nothing."""
REASON = "a plan follows what was decided on it; who may record it stands beside"


def connect() -> None:
    """Keep decisions on plans. Called once, when the app is ready."""
    DECISIONS.kept_by(decision_on)


def decision_on(plan: Plan, key: str, by: Person) -> Decision | None:
    """Return what was decided on a plan in the adoption of a key, unless it is only asked for."""
    rows = Adoption.objects.unrestricted(reason=REASON).filter(plan=plan.pk, key=key)
    adoption = rows.select_related("plan", "edition", "body__strategy").first()
    step = STEPS.get(AdoptionState(adoption.state)) if adoption else None
    if adoption is None or step is None:
        return None
    is_own = adoption.state == AdoptionState.TAKEN_BACK
    may = can_ask_adoption(by, plan) if is_own else can_record_act(by, adoption)
    return Decision(step, adoption.edition.number, may)
