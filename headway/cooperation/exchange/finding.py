"""Finds what an address of events and good practices names, as far as the person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.exchange.permissions import can_keep_event, can_write_practice
from headway.cooperation.exchange.queries.events import NOBODY
from headway.cooperation.partnerships.models import Project
from headway.cooperation.partnerships.permissions import takes_part
from headway.foundation.core.verdicts import ALLOW, deny, require

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.verdicts import Verdict


def project_at(slug: str) -> Project:
    return get_object_or_404(Project, slug=slug)


def entered_project(request: PersonRequest, slug: str) -> Project:
    """Return a project of which the person is a partner. :raises NotAllowed: to anybody else."""
    project = project_at(slug)
    require(_can_enter(request.user, project))
    return project


def _can_enter(user: User, project: Project) -> Verdict:
    if user.reads_everything or takes_part(user, project):
        return ALLOW
    return deny(_("Only partners of this project see these pages."))


def public_event(slug: str, key: str) -> Event:
    """Return an event that everybody may see. Any other does not exist here."""
    rows = Event.objects.visible_to(NOBODY).select_related("project")
    return get_object_or_404(rows.prefetch_related("hosts"), project__slug=slug, key=key)


def open_event(request: PersonRequest, slug: str, key: str) -> Event:
    """Return an event that the person reads as a partner. Any other does not exist here."""
    rows = Event.objects.inside(request.user).select_related("project")
    return get_object_or_404(rows.prefetch_related("hosts"), project__slug=slug, key=key)


def kept_event(request: PersonRequest, slug: str, key: str) -> Event:
    """Return an event that the person keeps. :raises NotAllowed: to those who only see it."""
    event = open_event(request, slug, key)
    require(can_keep_event(request.user, event))
    return event


def public_practice(slug: str, key: str) -> GoodPractice:
    """Return a good practice that is published. Any other does not exist here."""
    rows = GoodPractice.objects.visible_to(NOBODY)
    rows = rows.select_related("project", "region", "organisation")
    return get_object_or_404(rows, project__slug=slug, key=key)


def open_practice(request: PersonRequest, slug: str, key: str) -> GoodPractice:
    """Return a good practice that the person may see. Any other does not exist here.

    :raises NotAllowed: to who is no partner of the project.
    """
    project = entered_project(request, slug)
    rows = GoodPractice.objects.visible_to(request.user).select_related("region", "organisation")
    found = get_object_or_404(rows, project=project, key=key)
    found.project = project
    return found


def kept_practice(request: PersonRequest, slug: str, key: str) -> GoodPractice:
    """Return a good practice that the person writes. :raises NotAllowed: to anybody else."""
    practice = open_practice(request, slug, key)
    require(can_write_practice(request.user, practice))
    return practice
