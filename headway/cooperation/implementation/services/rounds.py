"""Monitoring rounds: prepared, opened to the partners, closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.implementation import notices, verbs
from headway.cooperation.implementation.models import MonitoringRound, ProgressReport, ReportPart
from headway.cooperation.implementation.permissions import can_monitor
from headway.cooperation.implementation.queries.people import partner_houses
from headway.cooperation.implementation.queries.tables import monitored_plans
from headway.cooperation.implementation.rules import partners_asked
from headway.cooperation.implementation.services.common import LONGEST_WORDS, REASON, locked_round
from headway.cooperation.implementation.services.letters import write_to_partner
from headway.cooperation.implementation.states import ROUND_STEPS, RoundState
from headway.cooperation.partnerships.models import Project
from headway.cooperation.plans.services.common import text_problems
from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.periods import Period
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import require_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.cooperation.implementation.permissions import Person
    from headway.cooperation.plans.models import Plan, PlanEdition
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.organisations.models import Organisation

LENGTHS = ("half_year", "year")
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round asks: of which period (`2022-S1`, `2022`), until when, which questions."""

    period: str
    due_on: date
    questions: tuple[TranslatedText, ...] = ()
    letter: TranslatedText = EMPTY


@transaction.atomic
def prepare_round(
    *, project_id: int, asked: Asked, by: Person, at: datetime, key: str = ""
) -> MonitoringRound:
    """Prepare a round. Partners see nothing of it before it is opened.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises BadInput: for a period that is no half-year or year, or that has a round already.
    """
    project = Project.objects.select_for_update().get(pk=project_id)
    require(can_monitor(by, project))
    refuse(_problems(project, asked, besides=None))
    made: MonitoringRound = MonitoringRound.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        project=project,
        period=str(Period.parse(asked.period)),
        due_on=asked.due_on,
        questions=[text.as_json() for text in asked.questions],
        letter=asked.letter,
    )
    _noted(verbs.ROUND_PREPARED, made, by=by, at=at)
    return made


@transaction.atomic
def change_round(
    *, round_id: int, asked: Asked, version: int, by: Person, at: datetime
) -> MonitoringRound:
    """Ask otherwise, before the round is opened; afterwards only the day may change.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: if it is closed, or open and more than its day would change.
    :raises BadInput: as `prepare_round`.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    one = locked_round(round_id)
    require(can_monitor(by, one.project))
    mine = {"period": asked.period, "due_on": str(asked.due_on)}
    theirs = {"period": one.period, "due_on": str(one.due_on)}
    labels = {"period": _("Period"), "due_on": _("Reports due")}
    require_version(version, current=one.version, theirs=theirs, mine=mine, labels=labels)
    _require_open(one, asked)
    refuse(_problems(one.project, asked, besides=one))
    one.due_on = asked.due_on
    if one.state == RoundState.DRAFT:
        one.period = str(Period.parse(asked.period))
        one.questions = [text.as_json() for text in asked.questions]
        one.letter = asked.letter
    one.version += 1
    one.save()
    _noted(verbs.ROUND_CHANGED, one, by=by, at=at)
    return one


def _require_open(one: MonitoringRound, asked: Asked) -> None:
    if one.state == RoundState.CLOSED:
        raise WrongState(_("This round is closed, so nothing of it changes any more."))
    said = (asked.period, asked.questions, asked.letter)
    is_same = said == (one.period, one.asked, one.letter)
    if one.state == RoundState.OPEN and not is_same:
        raise WrongState(_("This round is open: partners answer it. Only its day can change."))


def _problems(project: Project, asked: Asked, *, besides: MonitoringRound | None) -> dict[str, str]:
    found = {}
    try:
        period = Period.parse(asked.period)
    except ValueError as problem:
        return {"period": str(problem)}
    others = MonitoringRound.objects.unrestricted(reason=REASON).filter(project=project)
    if besides:
        others = others.exclude(pk=besides.pk)
    if period.length not in LENGTHS:
        found["period"] = _("Choose a half-year or a year, such as 2022-S1 or 2022.")
    elif others.filter(period=str(period)).exists():
        found["period"] = _("There is a round of this period already. Choose another.")
    elif asked.due_on <= period.first_day:
        found["due_on"] = _("Reports cannot be due before the period has begun.")
    if len(asked.questions) > MOST_QUESTIONS:
        found["questions"] = _("Ask at most %(number)d questions.") % {"number": MOST_QUESTIONS}
    return found | text_problems([("letter", asked.letter)], most=LONGEST_WORDS)


@transaction.atomic
def open_round(*, round_id: int, by: Person, at: datetime) -> MonitoringRound:
    """Open a round: each partner that writes a plan gets a report to write, and a letter.

    An author that left the project is not asked.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: if it was opened before, or no plan is adopted yet.
    """
    one = locked_round(round_id)
    require(can_monitor(by, one.project))
    found = monitored_plans(one.project)
    if not found:
        raise WrongState(_("No plan of this project is adopted or published yet."))
    one.state = ROUND_STEPS.target(state=one.state, step="open")
    one.opened_at = at
    one.version += 1
    one.save()
    for plan, edition in found:
        houses = partner_houses(plan)
        for slug in filter(houses.__contains__, partners_asked(edition.text)):
            report = _report(one, plan, edition, houses[slug], at=at)
            write_to_partner(notices.ROUND_OPENED, report, at=at)
    _noted(verbs.ROUND_OPENED, one, by=by, at=at)
    return one


def _report(
    one: MonitoringRound, plan: Plan, edition: PlanEdition, house: Organisation, *, at: datetime
) -> ProgressReport:
    report: ProgressReport = ProgressReport.objects.unrestricted(reason=REASON).create(
        key=new_key(),
        round=one,
        plan=plan,
        edition=edition,
        organisation=house,
        state_since=at,
    )
    text = edition.text
    own = set(partners_asked(text)[house.slug])
    parts = [each.key for each in text.actions if own & {step.key for step in each.steps}]
    if one.questions:
        parts.append("")
    ReportPart.objects.unrestricted(reason=REASON).bulk_create(
        ReportPart(report=report, action_key=key, place=place) for place, key in enumerate(parts, 1)
    )
    return report


@transaction.atomic
def end_round(*, round_id: int, by: Person, at: datetime) -> MonitoringRound:
    """Close a round. Reports that are still open stay open, and can be closed later.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: unless it is open.
    """
    one = locked_round(round_id)
    require(can_monitor(by, one.project))
    one.state = ROUND_STEPS.target(state=one.state, step="close")
    one.closed_at = at
    one.version += 1
    one.save()
    _noted(verbs.ROUND_CLOSED, one, by=by, at=at)
    return one


def _noted(verb: Verb, one: MonitoringRound, *, by: Person, at: datetime) -> None:
    record(verb, one, by=by, at=at, name=f"{one.project}: {one.period}")
