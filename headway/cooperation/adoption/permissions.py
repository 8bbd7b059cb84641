"""Who may do what with adoptions. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.adoption.states import ADOPTION_STEPS, AdoptionState
from headway.cooperation.partnerships.models import among, writes_as, writes_for
from headway.cooperation.plans.models import PlanAuthor
from headway.cooperation.plans.permissions import can_write_plan
from headway.cooperation.plans.states import PlanState
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.foundation.organisations.states import Role
from headway.monitoring.amendments.permissions import can_keep_amendments
from headway.monitoring.meetings.permissions import can_keep_body

if TYPE_CHECKING:
    from headway.cooperation.adoption.models import Adoption
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Strategy

    Person = User | SystemActor


def can_ask_adoption(user: Person, plan: Plan) -> Verdict:
    """Let the authors of a plan put it before who decides on it, and take it back."""
    return can_write_plan(user, plan)


def can_record_act(user: Person, adoption: Adoption) -> Verdict:
    """Let an approver of an author record what was decided, and those who convene who decided.

    The lead partner reads it.
    """
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if adoption.body is not None and can_keep_body(user, adoption.body):
        return ALLOW
    if _decides(user, adoption) or _approves_for_author(user, adoption):
        return ALLOW
    return deny(
        _(
            "Only who approves for an author of this plan, or who convenes the body that decides, "
            "can record its decision."
        )
    )


def _decides(user: User, adoption: Adoption) -> bool:
    """Tell whether somebody approves for the organisation that decides, partner or not."""
    house = adoption.organisation_id
    approves = writes_for(user).filter(role=Role.APPROVER)
    return house is not None and approves.filter(organisation=house).exists()


def _approves_for_author(user: User, adoption: Adoption) -> bool:
    approved = writes_as(user, roles=[Role.APPROVER])
    authors = PlanAuthor.objects.filter(plan=adoption.plan_id)
    return authors.filter(among(approved, "plan__project")).exists()


def can_take(adoption: Adoption, step: str) -> Verdict:
    """Tell whether the state of an adoption allows a step."""
    try:
        ADOPTION_STEPS.target(state=adoption.state, step=step)
    except WrongState as refused:
        return deny(str(refused))
    return ALLOW


def can_correct(adoption: Adoption) -> Verdict:
    """Tell whether there is an act that can be corrected: once one is recorded."""
    if adoption.state == AdoptionState.ADOPTED:
        return ALLOW
    return deny(_("No act of adoption is recorded here, so there is none to correct."))


def can_amend_from(user: Person, strategy: Strategy) -> Verdict:
    """Let the coordinators of a strategy make amendments of it from planned actions."""
    if can_keep_amendments(user, strategy):
        return ALLOW
    sentence = _(
        "Only the coordinator of %(strategy)s can make an amendment of it. Ask them to do it: "
        "they find the planned action here once it is adopted."
    )
    return deny(sentence % {"strategy": strategy})


def can_amend_now(plan: Plan) -> Verdict:
    """Tell whether amendments may follow from a plan: once it is adopted, or published."""
    if plan.state in {PlanState.ADOPTED, PlanState.PUBLISHED} or plan.published_id:
        return ALLOW
    return deny(_("Amendments follow from a plan once it is adopted or published."))
