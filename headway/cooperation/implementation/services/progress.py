"""Telling how a step stands, and adding what shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.cooperation.implementation import verbs
from headway.cooperation.implementation.facts import Proof, Standing, StepTold
from headway.cooperation.implementation.models import Evidence, StepProgress, StepRecord
from headway.cooperation.implementation.permissions import can_tell_of_step
from headway.cooperation.implementation.queries.people import author_houses
from headway.cooperation.implementation.queries.tables import evidence_of
from headway.cooperation.implementation.rules import month_of, partners_asked
from headway.cooperation.implementation.services.common import (
    LONGEST_WORDS,
    REASON,
    edition_carried_out,
    labelled,
    name_of,
    passage,
    shown,
)
from headway.cooperation.implementation.states import StepStatus
from headway.cooperation.plans.services.common import locked_plan, text_problems
from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import require_version
from headway.foundation.core.words import too_long

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.cooperation.implementation.permissions import Person
    from headway.cooperation.plans.facts import ActionText, StepText
    from headway.cooperation.plans.models import Plan
    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.organisations.models import Organisation

LONGEST_TITLE = 300


@transaction.atomic
def tell_progress(
    *, plan_id: int, step_key: str, standing: Standing, version: int, by: Person, at: datetime
) -> StepProgress:
    """Say how a step stands. What was said before stays in its history. `version` 0: nothing yet.

    :raises NotAllowed: unless who writes for the partner that answers for the step does it.
    :raises WrongState: if nothing of the plan is adopted.
    :raises BadInput: for a step that there is not, or that cannot stand so.
    :raises Conflict: if somebody else told of it since `version` was read.
    """
    plan = locked_plan(plan_id)
    action, step, house = _placed(plan, step_key, by)
    row = _row(plan, action, step, house, by=by, at=at)
    texts = {"reason": standing.reason, "obstacle": standing.obstacle, "needed": standing.needed}
    before = row.standing
    mine = {"status": standing.status, "months": _months(standing), **shown(texts)}
    require_version(
        version,
        current=row.version if row.pk else 0,
        theirs={
            "status": before.status,
            "months": _months(before),
            **shown({name: getattr(before, name) for name in texts}),
        },
        mine=mine,
        labels=labelled(mine, _labels()),
    )
    standing = replace(standing, months=tuple(sorted(set(standing.months))))
    refuse(
        text_problems(texts.items(), most=LONGEST_WORDS)
        | _problems(standing, on=timezone.localdate(at))
    )
    row.status = standing.status
    row.kept_standing = replace(standing, proofs=()).as_json()
    _keep(row, by=by, at=at)
    payload = {"step": passage(step.title), "status": standing.status}
    record(verbs.PROGRESS_TOLD, plan, by=by, at=at, payload=payload, name=str(plan.slug))
    return row


def _placed(plan: Plan, step_key: str, by: Person) -> tuple[ActionText, StepText, Organisation]:
    """Find a step in what is carried out, and who reports on it, if the person may tell of it."""
    text = edition_carried_out(plan).text
    found = [(a, s) for a in text.actions for s in a.steps if s.key == step_key]
    if not found:
        raise BadInput({"step": _("This step is no longer part of the plan. It can only be read.")})
    asked = partners_asked(text)
    house = next(slug for slug, steps in asked.items() if step_key in steps)
    require(can_tell_of_step(by, plan, house))
    return (*found[0], author_houses(plan)[house])


def _row(
    plan: Plan,
    action: ActionText,
    step: StepText,
    house: Organisation,
    *,
    by: Person,
    at: datetime,
) -> StepProgress:
    """Return the row of a step, with the step as it is planned now; a new one is not kept yet."""
    rows = StepProgress.objects.unrestricted(reason=REASON)
    row = rows.filter(plan=plan, step_key=step.key).first() or StepProgress(
        plan=plan, step_key=step.key, kept_standing=Standing().as_json(), version=0
    )
    row.plan = plan
    row.action_key, row.action_title = action.key, action.title
    row.kept_step, row.organisation = step.as_json(), house
    row.said_at, row.said_by = at, name_of(by)
    return row


def _keep(row: StepProgress, *, by: Person, at: datetime) -> None:
    """Keep a row, and what it says now in its history."""
    row.version += 1
    row.save()
    proofs = tuple(
        Proof(each.title, each.address, each.file.name if each.file else "")
        for each in evidence_of(row)
    )
    StepRecord.objects.unrestricted(reason=REASON).create(
        progress=row,
        number=row.version,
        kept_told=StepTold(row.step, replace(row.standing, proofs=proofs)).as_json(),
        said_at=at,
        said_by=name_of(by),
    )


def _months(standing: Standing) -> str:
    return ", ".join(f"{month:%Y-%m}" for month in standing.months)


def _labels() -> dict[str, str]:
    return {
        "status": _("Status"),
        "months": _("Months done"),
        "reason": _("Why it is dropped"),
        "obstacle": _("Obstacle"),
        "needed": _("What we need to know"),
    }


def _problems(standing: Standing, *, on: date) -> dict[str, str]:
    found = {}
    if standing.status not in StepStatus.values:
        found["status"] = _("There is no such status. Choose one of those listed.")
    if standing.status == StepStatus.DROPPED and not standing.reason:
        found["reason"] = _("Say why the step is dropped: the programme asks it of every plan.")
    if any(month > month_of(on) for month in standing.months):
        found["months"] = _("A month that has not begun cannot be done. Leave it out.")
    elif standing.status == StepStatus.DONE and not standing.months:
        found["months"] = _("Say in which months the step was done.")
    elif standing.status == StepStatus.NOT_STARTED and standing.months:
        found["months"] = _("Months are done, so the step has begun. Choose another status.")
    return found


@transaction.atomic
def add_evidence(
    *,
    plan_id: int,
    step_key: str,
    title: str,
    address: str,
    by: Person,
    at: datetime,
    file: StoredFile | None = None,
) -> Evidence:
    """Add what shows that a step was taken: an address, or a file.

    :raises NotAllowed, WrongState: as `tell_progress`.
    :raises BadInput: without a title, or without an address or a file.
    """
    plan = locked_plan(plan_id)
    action, step, house = _placed(plan, step_key, by)
    title, address = tidied(title), tidied(address)
    refuse(evidence_problems(title, address, file=file))
    row = _row(plan, action, step, house, by=by, at=at)
    if row.pk is None:
        row.save()
    made: Evidence = Evidence.objects.unrestricted(reason=REASON).create(
        progress=row,
        title=title,
        address=address,
        file=file,
        added_at=at,
        added_by=name_of(by),
    )
    _keep(row, by=by, at=at)
    payload = {"step": passage(step.title), "evidence": title}
    record(verbs.EVIDENCE_ADDED, plan, by=by, at=at, payload=payload, name=str(plan.slug))
    return made


def evidence_problems(title: str, address: str, *, file: StoredFile | None) -> dict[str, str]:
    """Say what is wrong with evidence, by field."""
    found = {}
    if not title:
        found["title"] = _("Say what it shows.")
    elif len(title) > LONGEST_TITLE:
        found["title"] = too_long(LONGEST_TITLE)
    if not address and file is None:
        found["address"] = _("Write where it can be read, or add a file.")
    elif address and urlsplit(address).scheme not in {"http", "https"}:
        found["address"] = _("This is no address. Write it whole, such as https://….")
    return found


@transaction.atomic
def remove_evidence(*, evidence_id: int, by: Person, at: datetime) -> None:
    """Take evidence out of the table. What was submitted with it stays as it was.

    :raises NotAllowed, WrongState, BadInput: as `tell_progress`.
    """
    rows = Evidence.objects.unrestricted(reason=REASON).select_related("progress")
    evidence = rows.get(pk=evidence_id)
    plan = locked_plan(evidence.progress.plan_id)
    action, step, house = _placed(plan, evidence.progress.step_key, by)
    row = _row(plan, action, step, house, by=by, at=at)
    title = evidence.title
    evidence.delete()
    _keep(row, by=by, at=at)
    payload = {"step": passage(step.title), "evidence": title}
    record(verbs.EVIDENCE_REMOVED, plan, by=by, at=at, payload=payload, name=str(plan.slug))
