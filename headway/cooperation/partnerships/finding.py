"""Finds what an address of a project names, as far as the person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from headway.cooperation.partnerships.permissions import can_keep_project, can_write_for_region
from headway.cooperation.partnerships.queries import projects_inside
from headway.foundation.core.verdicts import require

if TYPE_CHECKING:
    from collections.abc import Container

    from headway.cooperation.partnerships.models import Project, StakeholderGroup
    from headway.foundation.accounts.requests import PersonRequest


def open_project(request: PersonRequest, slug: str) -> Project:
    """Return a project whose working pages the person may see. Any other does not exist here."""
    return get_object_or_404(projects_inside(request.user), slug=slug)


def kept_project(request: PersonRequest, slug: str) -> Project:
    """Return a project that the person keeps. :raises NotAllowed: to those who only see it."""
    project = open_project(request, slug)
    require(can_keep_project(request.user, project))
    return project


def kept_group(
    request: PersonRequest, project: Project, key: str, *, written: Container[int]
) -> StakeholderGroup:
    """Return a stakeholder group of a region for which the person writes: one of those `written`.

    :raises NotAllowed: to those who only see it.
    """
    groups = project.groups.select_related("region").prefetch_related("organisations")
    group = get_object_or_404(groups, key=key)
    group.project = project
    if group.region_id not in written:
        require(can_write_for_region(request.user, project, group.region))
    return group
