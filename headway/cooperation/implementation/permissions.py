"""Who may do what while plans are carried out. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.implementation.queries.people import (
    works_for_author,
    works_for_member,
    works_for_side,
    writes_for_lead,
    written_houses,
)
from headway.cooperation.implementation.states import WRITTEN, ChangeState, ReportState
from headway.cooperation.partnerships.permissions import rules_all
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.cooperation.implementation.models import PolicyChange, ProgressReport
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor

    Person = User | SystemActor


def can_read_implementation(user: Person, project: Project) -> Verdict:
    """Let all partners of a project, and who reads everything, follow its second phase."""
    if _reads_all(user) or works_for_member(user, project):  # type: ignore[arg-type]  # a person
        return ALLOW
    return deny(_("Only the partners of this project follow its second phase here."))


def can_monitor(user: Person, project: Project) -> Verdict:
    """Let those who write for the lead partner open rounds, ask, close and confirm."""
    if rules_all(user) or writes_for_lead(user, project):  # type: ignore[arg-type]  # a person
        return ALLOW
    return deny(_("Only who reports or approves for the lead partner can do this."))


def can_read_live(user: Person, plan: Plan) -> Verdict:
    """Let a plan's authors and the lead partner read its table as it is filled in."""
    if _reads_all(user):
        return ALLOW
    if works_for_side(user, plan):  # type: ignore[arg-type]  # a person
        return ALLOW
    return deny(_("Only the plan’s authors and the lead partner read what no report has told yet."))


def can_tell_of_step(user: Person, plan: Plan, house: str) -> Verdict:
    """Let those who write for the organisation that reports on a step tell how it stands."""
    if rules_all(user) or house in written_houses(user, plan):  # type: ignore[arg-type]  # a person
        return ALLOW
    return deny(_("Only who reports or approves for the partner that answers for this step can."))


def can_write_report(user: Person, report: ProgressReport) -> Verdict:
    """Let those who write for a partner write its report."""
    if rules_all(user) or report.organisation.slug in written_houses(user, report.plan):  # type: ignore[arg-type]  # a person
        return ALLOW
    sentence = _("Only who reports or approves for %(organisation)s can write this report.")
    return deny(sentence % {"organisation": report.organisation})


def can_read_draft(user: Person, report: ProgressReport) -> Verdict:
    """Let only the plan's authors read a report that is being written."""
    if _reads_all(user) or works_for_author(user, report.plan):  # type: ignore[arg-type]  # a person
        return ALLOW
    return deny(_("This report is being written. Its partner submits it when it is ready."))


def can_write_now(report: ProgressReport) -> Verdict:
    """Tell whether a report may be written now: until it is submitted, and when asked about."""
    if report.state in WRITTEN:
        return ALLOW
    if report.state == ReportState.SUBMITTED:
        return deny(_("This report is submitted, so its words stand. The lead partner reads it."))
    return deny(_("This report is closed. Ask the lead partner to open it again."))


def can_talk(user: Person, report: ProgressReport) -> Verdict:
    """Let both sides of a report talk about it, as long as it is not closed."""
    if report.state == ReportState.CLOSED:
        return deny(_("This report is closed. Ask the lead partner to open it again."))
    may = can_write_report(user, report)
    return may or can_monitor(user, report.plan.project)


def can_tell_change(user: Person, plan: Plan) -> Verdict:
    """Let those who write for an author of a plan tell what changed in policy."""
    if rules_all(user) or written_houses(user, plan):  # type: ignore[arg-type]  # a person
        return ALLOW
    return deny(_("Only who reports or approves for an author of this plan can tell of changes."))


def can_revise_now(change: PolicyChange) -> Verdict:
    """Tell whether a policy change may be worded otherwise: until it is confirmed."""
    if change.state != ChangeState.CONFIRMED:
        return ALLOW
    return deny(_("This policy change is confirmed, so its words stand."))


def _reads_all(user: Person) -> bool:
    return rules_all(user) or bool(getattr(user, "reads_everything", False))
