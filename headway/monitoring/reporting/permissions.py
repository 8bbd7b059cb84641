"""Who may do what with rounds and reports, and when. Each answer carries its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.foundation.organisations.queries import has_role
from headway.foundation.organisations.states import Role
from headway.monitoring.reporting.facts import Colleague
from headway.monitoring.reporting.queries.people import line_of, signs_off
from headway.monitoring.reporting.rules import is_editable
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.strategy.permissions import can_keep_strategy

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Answer, Report, Round
    from headway.monitoring.strategy.models import Strategy

    Keeper = User | SystemActor
    Person = Keeper | Colleague

WRITERS = (Role.REPORTER, Role.APPROVER)


def can_keep_rounds(user: Person, strategy: Strategy) -> Verdict:
    """Let the strategy's coordinators prepare, open, close and publish rounds."""
    if isinstance(user, Colleague):
        return deny(_("This link opens one part of a report, nothing else."))
    return can_keep_strategy(user, strategy)


def can_review_report(user: Person, report: Report) -> Verdict:
    """Let the strategy's coordinators read, return and accept reports."""
    return can_keep_rounds(user, report.round.strategy)


def can_fill_report(user: Person, report: Report) -> Verdict:
    """Let reporters and approvers of the organisation answer, and whoever was named for it."""
    if isinstance(user, SystemActor):
        return ALLOW
    if isinstance(user, Colleague):
        return deny(_("This link opens one part of a report, nothing else."))
    if has_role(user, report.organisation, WRITERS):
        return ALLOW
    line = line_of(report)
    if user.is_active and line and user.pk in {line.contact_id, line.approver_id}:
        return ALLOW
    sentence = _("Only a reporter or an approver of %(organisation)s can answer here.")
    return deny(sentence % {"organisation": report.organisation})


def can_fill_answer(user: Person, answer: Answer) -> Verdict:
    """Let whoever fills the report answer; a colleague, the part that was handed over."""
    if isinstance(user, Colleague) and user.answer_id == answer.pk:
        return ALLOW
    return can_fill_report(user, answer.report)


def can_submit_report(user: Person, report: Report) -> Verdict:
    """Let whoever fills the report submit it; where somebody signs off, that person alone."""
    if isinstance(user, SystemActor):
        return ALLOW
    return steps_to_hand_in(user, report).submit


@dataclass(frozen=True, slots=True)
class StepsToHandIn:
    """Who signs off, if anybody, and what somebody may do with a report on its way to review."""

    fill: Verdict
    approver: User | None
    submit: Verdict
    prepare: Verdict


def steps_to_hand_in(user: Person, report: Report) -> StepsToHandIn:
    """Return what somebody may do: two queries, or three."""
    fill = can_fill_report(user, report)
    approver = signs_off(report)
    return StepsToHandIn(
        fill, approver, _may_submit(user, report, fill, approver), _may_prepare(fill, approver)
    )


def _may_submit(user: Person, report: Report, may_fill: Verdict, approver: User | None) -> Verdict:
    if not may_fill or approver is None or approver.pk == user.pk:
        return may_fill
    sentence = _("%(person)s signs off for %(organisation)s. Hand the report over to them.")
    return deny(sentence % {"person": approver, "organisation": report.organisation})


def can_prepare_report(user: Person, report: Report) -> Verdict:
    """Hand a report over for sign-off, where somebody signs off."""
    return steps_to_hand_in(user, report).prepare


def _may_prepare(may_fill: Verdict, approver: User | None) -> Verdict:
    if may_fill and approver is None:
        return deny(_("Nobody signs off for your organisation. Submit the report yourself."))
    return may_fill


def can_see_report(user: Person, report: Report) -> Verdict:
    """Show a report to those who answer or read for its organisation, and to coordinators."""
    if getattr(user, "reads_everything", False) or can_review_report(user, report):
        return ALLOW
    if isinstance(user, Colleague):
        if user.report_id == report.pk:
            return ALLOW
    elif not isinstance(user, SystemActor) and has_role(user, report.organisation, tuple(Role)):
        return ALLOW
    return can_fill_report(user, report)


def can_end_link(user: Person, report: Report) -> Verdict:
    """Let those who answer end a link into their report, and the coordinators, who gave it."""
    return ALLOW if can_review_report(user, report) else can_fill_report(user, report)


