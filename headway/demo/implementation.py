"""Tells phase 2: its rounds with reports and evidence, what changed in policy, and a follow-up.

The rounds of the project are told before there are people, so that nobody is written to about
years gone by. The days of the follow-up are counted from the moment of loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from headway.cooperation.implementation.facts import Standing
from headway.cooperation.implementation.models import (
    MonitoringRound,
    ProgressReport,
    ReportPart,
    StepProgress,
)
from headway.cooperation.implementation.services import (
    Asked,
    Changed,
    Words,
    add_evidence,
    ask_about_report,
    close_report,
    comment_on_report,
    confirm_change,
    end_round,
    open_round,
    prepare_round,
    submit_report,
    tell_change,
    tell_progress,
    write_part,
)
from headway.demo.plans import action_key
from headway.demo.rounds import deliver
from headway.demo.values import partial, provenance, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.implementation.permissions import Person
    from headway.cooperation.plans.models import Plan
    from headway.demo.plans import Written
    from headway.demo.values import Told
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

REASON = "the loader made it a moment ago"
ZONE, MORNING = ZoneInfo("Europe/Vilnius"), time(9)
OPENED, TOLD, ASKED, CLOSED = (timedelta(days=days) for days in (-30, -5, 3, 12))
"""Before and after the day on which the reports of a round are due."""
OVERDUE, BEGUN = timedelta(days=4), timedelta(days=30)
"""How long ago the reports of the follow-up were due, and how long before that it was opened."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """A round, the plan that is reported on, and who tells of it."""

    of: Written
    plan: Plan
    round: MonitoringRound
    by: Mapping[str, Person]
    """Who speaks for each partner; the loader, before there are people."""
    lead: Person

    def report(self, organisation: Organisation) -> ProgressReport:
        rows = ProgressReport.objects.unrestricted(reason=REASON)
        return rows.get(round=self.round, organisation=organisation)

    def speaker(self, told: Told) -> Person:
        return self.by.get(told["organisation"], self.of.by)


def load_implementation(of: Written, plans: Mapping[str, Plan], told: Told) -> None:
    """Tell the rounds of the project, and what changed in policy."""
    (plan,) = {plans[each["plan"]] for each in told["changes"]}
    for each in told["rounds"]:
        _past_round(of, plan, each)
    after = _morning(date.fromisoformat(told["rounds"][-1]["due"])) + CLOSED
    for each in told["changes"]:
        _change(of, plan, each, at=after)


def load_follow_up(
    of: Written, plan: Plan, people: Mapping[str, User], told: Told, *, at: datetime
) -> None:
    """Tell the round that is open: one partner has submitted its report, one is overdue.

    None is open in the half-year that follows the project's last one, which told of it already.
    """
    due = at.astimezone(ZONE).date() - OVERDUE
    period = Period.containing(at.astimezone(ZONE).date(), "half_year")
    last = Period.containing(period.first_day - timedelta(days=1), "half_year")
    rounds = MonitoringRound.objects.unrestricted(reason=REASON).filter(project=of.project)
    if rounds.filter(period=str(last)).exists():
        return
    lead = people["reporter_pannon"]
    begun = _morning(due) - BEGUN
    round_ = _opened(of, str(last), due, told, by=lead, at=begun)
    deliver(at=begun + timedelta(hours=1))
    speakers = {key: people[f"reporter_{key.lower()}"] for key in ("KID", "KLAMUN")}
    reporting = Reporting(of, plan, round_, speakers, lead)
    _tell(reporting, told["submitted"], at=_morning(due) + TOLD)
    _submit(reporting, told["submitted"], at=_morning(due) + TOLD)
    _tell(reporting, told["overdue"], at=_morning(due) + TOLD)
    deliver(at=_morning(due))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, ZONE).astimezone(UTC)


def _opened(
    of: Written, period: str, due: date, told: Told, *, by: Person, at: datetime
) -> MonitoringRound:
    asked = Asked(
        period=period,
        due_on=due,
        questions=tuple(translated(each, told) for each in told.get("questions", ())),
        letter=translated(told["letter"], told),
    )
    key = derived_key("monitoring round", of.project.slug, period)
    made = prepare_round(project_id=of.project.pk, asked=asked, key=key, by=by, at=at)
    return open_round(round_id=made.pk, by=by, at=at)


def _past_round(of: Written, plan: Plan, told: Told) -> None:
    """Tell a round from its opening to its end, with every report closed."""
    due = date.fromisoformat(told["due"])
    round_ = _opened(of, told["period"], due, told, by=of.by, at=_morning(due) + OPENED)
    reporting = Reporting(of, plan, round_, {}, of.by)
    for each in told["reports"]:
        _tell(reporting, each, at=_morning(due) + TOLD)
        _submit(reporting, each, at=_morning(due) + TOLD)
        report = reporting.report(of.organisations[each["organisation"]])
        if "question" in each:
            _asked_and_answered(reporting, each, report, at=_morning(due) + ASKED)
        close_report(report_id=report.pk, by=of.by, at=_morning(due) + CLOSED)
    end_round(round_id=round_.pk, by=of.by, at=_morning(due) + CLOSED)


def _asked_and_answered(
    reporting: Reporting, told: Told, report: ProgressReport, *, at: datetime
) -> None:
    """Ask about a report; its partner answers and submits it again."""
    later = at + timedelta(days=2)
    ask_about_report(report_id=report.pk, words=told["question"], by=reporting.lead, at=at)
    comment_on_report(
        report_id=report.pk,
        place="",
        text=told["answer"],
        request_key=f"demonstration {report.round.period}",
        by=reporting.speaker(told),
        at=later,
    )
    _submit(reporting, told, at=later)


def _submit(reporting: Reporting, told: Told, *, at: datetime) -> None:
    report = reporting.report(reporting.of.organisations[told["organisation"]])
    submit_report(report_id=report.pk, by=reporting.speaker(told), at=at)


def _tell(reporting: Reporting, told: Told, *, at: datetime) -> None:
    """Fill in the table and write the parts of a report."""
    by, earlier = reporting.speaker(told), at - timedelta(hours=2)
    for key, standing in told.get("steps", {}).items():
        _step(reporting, key, standing, by=by, at=earlier)
    report = reporting.report(reporting.of.organisations[told["organisation"]])
    parts = ReportPart.objects.unrestricted(reason=REASON).filter(report=report)
    said = {
        action_key(reporting.of.project, key): Words(words=translated(words, told))
        for key, words in told.get("words", {}).items()
    }
    if answers := told.get("answers"):
        said[""] = Words(answers=tuple(translated(each, told) for each in answers))
    for part in parts.filter(action_key__in=said):
        words = said[part.action_key]
        write_part(part_id=part.pk, said=words, version=part.version, by=by, at=earlier)


def _step(reporting: Reporting, key: str, told: Told, *, by: Person, at: datetime) -> None:
    of, plan = reporting.of, reporting.plan
    step = derived_key("step", of.project.slug, key)
    rows = StepProgress.objects.unrestricted(reason=REASON).filter(plan=plan, step_key=step)
    tell_progress(
        plan_id=plan.pk,
        step_key=step,
        standing=Standing(
            status=told["status"],
            months=tuple(date.fromisoformat(f"{month}-01") for month in told["months"]),
            obstacle=translated(told.get("obstacle", {}), told),
            needed=translated(told.get("needed", {}), told),
        ),
        version=rows.values_list("version", flat=True).first() or 0,
        by=by,
        at=at,
    )
    if shown := told.get("evidence"):
        add_evidence(
            plan_id=plan.pk,
            step_key=step,
            title=shown["title"],
            address=of.sources.by_key[shown["source"]].address,
            by=by,
            at=at,
        )


def _change(of: Written, plan: Plan, told: Told, *, at: datetime) -> None:
    """Tell of a policy change; the lead partner confirms it, or has not read of it yet."""
    amount = told.get("amount")
    changed = Changed(
        kind=told["kind"],
        title=translated(told["title"], told),
        about=translated(told["about"], told),
        happened_on=partial(told["when"]),
        amount=Decimal(amount) if amount else None,
        evidence_title=translated(told["evidence"], told),
        evidence_address=of.sources.by_key[told["source"]].address,
        action_key=action_key(of.project, told["action"]),
        provenance=provenance(told, of.sources),
    )
    key = derived_key("policy change", of.project.slug, told["title"]["en"])
    change = tell_change(plan_id=plan.pk, changed=changed, key=key, by=of.by, at=at)
    if told.get("is_confirmed"):
        confirm_change(change_id=change.pk, by=of.by, at=at + timedelta(days=1))
