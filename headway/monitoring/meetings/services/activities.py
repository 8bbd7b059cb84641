"""The programme of activities of a body: planned, changed, reported on, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems, tidy_reason
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import Activity
from headway.monitoring.meetings.permissions import can_keep_body, can_report_duty
from headway.monitoring.meetings.services.common import (
    LONGEST_TITLE,
    REASON,
    locked_body,
    name_of,
    told,
)
from headway.monitoring.meetings.services.duties import (
    LONGEST_DUTY,
    owner_labels,
    owner_problems,
    owner_shown,
    tells_anew,
)
from headway.monitoring.meetings.states import ACTIVITY_STEPS, ActivityState, Channel
from headway.monitoring.strategy.models import Node

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.meetings.facts import ActivityPlan
    from headway.monitoring.meetings.models import Body
    from headway.monitoring.meetings.permissions import Keeper


@transaction.atomic
def plan_activity(
    *, body_id: int, plan: ActivityPlan, by: Keeper, at: datetime, key: str = ""
) -> Activity:
    """Add an activity to the programme of a body.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises BadInput: without words, or for a measure of another strategy.
    """
    body = locked_body(body_id)
    require(can_keep_body(by, body))
    refuse(_problems(body, plan))
    activity = Activity.objects.unrestricted(reason=REASON).create(
        key=key or new_key(), body=body, given_at=at, **_columns(plan)
    )
    told(verbs.ACTIVITY_PLANNED, activity, of=body, by=by, at=at, payload=_of(activity))
    return activity


def _of(activity: Activity) -> dict[str, str]:
    return {"due_on": activity.due_on.isoformat(), "channel": activity.channel}


def _columns(plan: ActivityPlan) -> dict[str, object]:
    return {
        "words": plan.words,
        "due_on": plan.due_on,
        "channel": plan.channel,
        "audience": plan.audience,
        "node_id": plan.node_id,
        "organisation_id": plan.organisation_id,
        "person_id": plan.person_id,
    }


def _problems(body: Body, plan: ActivityPlan) -> dict[str, str]:
    problems = text_problems(
        [("words", plan.words, LONGEST_DUTY), ("audience", plan.audience, LONGEST_TITLE)],
        wanted={"words": _("Say what is to be done.")},
    )
    if plan.node_id and not Node.objects.filter(pk=plan.node_id, strategy=body.strategy).exists():
        problems["node"] = _("Choose a measure of the strategy.")
    return problems | owner_problems(plan.organisation_id, plan.person_id, is_wanted=False)


@transaction.atomic
def change_activity(
    *, activity_id: int, plan: ActivityPlan, version: int, by: Keeper, at: datetime
) -> Activity:
    """Change an activity that is still planned.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once it was reported on.
    :raises BadInput: without words, or for a measure of another strategy.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    activity = _taken(activity_id)
    require(can_keep_body(by, activity.body))
    if activity.state != ActivityState.PLANNED:
        raise WrongState(_("This was reported on. Take it up again to change it."))
    require_seen(
        version,
        current=activity.version,
        theirs=_shown(activity),
        mine=_shown(plan),
        labels=owner_labels() | {"channel": _("Channel"), "node": _("For which measure")},
    )
    refuse(_problems(activity.body, plan))
    columns = _columns(plan)
    is_anew = tells_anew(activity, plan)
    for name, value in columns.items():
        setattr(activity, name, value)
    if is_anew:
        activity.told_on = None
    keep(activity, *columns, "told_on")
    told(verbs.ACTIVITY_CHANGED, activity, of=activity.body, by=by, at=at, payload=_of(activity))
    return activity


def _shown(said: ActivityPlan | Activity) -> dict[str, str]:
    return {
        **owner_shown(said),
        "channel": str(Channel(said.channel).label),
        "node": name_of(Node, said.node_id),
        **texts_shown(words=said.words, audience=said.audience),
    }


@transaction.atomic
def report_activity(
    *, activity_id: int, step: str, result: str, by: Keeper, at: datetime
) -> Activity:
    """Report on an activity: `finish` it or `drop` it, with what came of it or why not.

    :raises NotAllowed: unless its owner or somebody who keeps the body does it.
    :raises WrongState: once it was reported on.
    :raises BadInput: without words.
    """
    activity = _taken(activity_id)
    require(can_report_duty(by, activity))
    state = ACTIVITY_STEPS.target(state=activity.state, step=step)
    words = tidy_reason(result, missing=_("Say what came of it, or why not."), field="result")
    activity.state, activity.result = state, words
    activity.ended_at, activity.ended_by = at, str(by)
    keep(activity, "state", "result", "ended_at", "ended_by")
    told(
        verbs.ACTIVITY_REPORTED,
        activity,
        of=activity.body,
        by=by,
        at=at,
        payload={"state": state},
        reason=words,
    )
    return activity


@transaction.atomic
def take_up_activity(*, activity_id: int, by: Keeper, at: datetime) -> Activity:
    """Take an activity up again that was reported on; what was said stays in the trail.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: while it is planned.
    """
    activity = _taken(activity_id)
    require(can_keep_body(by, activity.body))
    activity.state = ACTIVITY_STEPS.target(state=activity.state, step="take_up")
    activity.result, activity.ended_at, activity.ended_by = "", None, ""
    activity.told_on = None
    keep(activity, "state", "result", "ended_at", "ended_by", "told_on")
    told(verbs.ACTIVITY_TAKEN_UP, activity, of=activity.body, by=by, at=at)
    return activity


def _taken(activity_id: int) -> Activity:
    """Take an activity against other writers, with its body."""
    rows = Activity.objects.unrestricted(reason=REASON)
    body = locked_body(rows.values_list("body_id", flat=True).get(pk=activity_id))
    activity = rows.select_related("organisation", "person", "node").get(pk=activity_id)
    activity.body = body
    return activity
