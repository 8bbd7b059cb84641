"""The report for the programme: tables for a spreadsheet, and a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from headway.cooperation.implementation.rules import planned_months
from headway.cooperation.implementation.states import ChangeKind, StepStatus
from headway.cooperation.implementation.wording import month_words, passage, said
from headway.foundation.formats.documents import pdf
from headway.foundation.formats.types import Column, Row, Table
from headway.foundation.ui.numbers import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from headway.cooperation.implementation.facts import ActionTold, Proof, StepTold
    from headway.cooperation.implementation.models import PolicyChange
    from headway.cooperation.implementation.queries.programme import ForProgramme
    from headway.foundation.formats.spoken import Line, Words

Pairs = list[tuple["Line", "Words"]]

STEPS = Table(
    name="monitoring",
    title=gettext_lazy("Monitoring table"),
    description=gettext_lazy(
        "How each step of each plan stood when the lead partner closed the report."
    ),
    columns=(
        Column("period", gettext_lazy("Period"), gettext_lazy("The period reported on."), "text"),
        Column("plan", gettext_lazy("Plan"), gettext_lazy("The action plan."), "text"),
        Column(
            "organisation",
            gettext_lazy("Organisation"),
            gettext_lazy("The partner that reported."),
            "text",
        ),
        Column("action", gettext_lazy("Planned action"), gettext_lazy("Its title."), "text"),
        Column("step", gettext_lazy("Step"), gettext_lazy("Its title."), "text"),
        Column(
            "outcome",
            gettext_lazy("Expected outcome"),
            gettext_lazy("What is to come of the step."),
            "text",
        ),
        Column("who", gettext_lazy("Who"), gettext_lazy("Who does the step."), "text"),
        Column(
            "planned_from",
            gettext_lazy("Planned from"),
            gettext_lazy("The first planned month, as its first day."),
            "date",
        ),
        Column(
            "planned_until",
            gettext_lazy("Planned until"),
            gettext_lazy("The last planned month, as its first day."),
            "date",
        ),
        Column(
            "months_done",
            gettext_lazy("Months done"),
            gettext_lazy("The months in which work was done."),
            "text",
        ),
        Column("status", gettext_lazy("Status"), gettext_lazy("How the step stands."), "text"),
        Column(
            "reason",
            gettext_lazy("Why it is dropped"),
            gettext_lazy("Of a step that was dropped."),
            "text",
        ),
        Column(
            "obstacle", gettext_lazy("Obstacle"), gettext_lazy("What stood in the way."), "text"
        ),
        Column(
            "needed",
            gettext_lazy("What we need to know"),
            gettext_lazy("Knowledge that the partner asks for."),
            "text",
        ),
        Column(
            "evidence",
            gettext_lazy("Evidence"),
            gettext_lazy("Titles with addresses or names of files."),
            "text",
        ),
        Column(
            "action_words",
            gettext_lazy("What was done"),
            gettext_lazy("The partner’s words on the whole action."),
            "text",
        ),
        Column(
            "why",
            gettext_lazy("Why it is not carried out"),
            gettext_lazy("Of an action of which nothing was begun."),
            "text",
        ),
    ),
)
CHANGES = Table(
    name="policy_changes",
    title=gettext_lazy("Policy changes"),
    description=gettext_lazy(
        "What changed in policy in the period, confirmed by the lead partner."
    ),
    columns=(
        Column("plan", gettext_lazy("Plan"), gettext_lazy("The action plan."), "text"),
        Column("kind", gettext_lazy("Kind"), gettext_lazy("One of the programme’s three."), "text"),
        Column("title", gettext_lazy("Title"), gettext_lazy("What the change is called."), "text"),
        Column("about", gettext_lazy("What changed"), gettext_lazy("In words."), "text"),
        Column(
            "happened_on",
            gettext_lazy("Date"),
            gettext_lazy("As far as it is known."),
            "text",
        ),
        Column("amount", gettext_lazy("Amount"), gettext_lazy("Money, if any."), "number"),
        Column("currency", gettext_lazy("Currency"), gettext_lazy("Of the amount."), "text"),
        Column("action", gettext_lazy("Planned action"), gettext_lazy("Its title."), "text"),
        Column("evidence", gettext_lazy("Evidence"), gettext_lazy("What shows it."), "text"),
    ),
)


def step_rows(of: ForProgramme) -> Iterator[Row]:
    """Yield one row for each step of each closed report."""
    for _report, told in of.reports:
        for action in told.actions:
            for step in action.steps:
                yield {
                    "period": told.period,
                    "plan": said(told.plan.name),
                    "organisation": said(told.organisation.name),
                    "action": said(action.title),
                    "action_words": said(action.words),
                    "why": said(action.why),
                    **_step(step),
                }


def _step(told: StepTold) -> dict[str, object]:
    planned, standing = planned_months(told.step), told.standing
    return {
        "step": said(told.step.title),
        "outcome": said(told.step.outcome),
        "who": said(told.step.who.name) if told.step.who else "",
        "planned_from": planned[0] if planned else None,
        "planned_until": planned[-1] if planned else None,
        "months_done": ", ".join(f"{month:%Y-%m}" for month in standing.months),
        "status": str(StepStatus(standing.status).label),
        "reason": said(standing.reason),
        "obstacle": said(standing.obstacle),
        "needed": said(standing.needed),
        "evidence": "; ".join(map(_proof, standing.proofs)),
    }


def _proof(proof: Proof) -> str:
    return f"{proof.title}: {proof.address or proof.file}"


def change_rows(of: ForProgramme) -> Iterator[Row]:
    """Yield one row for each confirmed policy change of the period."""
    titles = {told.plan.key: told.plan.name for _report, told in of.reports}
    for each in of.changes:
        plan = titles.get(each.plan.key, each.plan.instrument.title)
        yield {
            "plan": said(plan),
            "kind": str(ChangeKind(each.kind).label),
            "title": said(each.title),
            "about": said(each.about),
            "happened_on": str(each.happened_on),
            "amount": each.amount,
            "currency": each.currency if each.amount is not None else "",
            "action": said(each.action_title),
            "evidence": f"{said(each.evidence_title)}: {_where(each)}",
        }


def _where(change: PolicyChange) -> str:
    return change.evidence_address or _("a file that the lead partner has")


def document_of(of: ForProgramme, *, at: datetime) -> bytes:
    """Return the report as a PDF: the plans' actions and steps, then what changed in policy."""
    return pdf(
        "record",
        {
            "facts": _facts(of),
            "sections": [*_sections(of), *_change_sections(of)],
            "closing": _("It tells what the lead partner closed and confirmed, and nothing else."),
            "fingerprint": "",
        },
        language=get_language() or "en",
        title=title_of(of),
        at=at,
    )


