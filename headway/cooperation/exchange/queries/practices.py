"""Good practices as pages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.cooperation.exchange.models import GoodPractice, PracticePicture
from headway.cooperation.exchange.states import PracticeState
from headway.cooperation.partnerships.models import among, leads_written_by, writes_as

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User


def practices_of(project: Project, user: User | AnonymousUser) -> tuple[GoodPractice, ...]:
    """Return the good practices of a project that somebody may see, region by region. One query."""
    rows = GoodPractice.objects.visible_to(user).filter(project=project)
    found = tuple(rows.select_related("region", "organisation").order_by("region__slug", "pk"))
    for each in found:
        each.project = project
    return found


def pictures_of(practice: GoodPractice) -> tuple[PracticePicture, ...]:
    """Return the pictures of a good practice that the caller may show, in order. One query."""
    rows = PracticePicture.objects.filter(practice=practice).select_related("picture")
    return tuple(rows.order_by("place", "pk"))


def practices_asked_about(user: User) -> QuerySet[GoodPractice]:
    """Return the good practices of somebody's own of which the lead partner asks for more."""
    rows = GoodPractice.objects.unrestricted(reason="one’s own good practices")
    return rows.filter(among(writes_as(user), "project"), state=PracticeState.ASKED)


def practices_to_decide(user: User) -> QuerySet[GoodPractice]:
    """Return the good practices that wait for somebody as the lead partner."""
    rows = GoodPractice.objects.unrestricted(reason="the lead partner decides on all of a project")
    led = leads_written_by(user).values("project")
    return rows.filter(project__in=led, state=PracticeState.SUBMITTED)
