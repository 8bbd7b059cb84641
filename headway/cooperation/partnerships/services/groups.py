"""Stakeholder groups: whom a region's partners consult."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships import verbs
from headway.cooperation.partnerships.models import StakeholderGroup
from headway.cooperation.partnerships.permissions import can_write_for_region
from headway.cooperation.partnerships.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    columns_of,
    locked_project,
    region_problems,
    require_seen,
)
from headway.foundation.audit.services import record
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import text_problems
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.partnerships.facts import GroupFacts
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.partnerships.permissions import Keeper


@transaction.atomic
def add_group(
    *, project_id: int, facts: GroupFacts, by: Keeper, at: datetime, key: str = ""
) -> StakeholderGroup:
    """Add a stakeholder group of a region.

    :raises NotAllowed: unless the region's partners, the lead partner or an administrator do it.
    :raises BadInput: for a region of no partner, or no name.
    """
    project = locked_project(project_id)
    _require_region(by, project, facts)
    refuse(_problems(facts))
    columns = columns_of(facts)
    houses = columns.pop("organisations")
    group = StakeholderGroup.objects.create(project=project, key=key or new_key(), **columns)
    group.organisations.set(houses)
    record(verbs.GROUP_ADDED, group, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return group


@transaction.atomic
def change_group(
    *, group_id: int, facts: GroupFacts, version: int, by: Keeper, at: datetime
) -> StakeholderGroup:
    """Change a stakeholder group. To take it to another region one writes for both.

    :raises NotAllowed: unless the region's partners, the lead partner or an administrator do it.
    :raises BadInput: as `add_group`.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    ids = StakeholderGroup.objects.values_list("project_id", flat=True)
    project = locked_project(ids.get(pk=group_id))
    group = project.groups.select_related("region").get(pk=group_id)
    require(can_write_for_region(by, project, group.region))
    _require_region(by, project, facts)
    require_seen(group, facts, version=version)
    refuse(_problems(facts))
    _write(group, facts)
    record(verbs.GROUP_CHANGED, group, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return group


def _require_region(by: Keeper, project: Project, facts: GroupFacts) -> None:
    """Go on only if the person writes about the region that is chosen."""
    refuse(region_problems(project, facts.region))
    if facts.region is not None:  # otherwise it was refused
        require(can_write_for_region(by, project, facts.region))


def _write(group: StakeholderGroup, facts: GroupFacts) -> None:
    columns = columns_of(facts)
    group.organisations.set(columns.pop("organisations"))
    columns.pop("provenance")
    for name, value in columns.items():
        setattr(group, name, value)
    group.version += 1
    group.save(update_fields=[*columns, "version"])


def _problems(facts: GroupFacts) -> dict[str, str]:
    return text_problems(
        [
            ("name", facts.name, LONGEST_TITLE),
            ("purpose", facts.purpose, LONGEST_WORDS),
            ("others", facts.others, LONGEST_WORDS),
        ],
        wanted={"name": _("Say what the group is called, in at least one language.")},
    )
