"""The tables of plans: recommendations, plans, planned actions with their steps, editions."""

from headway.cooperation.plans.models.actions import (
    ActionLesson,
    ActionNode,
    ActionStep,
    OfAction,
    OfPlan,
    PlannedAction,
)
from headway.cooperation.plans.models.editions import PlanEdition
from headway.cooperation.plans.models.plans import Plan, PlanAuthor, written_by
from headway.cooperation.plans.models.recommendations import Recommendation
from headway.cooperation.plans.models.typed import TypedText

__all__ = [
    "ActionLesson",
    "ActionNode",
    "ActionStep",
    "OfAction",
    "OfPlan",
    "Plan",
    "PlanAuthor",
    "PlanEdition",
    "PlannedAction",
    "Recommendation",
    "TypedText",
    "written_by",
]
