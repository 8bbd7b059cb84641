"""Who writes for whom in a project, and who is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from headway.cooperation.partnerships.models import WRITERS, Member, writes_as
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.core.actors import SystemActor
from headway.foundation.notices.rendering import Addressee
from headway.foundation.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.cooperation.exchange.models import Event, GoodPractice
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

    Person = User | SystemActor

REASON = "who writes for an organisation decides who is written to"


def keeps(user: User, event: Event) -> bool:
    """Tell whether somebody writes for the lead partner, or for a host of an event. One query."""
    hosts = [host.pk for host in event.hosts.all()]
    kept = Q(role=MemberRole.LEAD) | Q(organisation__in=hosts)
    return writes_as(user).filter(kept, project=event.project_id).exists()


def writes_in(user: User, project: Project) -> bool:
    """Tell whether somebody writes for any partner of a project. One query."""
    return writes_as(user).filter(project=project).exists()


def writes_of(user: User, practice: GoodPractice) -> bool:
    """Tell whether somebody writes for the partner that brought a good practice. One query."""
    own = writes_as(user).filter(project=practice.project_id)
    return own.filter(organisation=practice.organisation_id).exists()


def partners_of(project: Project) -> QuerySet[Organisation]:
    """Return the organisations of a project, the oldest members first; also those that left.

    What happened is told of them as well: who hosted an event, who took part.
    """
    members = Member.objects.filter(project=project)
    return Organisation.objects.filter(pk__in=members.values("organisation")).order_by("pk")


def written_for(user: Person, project: Project) -> QuerySet[Organisation]:
    """Return the partners of a project for which somebody writes; all for who stands in."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return partners_of(project)
    own = writes_as(user).filter(project=project)
    return partners_of(project).filter(pk__in=own.values("organisation"))


def addressees(organisation: Organisation, *, language: str) -> list[Addressee]:
    """Return who is written to for an organisation: those who write for it, else its role address.

    One query.
    """
    rows = Membership.objects.unrestricted(reason=REASON).filter(
        organisation=organisation, role__in=WRITERS, until__isnull=True, user__is_active=True
    )
    people = {each.user_id: each.user for each in rows.select_related("user").order_by("pk")}
    if people:
        return [Addressee(one.email, one.name, one.language, one.pk) for one in people.values()]
    if organisation.email:
        return [Addressee(organisation.email, str(organisation.name), language)]
    return []
