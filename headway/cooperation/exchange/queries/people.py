"""Who writes for whom in a project, and who is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from headway.cooperation.partnerships.models import WRITERS, Member, writes_for
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.core.actors import SystemActor
from headway.foundation.notices.rendering import Addressee
from headway.foundation.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.cooperation.exchange.models import Event
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

    Person = User | SystemActor

REASON = "who writes for an organisation decides who is written to"


def keeps(user: User, event: Event) -> bool:
    """Tell whether somebody writes for the lead partner, or for a host of an event. One query."""
    lead = Member.objects.filter(project=event.project_id, role=MemberRole.LEAD)
    hosts = [host.pk for host in event.hosts.all()]
    kept = Q(organisation__in=lead.values("organisation")) | Q(organisation__in=hosts)
    return writes_for(user).filter(kept).exists()


def writes_in(user: User, project: Project) -> bool:
    """Tell whether somebody writes for any partner of a project. One query."""
    partners = Member.objects.filter(project=project)
    return writes_for(user).filter(organisation__in=partners.values("organisation")).exists()


def writes_for_any(user: User, organisations: Iterable[int]) -> bool:
    """Tell whether somebody writes for one of these organisations. One query, or none."""
    wanted = tuple(organisations)
    return bool(wanted) and writes_for(user).filter(organisation__in=wanted).exists()


def partners_of(project: Project) -> QuerySet[Organisation]:
    """Return the organisations of a project, the oldest members first."""
    members = Member.objects.filter(project=project)
    return Organisation.objects.filter(pk__in=members.values("organisation")).order_by("pk")


def written_for(user: Person, project: Project) -> QuerySet[Organisation]:
    """Return the partners of a project for which somebody writes; all for who stands in."""
    partners = partners_of(project)
    if isinstance(user, SystemActor) or user.is_administrator:
        return partners
    return partners.filter(pk__in=writes_for(user).values("organisation"))


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