def title_of(of: ForProgramme) -> str:
    given = {"project": of.round.project.acronym, "period": of.round.when.worded()}
    return _("%(project)s: progress in %(period)s") % given


def _facts(of: ForProgramme) -> Pairs:
    project, title = of.round.project, passage(of.round.project.title)
    return [
        (_("Project"), replace(title, words=f"{project.acronym}: {title.words}")),
        (_("Programme"), project.programme or "–"),
        (_("Period"), of.round.when.worded()),
        (_("Reports closed"), str(len(of.reports))),
        (_("Reports not closed yet"), str(len(of.open_reports))),
        (_("Policy changes"), str(len(of.changes))),
    ]


def _sections(of: ForProgramme) -> Iterator[dict[str, Any]]:
    for _report, told in of.reports:
        house, plan = passage(told.organisation.name), passage(told.plan.name)
        for action in told.actions:
            yield {
                "heading": passage(action.title),
                "line": (plan, house),
                "answers": list(_answers(action)),
            }
        if told.answers:
            yield {
                "heading": _("Answers of %(organisation)s") % {"organisation": house},
                "line": plan,
                "answers": [
                    (passage(each.question), passage(each.answer)) for each in told.answers
                ],
            }


def _answers(action: ActionTold) -> Iterator[tuple[Line, Words]]:
    for label, text in (
        (_("What was done"), action.words),
        (_("Obstacles"), action.obstacles),
        (_("What we need to know"), action.needed),
        (_("Why it is not carried out"), action.why),
    ):
        if text:
            yield label, passage(text)
    for told in action.steps:
        yield passage(told.step.title), _step_words(told)


def _step_words(told: StepTold) -> tuple[Line, ...]:
    standing = told.standing
    lines: list[Line] = [str(StepStatus(standing.status).label).capitalize()]
    if planned := planned_months(told.step):
        months = month_words(planned[0])
        if len(planned) > 1:
            months = f"{months} – {month_words(planned[-1])}"
        lines.append(_("planned: %(months)s") % {"months": months})
    if standing.months:
        done = ", ".join(map(month_words, standing.months))
        lines.append(_("done: %(months)s") % {"months": done})
    lines += [passage(text) for text in (standing.reason, standing.obstacle) if text]
    lines += [_proof(proof) for proof in standing.proofs]
    return tuple(lines)


def _change_sections(of: ForProgramme) -> Iterator[dict[str, Any]]:
    for each in of.changes:
        found: Pairs = [
            (_("Kind"), str(ChangeKind(each.kind).label)),
            (_("Date"), each.when.worded()),
            (_("Evidence"), f"{said(each.evidence_title)}: {_where(each)}"),
        ]
        if each.about:
            found.insert(1, (_("What changed"), passage(each.about)))
        if each.amount is not None:
            found.append((_("Amount"), f"{number_words(each.amount)} {each.currency}"))
        if each.action_title:
            found.append((_("Planned action"), passage(each.action_title)))
        yield {
            "heading": passage(each.title),
            "line": passage(each.organisation.name),
            "answers": found,
        }
