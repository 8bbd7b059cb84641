"""What the page of a project leads to here: the adoption of each plan, and what waits of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from headway.cooperation.adoption.queries import decisions_to_record, plans_open_to
from headway.cooperation.partnerships.hooks import PROJECT_DOORS, Door, Waits, Way

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText

IDENT = "adoption"
BELOW = Way(_("Adoption"), "partnerships:project", IDENT)
"""The plans are named on the page of the project itself, as each has its own page here."""


def open_all() -> None:
    """Lead here from a project. Called once, when the app is ready."""
    PROJECT_DOORS.add(
        Door(
            IDENT,
            _("Adoption"),
            _("Who decides on each plan, by which act they did, and which amendments follow."),
            waits=(Waits(decisions_to_record, "plan__project", _to_record, BELOW),),
            things=_plans,
        )
    )


def _plans(user: User, project: Project) -> list[tuple[TranslatedText, str]]:
    """Return the plans whose adoption somebody may look at, by policy instrument. One query."""
    rows = plans_open_to(user).filter(project=project).select_related("instrument")
    return [
        (each.instrument.title, reverse("adoption:plan", args=[project.slug, each.slug]))
        for each in rows.order_by("instrument__region__slug", "pk")
    ]


def _to_record(count: int) -> str:
    words = ngettext(
        "%(count)d plan waits for a decision, which you record.",
        "%(count)d plans wait for decisions, which you record.",
        count,
    )
    return words % {"count": count}
