"""Follow-ups: given, changed, reported on, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.accounts.models import User
from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems, tidy_reason
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import FollowUp
from headway.monitoring.meetings.permissions import can_keep_body, can_report_duty
from headway.monitoring.meetings.services.common import (
    LONGEST_TITLE,
    REASON,
    locked_body,
    locked_meeting,
    locked_point,
    name_of,
    told,
)
from headway.monitoring.meetings.states import (
    FOLLOW_UP_STEPS,
    FollowUpState,
    MeetingState,
)

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.meetings.facts import ActivityPlan, FollowUpPlan
    from headway.monitoring.meetings.models import Activity, AgendaPoint
    from headway.monitoring.meetings.permissions import Keeper

NOT_BEGUN = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.CANCELLED)
LONGEST_DUTY = 3 * LONGEST_TITLE


@transaction.atomic
def give_follow_up(
    *,
    meeting_id: int,
    plan: FollowUpPlan,
    by: Keeper,
    at: datetime,
    point_id: int | None = None,
    key: str = "",
) -> FollowUp:
    """Give somebody something to do after a meeting: a person, an organisation, or both.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: before the meeting has begun, or if it was cancelled.
    :raises BadInput: without words or an owner.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    if meeting.state in NOT_BEGUN:
        raise WrongState(_("A follow-up comes out of a meeting. Begin the meeting first."))
    refuse(_problems(plan))
    follow_up = FollowUp.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        body=meeting.body,
        meeting=meeting,
        point=_point(point_id, meeting.pk),
        given_at=at,
        **_columns(plan),
    )
    told(verbs.FOLLOW_UP_GIVEN, follow_up, of=meeting.body, by=by, at=at, payload=_of(follow_up))
    return follow_up


def _point(point_id: int | None, meeting_id: int) -> AgendaPoint | None:
    """Return a point of this meeting; of no other anything is given to do here."""
    if point_id is None:
        return None
    point = locked_point(point_id)
    return point if point.meeting_id == meeting_id else None


def _of(follow_up: FollowUp) -> dict[str, str]:
    owner = follow_up.person or follow_up.organisation
    return {"owner": str(owner), "due_on": follow_up.due_on.isoformat()}


def _columns(plan: FollowUpPlan) -> dict[str, object]:
    return {
        "words": plan.words,
        "due_on": plan.due_on,
        "organisation_id": plan.organisation_id,
        "person_id": plan.person_id,
    }


def _problems(plan: FollowUpPlan) -> dict[str, str]:
    problems = text_problems(
        [("words", plan.words, LONGEST_DUTY)], wanted={"words": _("Say what is to be done.")}
    )
    return problems | owner_problems(plan.organisation_id, plan.person_id, is_wanted=True)


def owner_problems(
    organisation_id: int | None, person_id: int | None, *, is_wanted: bool
) -> dict[str, str]:
    """Return what is wrong with who is to do something: nobody, or nobody whom we know."""
    if is_wanted and organisation_id is None and person_id is None:
        return {"organisation": _("Say who is to do it: an organisation, a person, or both.")}
    problems = {}
    if organisation_id and not Organisation.objects.filter(pk=organisation_id).exists():
        problems["organisation"] = _("Choose an organisation of the directory.")
    if person_id and not User.objects.filter(pk=person_id, is_active=True).exists():
        problems["person"] = _("Choose a person who can sign in.")
    return problems


