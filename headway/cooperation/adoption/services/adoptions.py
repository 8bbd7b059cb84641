"""A plan put before who decides on it; the act recorded, refused, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.cooperation.adoption import verbs
from headway.cooperation.adoption.facts import Correction
from headway.cooperation.adoption.models import LONGEST_NAME, Adoption
from headway.cooperation.adoption.permissions import (
    can_ask_adoption,
    can_correct,
    can_record_act,
)
from headway.cooperation.adoption.states import ADOPTION_STEPS, AdoptionState, Way
from headway.cooperation.plans.models import PlanEdition
from headway.cooperation.plans.services import adopt_plan, ask_for_adoption, hand_back_plan
from headway.cooperation.plans.services.common import locked_plan, rows_seen
from headway.cooperation.plans.states import EditionReason, PlanState
from headway.foundation.attachments.models import StoredFile
from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.words import tidy_reason, too_long
from headway.foundation.organisations.models import Organisation
from headway.foundation.publication.services import partnership_scope, renew
from headway.monitoring.meetings.models import Body, Meeting
from headway.monitoring.meetings.states import MeetingState
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.adoption.facts import Decider, PlanAct
    from headway.cooperation.adoption.permissions import Person
    from headway.cooperation.plans.models import Plan
    from headway.foundation.audit.verbs import Verb

NUMBER_LENGTH = 60
REASON = "the service checks its own permission"


@transaction.atomic
def ask_adoption(
    *,
    plan_id: int,
    decider: Decider,
    by: Person,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Adoption:
    """Put a plan before who decides on it. The edition that they get is frozen.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is revised, and says that it has to be adopted and by whom.
    :raises BadInput: without who decides, if somebody has it before them already, or for what
        has to be there before it is published.
    """
    plan = locked_plan(plan_id)
    require(can_ask_adoption(by, plan))
    problems = _decider_problems(plan, decider, by)
    rows = Adoption.objects.unrestricted(reason=REASON).filter(plan=plan)
    waiting = rows.filter(state=AdoptionState.ASKED)
    if plan.state == PlanState.FOR_ADOPTION and waiting.exists():
        problems["body"] = _("This plan is before who decides on it already. Take it back first.")
    if problems:
        raise BadInput(problems)
    waiting.update(state=AdoptionState.TAKEN_BACK, state_since=at)
    adoption = Adoption.objects.create(
        key=key or new_key(),
        plan=plan,
        edition=_edition_to_decide(plan, by=by, at=at),
        body_id=decider.body_id,
        organisation_id=decider.organisation_id,
        decider_words=decider.words,
        asked_at=at,
        asked_by=str(by)[:LONGEST_NAME],
        state_since=at,
        provenance=provenance,
    )
    _noted(verbs.PUT_BEFORE, adoption, by=by, at=at)
    return adoption


@transaction.atomic
def record_adoption(*, adoption_id: int, act: PlanAct, by: Person, at: datetime) -> Adoption:
    """Record by which act a plan was adopted. A day that is not known stays unknown.

    :raises NotAllowed: unless an approver of an author, or who convenes who decided, does it.
    :raises WrongState: unless it is before them.
    :raises BadInput: for an act that cannot be.
    """
    adoption = _taken(adoption_id)
    require(can_record_act(by, adoption))
    state = ADOPTION_STEPS.target(state=adoption.state, step="adopt")
    meeting = _meeting_of(adoption, act, by)
    if problems := _act_problems(adoption, act, meeting, by, at):
        raise BadInput(problems)
    _write_act(adoption, act, meeting)
    _moved(adoption, state, at=at)
    adopt_plan(plan_id=adoption.plan_id, decision_key=adoption.key, by=by, at=at)
    _noted(verbs.ACT_RECORDED, adoption, by=by, at=at, reason=adoption.words)
    return adoption


@transaction.atomic
def correct_adoption(
    *, adoption_id: int, act: PlanAct, reason: str, seen: int, by: Person, at: datetime
) -> Adoption:
    """Correct what is said of a recorded act. What was said before is kept, with who and why.

    `seen` is how many corrections stood when it was read.

    :raises NotAllowed: unless an approver of an author, or who convenes who decided, does it.
    :raises WrongState: unless an act is recorded.
    :raises BadInput: without a reason, for an act that cannot be, if nothing is different, or if
        somebody else corrected it meanwhile.
    """
    adoption = _taken(adoption_id)
    require(can_record_act(by, adoption))
    require_now(can_correct(adoption))
    was, meeting = adoption.act, _meeting_of(adoption, act, by)
    problems = _act_problems(adoption, act, meeting, by, at)
    if seen != len(adoption.kept_corrections):
        problems["reason"] = _("Somebody else corrected this meanwhile. Open it again, then go on.")
    if problems:
        raise BadInput(problems)
    why = tidy_reason(reason, missing=_("Say why it is corrected."))
    _write_act(adoption, act, meeting)
    if adoption.act == was:
        raise BadInput({"reason": _("Nothing is different. Change what is wrong, or leave it.")})
    correction = Correction(str(by)[:LONGEST_NAME], at.isoformat(), why, was)
    adoption.kept_corrections = [*adoption.kept_corrections, correction.as_json()]
    adoption.save()
    renew(partnership_scope(adoption.plan.project.key), at=at)
    more = {"was": correction.as_json()["was"]}
    _noted(verbs.ADOPTION_CORRECTED, adoption, by=by, at=at, reason=why, more=more)
    return adoption


@transaction.atomic
def refuse_adoption(*, adoption_id: int, words: str, by: Person, at: datetime) -> Adoption:
    """Record that a plan was refused, and why; its authors have it back.

    :raises NotAllowed: unless an approver of an author, or who convenes who decided, does it.
    :raises WrongState: unless it is before them.
    :raises BadInput: without a reason.
    """
    adoption = _taken(adoption_id)
    require(can_record_act(by, adoption))
    state = ADOPTION_STEPS.target(state=adoption.state, step="refuse")
    said = tidy_reason(words, missing=_("Say why it was refused."), field="words")
    adoption.words = said
    _moved(adoption, state, at=at)
    hand_back_plan(plan_id=adoption.plan_id, decision_key=adoption.key, reason=said, by=by, at=at)
    _noted(verbs.ADOPTION_REFUSED, adoption, by=by, at=at, reason=said)
    return adoption


@transaction.atomic
def take_back_adoption(*, adoption_id: int, words: str, by: Person, at: datetime) -> Adoption:
    """Take a plan back before anything was decided, to revise it.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: unless it is before who decides.
    :raises BadInput: without a reason.
    """
    adoption = _taken(adoption_id)
    require(can_ask_adoption(by, adoption.plan))
    state = ADOPTION_STEPS.target(state=adoption.state, step="take_back")
    said = tidy_reason(words, missing=_("Say why it is taken back."), field="words")
    adoption.words = said
    _moved(adoption, state, at=at)
    hand_back_plan(plan_id=adoption.plan_id, decision_key=adoption.key, reason=said, by=by, at=at)
    _noted(verbs.ADOPTION_TAKEN_BACK, adoption, by=by, at=at, reason=said)
    return adoption


def _write_act(adoption: Adoption, act: PlanAct, meeting: Meeting | None) -> None:
    adoption.way, adoption.meeting = act.way, meeting
    adoption.act_number, adoption.act_verb = act.number.strip(), act.verb
    adoption.act_date = act.date or _day_of_meeting(meeting)
    adoption.act_file_id = act.file_id
    adoption.words = tidy_reason(act.words, field="words")


def _taken(adoption_id: int) -> Adoption:
    """Take an adoption with its plan, the plan first, as whoever writes the plan does."""
    rows = Adoption.objects.unrestricted(reason=REASON)
    plan = locked_plan(rows.get(pk=adoption_id).plan_id)
    found = rows.select_related("edition", "body__strategy", "organisation")
    adoption = found.select_for_update(of=("self",)).get(pk=adoption_id)
    adoption.plan = plan
    return adoption


def _edition_to_decide(plan: Plan, *, by: Person, at: datetime) -> PlanEdition:
    """Freeze the plan; one that was frozen for its adoption already goes as it is."""
    if plan.state != PlanState.FOR_ADOPTION:
        return ask_for_adoption(plan_id=plan.pk, by=by, at=at)
    frozen = PlanEdition.objects.unrestricted(reason=REASON).filter(
        plan=plan, reason=EditionReason.ADOPTION
    )
    return frozen.latest("number")


def _decider_problems(plan: Plan, decider: Decider, by: Person) -> dict[str, str]:
    said = [decider.body_id, decider.organisation_id, bool(decider.words)]
    if not any(said):
        return {"body": _("Say who decides: choose a body or an organisation, or write who.")}
    if sum(map(bool, said)) > 1:
        return {"body": _("Say in one way who decides, and leave the others empty.")}
    bodies = rows_seen(Body, by).filter(strategy=plan.instrument.strategy_id)
    if decider.body_id and not bodies.filter(pk=decider.body_id).exists():
        return {"body": _("Choose one of those listed.")}
    organisations = Organisation.objects.filter(pk=decider.organisation_id or 0)
    if decider.organisation_id and not organisations.exists():
        return {"organisation": _("Choose one of those listed.")}
    return {}


def _meeting_of(adoption: Adoption, act: PlanAct, by: Person) -> Meeting | None:
    """Return the meeting that decided: one of the body, which the person may see."""
    if act.way != Way.MEETING or adoption.body is None or act.meeting_id is None:
        return None
    seen = rows_seen(Meeting, by).filter(body=adoption.body).exclude(state=MeetingState.CANCELLED)
    meeting: Meeting | None = (
        seen.select_related("body__strategy").filter(pk=act.meeting_id).first()
    )
    return meeting


def _day_of_meeting(meeting: Meeting | None) -> PartialDate | None:
    if meeting is None:
        return None
    return PartialDate.of(day_of(meeting.body.strategy, meeting.starts_at))


def _act_problems(
    adoption: Adoption, act: PlanAct, meeting: Meeting | None, by: Person, at: datetime
) -> dict[str, str]:
    problems = _way_problems(adoption, act, meeting, at)
    if act.verb not in ActVerb.values:
        problems["verb"] = _("Say what was done: adopted, or endorsed.")
    if len(act.number.strip()) > NUMBER_LENGTH:
        problems["number"] = too_long(NUMBER_LENGTH)
    if act.date is not None and act.date.first_day > timezone.localdate(at):
        problems["date"] = _("This day is still to come. An act is recorded once it is made.")
    is_new = act.file_id is not None and act.file_id != adoption.act_file_id
    if is_new and not rows_seen(StoredFile, by).filter(pk=act.file_id).exists():
        problems["act_file"] = _("The file was not kept. Choose it again.")
    return problems


def _way_problems(
    adoption: Adoption, act: PlanAct, meeting: Meeting | None, at: datetime
) -> dict[str, str]:
    if act.way not in Way.values:
        return {"way": _("Say how it was decided: at a meeting, or by letter.")}
    if act.way == Way.LETTER:
        return {}
    if adoption.body is None:
        return {"way": _("Who decides is no body that meets here. Record it as by letter.")}
    if meeting is None:
        return {"meeting": _("Choose the meeting that decided.")}
    if meeting.starts_at > at:
        return {"meeting": _("This meeting is still to come. Choose one that has begun.")}
    return {}


def _moved(adoption: Adoption, state: str, *, at: datetime) -> None:
    adoption.state, adoption.state_since = state, at
    adoption.save()
    renew(partnership_scope(adoption.plan.project.key), at=at)


def _noted(
    verb: Verb,
    adoption: Adoption,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    payload = {"edition": adoption.edition.number, "adoption": adoption.key, **(more or {})}
    name = str(adoption.plan)
    record(verb, adoption, by=by, at=at, payload=payload, reason=reason, name=name)
