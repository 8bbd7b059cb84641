"""Reports: as they are written, as they were submitted, and all of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.cooperation.implementation.facts import ActionTold, Answered, ReportTold
from headway.cooperation.implementation.models import (
    MonitoringRound,
    ProgressReport,
    ReportPart,
    ReportSubmission,
    TypedPart,
)
from headway.cooperation.implementation.queries.tables import live_table
from headway.cooperation.implementation.rules import partners_asked
from headway.cooperation.plans.facts import Named
from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

REASON = "the caller may read the report"
WITH = ("round__project", "plan__project", "plan__instrument", "edition", "organisation", "closed")


def parts_of(report: ProgressReport) -> tuple[ReportPart, ...]:
    """Return the parts of a report that is being written, in their order. One query."""
    rows = ReportPart.objects.unrestricted(reason=REASON).filter(report=report)
    found = tuple(rows.order_by("place", "pk"))
    for each in found:
        each.report = report
    return found


def told_of(report: ProgressReport) -> ReportTold:
    """Return a report as it would be submitted now. Three queries."""
    return told_with(report, parts_of(report))


def told_with(report: ProgressReport, parts: tuple[ReportPart, ...]) -> ReportTold:
    """Return a report of these parts as it would be submitted now. Two queries."""
    table = live_table(report.plan, report.edition)
    own = set(partners_asked(table.text).get(report.organisation.slug, ()))
    by_key = {each.key: each for each in table.actions}
    actions = tuple(
        ActionTold(
            key=part.action_key,
            title=by_key[part.action_key].title,
            steps=tuple(s for s in by_key[part.action_key].steps if s.step.key in own),
            words=part.words,
            obstacles=part.obstacles,
            needed=part.needed,
            why=part.why,
        )
        for part in parts
        if part.action_key in by_key
    )
    return ReportTold(
        plan=Named(table.text.title, table.text.key),
        organisation=Named(report.organisation.name, report.organisation.slug),
        period=report.round.period,
        actions=actions,
        answers=_answers(report, parts),
    )


def _answers(report: ProgressReport, parts: tuple[ReportPart, ...]) -> tuple[Answered, ...]:
    kept: list[Any] = next((part.answers for part in parts if not part.action_key), [])
    said = [TranslatedText.from_json(each) for each in kept]
    return tuple(
        Answered(question, said[number] if number < len(said) else EMPTY)
        for number, question in enumerate(report.round.asked)
    )


def last_submission(report: ProgressReport) -> ReportSubmission | None:
    """Return what was submitted last. One query."""
    rows = ReportSubmission.objects.unrestricted(reason=REASON).filter(report=report)
    return rows.order_by("-number").first()


def submissions_of(report: ProgressReport, *, user: User) -> tuple[ReportSubmission, ...]:
    """Return what a person may read of what was submitted, the newest first. One query."""
    rows = ReportSubmission.objects.visible_to(user).filter(report=report)
    return tuple(rows.order_by("-number"))


def typed_of(report: ProgressReport, action_key: str, *, writer: str) -> TypedPart | None:
    """Return what a writer typed into a part and did not save. One query."""
    rows = TypedPart.objects.unrestricted(reason="one’s own words, by the name of the writer")
    return rows.filter(report=report, action_key=action_key, writer_id=writer).first()


def rounds_of(project: Project, *, user: User) -> tuple[MonitoringRound, ...]:
    """Return the rounds of a project that a person may know of, the newest first. One query."""
    rows = MonitoringRound.objects.visible_to(user).filter(project=project)
    return tuple(sorted(rows, key=lambda each: each.when, reverse=True))


def reports_in(project: Project, *, user: User) -> tuple[ProgressReport, ...]:
    """Return the reports of a project that a person may know of, by round. One query."""
    rows = ProgressReport.objects.visible_to(user).filter(round__project=project)
    found = rows.select_related("round", "plan__instrument__region", "organisation", "closed")
    return tuple(found.order_by("round__due_on", "plan__instrument__region__slug", "pk").distinct())
