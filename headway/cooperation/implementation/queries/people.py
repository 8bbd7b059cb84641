"""Who stands for whom in phase 2: lead partners, authors of plans, whom letters go to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from headway.cooperation.partnerships.models import WRITERS, Member, writes_for
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.plans.models import PlanAuthor
from headway.foundation.organisations.models import Membership, Organisation, works_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User

LETTERS = "letters go to those who write for an organisation"


def lead_of(project: Project) -> Organisation | None:
    """Return the lead partner of a project. One query."""
    row = Member.objects.filter(project=project, role=MemberRole.LEAD)
    found = row.select_related("organisation").first()
    return found.organisation if found else None


def writes_for_lead(user: User, project: Project) -> bool:
    """Tell whether somebody writes for the lead partner of a project now. One query."""
    leads = Member.objects.filter(project=project, role=MemberRole.LEAD)
    return writes_for(user).filter(organisation__in=leads.values("organisation")).exists()


def works_for_lead(user: User, project: Project) -> bool:
    """Tell whether somebody works for the lead partner of a project, in any role. One query."""
    leads = Member.objects.filter(project=project, role=MemberRole.LEAD)
    return works_in(user).filter(organisation__in=leads.values("organisation")).exists()


def works_for_member(user: User, project: Project) -> bool:
    """Tell whether somebody works for any partner of a project now. One query."""
    members = Member.objects.filter(project=project).values("organisation")
    return works_in(user).filter(organisation__in=members).exists()


def works_for_side(user: User, plan: Plan) -> bool:
    """Tell whether somebody works for an author of a plan, or the lead partner. One query."""
    authors = PlanAuthor.objects.filter(plan=plan).values("organisation")
    leads = Member.objects.filter(project=plan.project_id, role=MemberRole.LEAD)
    sides = Q(organisation__in=authors) | Q(organisation__in=leads.values("organisation"))
    return works_in(user).filter(sides).exists()


def works_for_author(user: User, plan: Plan) -> bool:
    """Tell whether somebody works for an author of a plan now. One query."""
    authors = PlanAuthor.objects.filter(plan=plan).values("organisation")
    return works_in(user).filter(organisation__in=authors).exists()


def written_houses(user: User, plan: Plan) -> dict[str, Organisation]:
    """Return the authors of a plan that somebody writes for, by address. One query."""
    own = PlanAuthor.objects.filter(
        plan=plan, organisation__in=writes_for(user).values("organisation")
    )
    rows = own.select_related("organisation").order_by("place")
    return {row.organisation.slug: row.organisation for row in rows}


def author_houses(plan: Plan) -> dict[str, Organisation]:
    """Return the authors of a plan by their addresses, in their order. One query."""
    rows = PlanAuthor.objects.filter(plan=plan).select_related("organisation").order_by("place")
    return {row.organisation.slug: row.organisation for row in rows}


def speakers_for(organisation_ids: Iterable[int]) -> dict[int, list[User]]:
    """Return who writes for each organisation now, by its id. One query."""
    rows = Membership.objects.unrestricted(reason=LETTERS).filter(
        organisation__in=list(organisation_ids),
        role__in=WRITERS,
        until__isnull=True,
        user__is_active=True,
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows.select_related("user").order_by("since", "pk"):
        found[row.organisation_id][row.user_id] = row.user
    return {pk: list(people.values()) for pk, people in found.items()}
