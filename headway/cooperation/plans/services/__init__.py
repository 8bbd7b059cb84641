"""Every write to plans: permission, state, change, audit, in one transaction."""

from headway.cooperation.plans.services.actions import (
    add_action,
    change_action,
    move_action,
    remove_action,
)
from headway.cooperation.plans.services.comments import comment_on_plan
from headway.cooperation.plans.services.pictures import set_picture
from headway.cooperation.plans.services.plans import change_context, create_plan
from headway.cooperation.plans.services.recommendations import (
    Recommended,
    change_recommendation,
    create_recommendation,
    publish_recommendation,
    revise_recommendation,
    set_recommendation_file,
)
from headway.cooperation.plans.services.steps import (
    adopt_plan,
    ask_for_adoption,
    finish_revision,
    hand_back_plan,
    publish_plan,
    revise_plan,
    send_to_review,
)
from headway.cooperation.plans.services.typing import type_text

__all__ = [
    "Recommended",
    "add_action",
    "adopt_plan",
    "ask_for_adoption",
    "change_action",
    "change_context",
    "change_recommendation",
    "comment_on_plan",
    "create_plan",
    "create_recommendation",
    "finish_revision",
    "hand_back_plan",
    "move_action",
    "publish_plan",
    "publish_recommendation",
    "remove_action",
    "revise_plan",
    "revise_recommendation",
    "send_to_review",
    "set_picture",
    "set_recommendation_file",
    "type_text",
]
