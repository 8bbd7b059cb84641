"""What the pages of a project lead to here: plans and recommendations, and what waits of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from headway.cooperation.exchange.hooks import FOLLOW_UPS
from headway.cooperation.partnerships.hooks import PROJECT_DOORS, Door, Waits, Way
from headway.cooperation.plans.following import actions_after
from headway.cooperation.plans.queries.plans import plans_to_go_on_with

PLANS = Way(_("Plans and recommendations"), "plans:list")


def open_all() -> None:
    """Lead here from a project. Called once, when the app is ready."""
    FOLLOW_UPS.add(actions_after)
    PROJECT_DOORS.add(
        Door(
            "plans",
            _("Plans and recommendations"),
            _("What each region recommends, and what it plans to change in its policy."),
            (PLANS,),
            (Waits(plans_to_go_on_with, "project", _to_go_on_with, PLANS),),
        )
    )


def _to_go_on_with(count: int) -> str:
    words = ngettext(
        "%(count)d action plan waits for you to go on with it.",
        "%(count)d action plans wait for you to go on with them.",
        count,
    )
    return words % {"count": count}
