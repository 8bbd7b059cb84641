"""The monitoring table of a plan: its steps as they were adopted, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q

from headway.cooperation.implementation.facts import ActionTold, Proof, Standing, StepTold
from headway.cooperation.implementation.models import (
    Evidence,
    ProgressReport,
    StepProgress,
    StepRecord,
)
from headway.cooperation.implementation.states import ReportState
from headway.cooperation.plans.models import PlanEdition, written_by
from headway.cooperation.plans.states import EditionReason, PlanState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.facts import PlanText
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User

REASON = "what was adopted or published is carried out, whoever asks"
ALLOWED = "the caller may read the plan’s table"
CLOSED = "what the lead partner closed is for everybody"


@dataclass(frozen=True, slots=True)
class MonitoringTable:
    """A plan's table. `gone` are steps that the newest edition no longer has."""

    plan: Plan
    edition: PlanEdition
    text: PlanText
    actions: tuple[ActionTold, ...]
    gone: tuple[ActionTold, ...] = ()
    rows: tuple[StepProgress, ...] = ()
    """What was said of steps; none, as other partners read the table."""

    @property
    def steps(self) -> tuple[StepTold, ...]:
        return tuple(step for action in self.actions for step in action.steps)


def _monitored(user: User | None) -> QuerySet[PlanEdition]:
    """Return the editions that were adopted or published; for a person, those that they read.

    What was frozen for adoption counts once the plan is adopted. Partners of other regions read of
    it once it is published.
    """
    adopted = Q(reason=EditionReason.ADOPTION, plan__state__in=_ADOPTED)
    rows = PlanEdition.objects
    seen = rows.visible_to(user) if user else rows.unrestricted(reason=REASON)
    return seen.filter(Q(reason=EditionReason.PUBLICATION) | adopted)


_ADOPTED = (PlanState.ADOPTED, PlanState.PUBLISHED)


def monitored_edition(plan: Plan, *, user: User | None = None) -> PlanEdition | None:
    """Return the edition of a plan that is carried out, as a person may read it. One query."""
    return _monitored(user).filter(plan=plan).order_by("-number").first()


def monitored_plans(
    project: Project, *, user: User | None = None
) -> list[tuple[Plan, PlanEdition]]:
    """Return the plans of a project that are carried out, by region. One query.

    For a person, as far as they read them; each edition then says whether the plan `is_own`:
    whether they work for an author.
    """
    rows = _monitored(user).filter(plan__project=project).select_related("plan")
    if user is not None:
        rows = rows.annotate(is_own=Exists(written_by(user).filter(pk=OuterRef("plan"))))
    ordered = rows.order_by("plan__instrument__region__slug", "plan", "number")
    newest = {each.plan_id: each for each in ordered}
    for edition in newest.values():
        edition.plan.project = project
    return [(edition.plan, edition) for edition in newest.values()]


def live_tables(found: Iterable[tuple[Plan, PlanEdition]]) -> dict[int, MonitoringTable]:
    """Return tables as partners filled them in, for those who may read that. Two queries."""
    pairs = list(found)
    rows = StepProgress.objects.unrestricted(reason=ALLOWED)
    proofs = Prefetch("evidence", _evidence())
    found = rows.filter(plan__in=[plan for plan, _edition in pairs]).prefetch_related(proofs)
    said = list(found.order_by("pk"))
    return {
        plan.pk: _table(plan, edition, [row for row in said if row.plan_id == plan.pk])
        for plan, edition in pairs
    }


def live_table(plan: Plan, edition: PlanEdition) -> MonitoringTable:
    """Return the table of one plan as its partners filled it in. Two queries."""
    return live_tables([(plan, edition)])[plan.pk]


def closed_tables(
    found: Iterable[tuple[Plan, PlanEdition]], reports: Iterable[ProgressReport]
) -> dict[int, MonitoringTable]:
    """Return tables as the newest of the closed ones among some reports tell them."""
    pairs = list(found)
    newest: dict[int, dict[str, StepTold]] = {plan.pk: {} for plan, _edition in pairs}
    for report in sorted(reports, key=lambda each: each.round.when):
        if report.plan_id in newest and report.closed is not None:
            told = report.closed.told
            newest[report.plan_id] |= {
                step.step.key: step for action in told.actions for step in action.steps
            }
    return {plan.pk: _closed(plan, edition, newest[plan.pk]) for plan, edition in pairs}


def closed_table(plan: Plan, edition: PlanEdition) -> MonitoringTable:
    """Return the table of one plan as its newest closed reports tell it. One query."""
    rows = ProgressReport.objects.unrestricted(reason=CLOSED).select_related("round", "closed")
    closed = rows.filter(plan=plan, state=ReportState.CLOSED)
    return closed_tables([(plan, edition)], closed)[plan.pk]


def _closed(plan: Plan, edition: PlanEdition, told: dict[str, StepTold]) -> MonitoringTable:
    text = edition.text
    actions = tuple(
        ActionTold(
            action.key,
            action.title,
            tuple(
                StepTold(step, told[step.key].standing if step.key in told else Standing())
                for step in action.steps
            ),
        )
        for action in text.actions
    )
    return MonitoringTable(plan, edition, text, actions)


def _table(plan: Plan, edition: PlanEdition, said: list[StepProgress]) -> MonitoringTable:
    text = edition.text
    standing = {row.step_key: _standing(row) for row in said}
    actions = tuple(
        ActionTold(
            action.key,
            action.title,
            tuple(StepTold(step, standing.get(step.key, Standing())) for step in action.steps),
        )
        for action in text.actions
    )
    known = {step.key for action in text.actions for step in action.steps}
    gone: dict[str, ActionTold] = {}
    for row in said:
        if row.step_key not in known:
            action = gone.get(row.action_key, ActionTold(row.action_key, row.action_title))
            told = StepTold(row.step, standing[row.step_key])
            gone[row.action_key] = replace(action, steps=(*action.steps, told))
    return MonitoringTable(plan, edition, text, actions, tuple(gone.values()), tuple(said))


def _standing(row: StepProgress) -> Standing:
    proofs = tuple(
        Proof(each.title, each.address, each.file.name if each.file else "")
        for each in row.evidence.all()
    )
    return replace(row.standing, proofs=proofs)


def _evidence() -> QuerySet[Evidence]:
    rows = Evidence.objects.unrestricted(reason=ALLOWED)
    return rows.select_related("file").order_by("pk")


def records_of(progress: StepProgress) -> tuple[StepRecord, ...]:
    """Return what was said of a step when, the newest first. One query."""
    rows = StepRecord.objects.unrestricted(reason=ALLOWED).filter(progress=progress)
    return tuple(rows.order_by("-number"))


def evidence_of(progress: StepProgress) -> tuple[Evidence, ...]:
    """Return what shows that a step was taken. One query."""
    return tuple(_evidence().filter(progress=progress))