def can_renew_link(user: Person, report: Report, person: User) -> Verdict:
    """Let people have a new link of their own, and coordinators send one to who answers."""
    if user == person or can_review_report(user, report):
        return can_fill_report(person, report)
    return deny(_("Ask for a new link for yourself; others ask for theirs."))


def takes_answers(report: Report) -> Verdict:
    """Tell whether the answers of a report may change now, whoever asks."""
    if is_editable(
        round_state=report.round.state,
        report_state=report.state,
        is_reopened=report.reopened_at is not None,
    ):
        return ALLOW
    if report.round.state == RoundState.DRAFT:
        return deny(_("This round is not open yet. You will get a letter when it is."))
    return deny(_where_it_is(report))


def _where_it_is(report: Report) -> str:
    """Say who has a report that takes no answers, and what to do."""
    if report.state == ReportState.PREPARED:
        return _("This report waits for sign-off. Let it be sent back to change an answer.")
    if report.state == ReportState.SUBMITTED and report.seen_at is None:
        return _("This report was submitted. Take it back to change an answer.")
    if report.state == ReportState.SUBMITTED:
        return _(
            "The coordinator is reviewing this report. Ask them to return it to change an answer."
        )
    if report.state == ReportState.ACCEPTED:
        return _("This report was accepted. Ask the coordinator to reopen it.")
    return _("This round takes no more answers. Ask the coordinator to reopen your report.")


def can_hand_in_now(report: Report) -> Verdict:
    """Tell whether a report can be handed in: it takes answers, and each question has one."""
    takes = takes_answers(report)
    if report.state == ReportState.PREPARED and is_editable(
        round_state=report.round.state,
        report_state=ReportState.DRAFT,
        is_reopened=report.reopened_at is not None,
    ):
        takes = ALLOW
    if not takes:
        return takes
    left = report.count_asked - report.count_done
    if left:
        sentence = ngettext(
            "%(left)d question is open. Answer it first.",
            "%(left)d questions are open. Answer them first.",
            left,
        )
        return deny(sentence % {"left": left})
    return ALLOW


def can_withdraw_now(report: Report) -> Verdict:
    """Tell whether a report can be taken back: until the coordinator has opened it."""
    if report.state != ReportState.SUBMITTED:
        return deny(_("Only a submitted report can be taken back."))
    if report.seen_at is not None:
        return deny(_("The coordinator has opened this report. Ask them to return it."))
    if report.round.state != RoundState.OPEN and report.reopened_at is None:
        return deny(_("The round is closed. Ask the coordinator to reopen your report."))
    return ALLOW


def can_close_now(round_: Round, *, waiting: int) -> Verdict:
    """Tell whether a round can be closed: no report waits for review."""
    if round_.state != RoundState.OPEN:
        return deny(_("Only an open round can be closed."))
    if waiting:
        sentence = ngettext(
            "%(waiting)d report waits for your review. Accept or return it first.",
            "%(waiting)d reports wait for your review. Accept or return them first.",
            waiting,
        )
        return deny(sentence % {"waiting": waiting})
    return ALLOW


def can_return_now(report: Report) -> Verdict:
    """Tell whether a report can be returned: it was submitted, and its round takes answers."""
    if report.state != ReportState.SUBMITTED:
        return deny(_("Only a submitted report can be returned."))
    if report.round.state != RoundState.OPEN and report.reopened_at is None:
        return deny(_("This round is closed. Reopen the report instead."))
    return ALLOW


def can_reopen_now(report: Report) -> Verdict:
    """Tell whether a report can be reopened: its round is over, and nobody is reviewing it."""
    if report.round.state not in {RoundState.CLOSED, RoundState.PUBLISHED}:
        return deny(_("The round is open, so the report need not be reopened: return it."))
    if report.state == ReportState.SUBMITTED or report.reopened_at is not None:
        return deny(_("The report is open already."))
    return ALLOW


def can_comment(user: Person, report: Report, answer: Answer | None) -> Verdict:
    """Let both sides talk about a report; a colleague, about the part that was handed over."""
    if isinstance(user, Colleague):
        if answer is not None:
            return can_fill_answer(user, answer)
        return deny(_("This link opens one part of a report, nothing else."))
    if can_fill_report(user, report):
        return ALLOW
    return can_review_report(user, report)