@transaction.atomic
def change_follow_up(
    *, follow_up_id: int, plan: FollowUpPlan, version: int, by: Keeper, at: datetime
) -> FollowUp:
    """Change what is to be done, by whom or until when, while it is open.

    With another day or owner, whoever is to do it is told anew.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once it was reported on.
    :raises BadInput: without words or an owner.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    follow_up = _taken(follow_up_id)
    require(can_keep_body(by, follow_up.body))
    if follow_up.state != FollowUpState.OPEN:
        raise WrongState(_("This was reported on. Take it up again to change it."))
    require_seen(
        version,
        current=follow_up.version,
        theirs=owner_shown(follow_up) | texts_shown(words=follow_up.words),
        mine=owner_shown(plan) | texts_shown(words=plan.words),
        labels=owner_labels(),
    )
    refuse(_problems(plan))
    columns = _columns(plan)
    is_anew = tells_anew(follow_up, plan)
    for name, value in columns.items():
        setattr(follow_up, name, value)
    if is_anew:
        follow_up.told_on = None
    keep(follow_up, *columns, "told_on")
    follow_up = _taken(follow_up_id)
    told(
        verbs.FOLLOW_UP_CHANGED,
        follow_up,
        of=follow_up.body,
        by=by,
        at=at,
        payload=_of(follow_up),
    )
    return follow_up


def owner_shown(said: FollowUpPlan | ActivityPlan | FollowUp | Activity) -> dict[str, str]:
    """Return who is to do something until when, as forms show it."""
    return {
        "organisation": name_of(Organisation, said.organisation_id),
        "person": name_of(User, said.person_id),
        "due_on": said.due_on.isoformat(),
    }


def owner_labels() -> dict[str, str]:
    return {
        "words": _("What is to be done"),
        "audience": _("For whom"),
        "organisation": _("Organisation"),
        "person": _("Person"),
        "due_on": _("Due on"),
    }


@transaction.atomic
def report_follow_up(
    *, follow_up_id: int, step: str, result: str, by: Keeper, at: datetime
) -> FollowUp:
    """Report on a follow-up: `finish` it or `drop` it, with what came of it or why not.

    :raises NotAllowed: unless its owner or somebody who keeps the body does it.
    :raises WrongState: once it was reported on.
    :raises BadInput: without words.
    """
    follow_up = _taken(follow_up_id)
    require(can_report_duty(by, follow_up))
    state = FOLLOW_UP_STEPS.target(state=follow_up.state, step=step)
    words = tidy_reason(result, missing=_("Say what came of it, or why not."), field="result")
    follow_up.state, follow_up.result = state, words
    follow_up.ended_at, follow_up.ended_by = at, str(by)
    keep(follow_up, "state", "result", "ended_at", "ended_by")
    payload = {"state": state}
    told(
        verbs.FOLLOW_UP_REPORTED,
        follow_up,
        of=follow_up.body,
        by=by,
        at=at,
        payload=payload,
        reason=words,
    )
    return follow_up


@transaction.atomic
def take_up_follow_up(*, follow_up_id: int, by: Keeper, at: datetime) -> FollowUp:
    """Take a follow-up up again that was reported on; what was said stays in the trail.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: while it is open.
    """
    follow_up = _taken(follow_up_id)
    require(can_keep_body(by, follow_up.body))
    follow_up.state = FOLLOW_UP_STEPS.target(state=follow_up.state, step="take_up")
    follow_up.result, follow_up.ended_at, follow_up.ended_by = "", None, ""
    follow_up.told_on = None
    keep(follow_up, "state", "result", "ended_at", "ended_by", "told_on")
    told(verbs.FOLLOW_UP_TAKEN_UP, follow_up, of=follow_up.body, by=by, at=at)
    return follow_up


def tells_anew(duty: FollowUp | Activity, plan: FollowUpPlan | ActivityPlan) -> bool:
    """Tell whether a change makes what its owner was told so far count no more."""
    before = (duty.due_on, duty.organisation_id, duty.person_id)
    return before != (plan.due_on, plan.organisation_id, plan.person_id)


def _taken(follow_up_id: int) -> FollowUp:
    """Take a follow-up against other writers, with its body."""
    rows = FollowUp.objects.unrestricted(reason=REASON)
    body = locked_body(rows.values_list("body_id", flat=True).get(pk=follow_up_id))
    follow_up = rows.select_related("organisation", "person", "meeting").get(pk=follow_up_id)
    follow_up.body = body
    return follow_up
