"""Who takes part in a project, from which region, in which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.cooperation.partnerships import verbs
from headway.cooperation.partnerships.models import Member
from headway.cooperation.partnerships.permissions import can_keep_project
from headway.cooperation.partnerships.services.common import (
    columns_of,
    locked_project,
    money_problems,
    order_problems,
    require_seen,
    write,
)
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.audit.services import record
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.partnerships.facts import MemberFacts
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.partnerships.permissions import Keeper
    from headway.foundation.audit.verbs import Verb


@transaction.atomic
def add_member(*, project_id: int, facts: MemberFacts, by: Keeper, at: datetime) -> Member:
    """Add a partner to a project. Only an advisory partner may be without a region.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: for a strange role, a partner without a region, a second lead partner, an
        organisation that takes part already, or an end that is still to come.
    """
    project = locked_project(project_id)
    require(can_keep_project(by, project))
    refuse(_problems(project, facts, at=at))
    member = Member.objects.create(project=project, **columns_of(facts))
    _told(verbs.MEMBER_ADDED, member, by=by, at=at)
    return member


@transaction.atomic
def change_member(
    *, member_id: int, facts: MemberFacts, version: int, by: Keeper, at: datetime
) -> Member:
    """Change an organisation's part in a project; the organisation stays.

    Once it has an end, nobody who works for it reads or writes here as a partner any more.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: as `add_member`; and if something was written of a region that nobody else
        takes part from.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    project = locked_project(Member.objects.values_list("project_id", flat=True).get(pk=member_id))
    member = project.members.select_related("organisation", "region").get(pk=member_id)
    require(can_keep_project(by, project))
    require_seen(member, facts, version=version)
    refuse(_problems(project, facts, at=at, of=member) | _region_problems(project, facts, member))
    write(member, facts)
    _told(verbs.MEMBER_CHANGED, member, by=by, at=at)
    return member


def _told(verb: Verb, member: Member, *, by: Keeper, at: datetime) -> None:
    payload = {"organisation": str(member.organisation), "role": member.role}
    record(verb, member.project, by=by, at=at, payload=payload)
    renew(partnership_scope(member.project.key), at=at)


def _problems(
    project: Project, facts: MemberFacts, *, at: datetime, of: Member | None = None
) -> dict[str, str]:
    problems = {}
    others = project.members.exclude(pk=of.pk if of else 0)
    if facts.role not in MemberRole.values:
        problems["role"] = _("There is no such role. Choose one of those listed.")
    elif facts.region is None and facts.role != MemberRole.ADVISORY:
        problems["region"] = _("Choose the partner’s region. Only advisers go without.")
    leads = facts.role == MemberRole.LEAD and facts.until is None
    if leads and others.now().filter(role=MemberRole.LEAD).exists():
        problems["role"] = _("This project has a lead partner. Give that one another role first.")
    if facts.organisation is None:
        problems["organisation"] = _("Choose the organisation.")
    elif others.filter(organisation=facts.organisation).exists():
        problems["organisation"] = _("This organisation takes part already.")
    problems |= money_problems(budget_eur=facts.budget_eur)
    return problems | _end_problems(facts, at)


def _end_problems(facts: MemberFacts, at: datetime) -> dict[str, str]:
    """Return what is wrong with the end: before the beginning, or still to come.

    Who has an end has no rights here, so that none is written ahead.
    """
    if facts.until and facts.until.first_day > timezone.localdate(at):
        return {"until": _("This day lies ahead. Write it once the partner has left.")}
    return order_problems("until", facts.since, facts.until)


def _region_problems(project: Project, facts: MemberFacts, member: Member) -> dict[str, str]:
    """Keep a region in the project of which something is written here."""
    before = member.region
    if before is None or facts.region == before:
        return {}
    if project.members.filter(region=before).exclude(pk=member.pk).exists():
        return {}
    written = (project.assessments, project.groups, project.instruments)
    if not any(rows.filter(region=before).exists() for rows in written):
        return {}
    return {
        "region": _(
            "Stages, groups or policy instruments of the region so far are kept here, and nobody "
            "else takes part from there. Add another partner from that region first."
        )
    }
