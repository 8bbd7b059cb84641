"""Good practices as pages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.cooperation.exchange.models import GoodPractice, PracticePicture

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

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
