"""Which published planned actions follow from a good practice or an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from headway.cooperation.exchange.hooks import FollowedUp
from headway.cooperation.plans.queries.plans import origins_among, published_of
from headway.foundation.core.provenance import UNKNOWN

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project


def actions_after(project: Project, key: str) -> tuple[FollowedUp, ...]:
    """Return the actions whose published words name it, plan by plan. One query; two if any do."""
    named = [
        (edition.plan, edition.text, action, lesson)
        for edition in published_of(project)
        for action in edition.text.actions
        for lesson in action.lessons
        if lesson.of.key == key
    ]
    origins = origins_among([action.key for _plan, _text, action, _lesson in named])
    return tuple(
        FollowedUp(
            title=action.title,
            plan=text.title,
            address=f"{reverse('portal:plan', args=[project.slug, plan.slug])}#action-{action.key}",
            lesson=lesson.words,
            provenance=origins.get(action.key, UNKNOWN),
        )
        for plan, text, action, lesson in named
    )
