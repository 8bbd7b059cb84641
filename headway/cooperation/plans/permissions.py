"""Who may do what with plans and recommendations. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import works_as, writes_as
from headway.cooperation.partnerships.permissions import rules_all
from headway.cooperation.plans.models import PlanAuthor
from headway.cooperation.plans.states import (
    PLAN_STEPS,
    WRITTEN,
    Adoption,
    PlanState,
    RecommendationState,
)
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import Plan, Recommendation
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor

    Person = User | SystemActor


def can_begin_plan(user: Person, project: Project) -> Verdict:
    """Let those who write for a partner of a project begin plans and recommendations in it."""
    if rules_all(user):
        return ALLOW
    is_written = getattr(project, "is_written", None)  # known where the project was found
    if is_written is None:
        is_written = writes_as(user).filter(project=project).exists()
    if is_written:
        return ALLOW
    return deny(_("Only who reports or approves for a partner of this project can begin a plan."))


def can_write_plan(user: Person, plan: Plan) -> Verdict:
    """Let those who write for an author of a plan change it."""
    if rules_all(user) or _is_of(user, plan, "writes"):
        return ALLOW
    return deny(_("Only who reports or approves for an author of this plan can change it."))


def can_read_plan_draft(user: Person, plan: Plan) -> Verdict:
    """Let those who work for an author read what is being written; all others read editions."""
    if rules_all(user) or getattr(user, "reads_everything", False):
        return ALLOW
    if _is_of(user, plan, "works"):
        return ALLOW
    return deny(_("Only the authors of this plan read what is being written. Read its editions."))


def _is_of(user: Person, plan: Plan, how: str) -> bool:
    """Tell whether somebody works, or writes, for an author. No query, if they are known."""
    if plan.known_authors is not None:
        return any(getattr(each, how) for each in plan.known_authors)
    authors = PlanAuthor.objects.filter(plan=plan).values("organisation")
    mine = writes_as(user) if how == "writes" else works_as(user)
    return mine.filter(project=plan.project_id, organisation__in=authors).exists()


def can_write_recommendation(user: Person, recommendation: Recommendation) -> Verdict:
    """Let those who write for an organisation of a recommendation change it."""
    own = writes_as(user).filter(project=recommendation.project_id)
    if rules_all(user) or own.filter(organisation__in=recommendation.authors.values("pk")).exists():
        return ALLOW
    return deny(_("Only who reports or approves for its authors can change this recommendation."))


def can_edit_now(plan: Plan) -> Verdict:
    """Tell whether a plan's text may be changed now: not while it is adopted, or published."""
    if plan.state in WRITTEN:
        return ALLOW
    if plan.state == PlanState.FOR_ADOPTION:
        return deny(
            _("This plan is before the body that adopts it: its words stand. Hand it back first.")
        )
    return deny(_("This plan is adopted or published. Open it again to revise it."))


def can_edit_recommendation_now(recommendation: Recommendation) -> Verdict:
    if recommendation.state == RecommendationState.DRAFT:
        return ALLOW
    return deny(_("This recommendation is published. Take it back to revise it."))


def can_step(plan: Plan, step: str) -> Verdict:
    """Tell whether the state of a plan, and what is known of its adoption, allow a step."""
    try:
        PLAN_STEPS.target(state=plan.state, step=step)
    except WrongState as refused:
        return deny(str(refused))
    if step == "publish":
        return _adopted_or_needless(plan)
    if step == "ask_for_adoption":
        return _has_adopter(plan)
    return ALLOW


def _adopted_or_needless(plan: Plan) -> Verdict:
    """Allow publishing once adopted, or if it is said why adoption is not needed.

    Source: the workshop's feedback: for which plan is formal adoption relevant, and by whom?
    """
    if plan.state == PlanState.ADOPTED:
        return ALLOW
    if plan.adoption == Adoption.REQUIRED:
        return deny(
            _("This plan has to be adopted before it is published. Ask for the adoption first.")
        )
    if plan.adoption != Adoption.NOT_REQUIRED:
        return deny(
            _("Nobody has said whether this plan has to be adopted. Say who adopts it, or why not.")
        )
    if not plan.adoption_words:
        return deny(_("Say why this plan need not be adopted: readers ask on whose word it rests."))
    return ALLOW


def _has_adopter(plan: Plan) -> Verdict:
    if plan.adoption == Adoption.NOT_REQUIRED:
        return deny(_("This plan need not be adopted, as it says itself. Publish it."))
    if plan.adoption != Adoption.REQUIRED or not plan.adopter:
        return deny(_("Say first that this plan has to be adopted, and by whom."))
    return ALLOW
