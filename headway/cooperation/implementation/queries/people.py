"""Who stands for whom in phase 2: lead partners, authors of plans, whom letters go to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from headway.cooperation.partnerships.models import (
    WRITERS,
    Member,
    Project,
    among,
    leads_written_by,
    led_by,
    works_as,
    writes_as,
)
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.plans.models import PlanAuthor, written_by
from headway.cooperation.plans.queries.texts import authors_of
from headway.foundation.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User

LETTERS = "letters go to those who write for an organisation"


def projects_known(user: User) -> QuerySet[Project]:
    """Return all projects, each with what somebody is in it, so that nobody asks it again."""
    works, writes = (
        partners.filter(project=OuterRef("pk")) for partners in (works_as(user), writes_as(user))
    )
    return Project.objects.annotate(
        is_inside=Exists(works),
        is_of_lead=Exists(works.filter(role=MemberRole.LEAD)),
        is_written_for_lead=Exists(writes.filter(role=MemberRole.LEAD)),
    )


def know_authors(plan: Plan, project: Project, *, user: User) -> None:
    """Let a plan know its project and authors, and what somebody is to them. One query."""
    plan.project = project
    plan.known_authors = authors_of([plan], user=user)[plan.pk]


def writes_for_lead(user: User, project: Project) -> bool:
    """Tell whether somebody writes for the lead partner of a project. One query, or it is known."""
    if hasattr(project, "is_written_for_lead"):
        return bool(project.is_written_for_lead)
    return leads_written_by(user).filter(project=project).exists()


def works_for_lead(user: User, project: Project) -> bool:
    """Tell whether somebody works for the lead partner, in any role. One query, or it is known."""
    if hasattr(project, "is_of_lead"):
        return bool(project.is_of_lead)
    return led_by(user).filter(project=project).exists()


def works_for_member(user: User, project: Project) -> bool:
    """Tell whether somebody works for any partner of a project. One query, or it is known."""
    if hasattr(project, "is_inside"):
        return bool(project.is_inside)
    return works_as(user).filter(project=project).exists()


def works_for_side(user: User, plan: Plan) -> bool:
    """Tell whether somebody works for an author of a plan, or the lead partner. Two queries."""
    return works_for_lead(user, plan.project) or works_for_author(user, plan)


def works_for_author(user: User, plan: Plan) -> bool:
    """Tell whether somebody works for an author of a plan now. One query, or it is known."""
    if plan.known_authors is not None:
        return any(each.works for each in plan.known_authors)  # type: ignore[attr-defined]  # annotated
    return written_by(user).filter(pk=plan.pk).exists()


def written_houses(user: User, plan: Plan) -> dict[str, Organisation]:
    """Return the authors of a plan that somebody writes for. One query, or they are known."""
    if plan.known_authors is not None:
        known = [each.organisation for each in plan.known_authors if each.writes]  # type: ignore[attr-defined]  # annotated
        return {each.slug: each for each in known}
    return _houses(PlanAuthor.objects.filter(among(writes_as(user), "plan__project"), plan=plan))


def author_houses(plan: Plan) -> dict[str, Organisation]:
    """Return the authors of a plan by their addresses, in their order. One query."""
    return _houses(PlanAuthor.objects.filter(plan=plan))


def partner_houses(plan: Plan) -> dict[str, Organisation]:
    """Return the authors of a plan that are partners of its project now. One query."""
    now = among(Member.objects.now(), "plan__project")
    return _houses(PlanAuthor.objects.filter(now, plan=plan))


def _houses(authors: QuerySet[PlanAuthor]) -> dict[str, Organisation]:
    rows = authors.select_related("organisation").order_by("place")
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
