"""Services of reporting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import override_settings

from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting import services as reporting
from headway.monitoring.reporting.models import ReportingLine, TaskLink
from headway.monitoring.reporting.services.links import link_for
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    PLAN,
    World,
    answered,
    answers_of,
    handed_in,
    opened,
    prepared,
    report_of,
    reported,
    world,
)
from tests.scenarios.table import STRATEGY, writes

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report, Round

Act = Callable[[], object]
LATER = AT + timedelta(days=2)
AFTER = DEADLINE + timedelta(days=7)
SITE = override_settings(SITE_ADDRESS="https://strategy.example.org")
"""Letters need the address of the site."""


def writing(act: Act) -> Act:
    return SITE(act)


def running() -> tuple[World, Round, Report, User]:
    with SITE:
        of = world()
        asked = opened(of)
    return of, asked, report_of(asked, of.partners[0]), of.reporters[0]


def submitted() -> tuple[World, Round, Report, User]:
    of, asked, report, by = running()
    with SITE:
        handed_in(report, by=by)
    return of, asked, report, by


def accepted() -> tuple[World, Round, Report, User]:
    of, asked, report, by = submitted()
    with SITE:
        reporting.accept_report(report_id=report.pk, by=of.coordinator, at=LATER)
    return of, asked, report, by


def signed_off() -> tuple[World, Report, User]:
    """Return a report that was answered, of an organisation where somebody signs off."""
    of, _asked, report, by = running()
    partner = of.partners[0]
    approver = MembershipFactory.create(organisation=partner, role=Role.APPROVER).user
    ReportingLine.objects.create(
        strategy=of.edition.strategy, organisation=partner, approver=approver
    )
    answered(report, by=by)
    return of, report, approver


# -- rounds --------------------------------------------------------------------------------------


@writes("reporting.services.rounds.create_round", "round_created")
def _() -> Act:
    of = world()
    return lambda: prepared(of)


@writes("reporting.services.rounds.change_round", "round_changed")
def _() -> Act:
    of = world()
    asked = prepared(of)
    return lambda: reporting.change_round(
        round_id=asked.pk, plan=PLAN, version=asked.version, by=of.coordinator, at=AT
    )


@writes("reporting.services.rounds.ask_again", "round_changed")
def _() -> Act:
    of = world()
    asked = prepared(of)
    return lambda: reporting.ask_again(round_id=asked.pk, by=of.coordinator, at=AT)


@writes("reporting.services.rounds.reassign_measures", "measure_reassigned")
def _() -> Act:
    of = world(partners=2)
    asked = prepared(of)
    return lambda: reporting.reassign_measures(
        round_id=asked.pk,
        node_ids=[of.nodes[0].pk],
        organisation=of.partners[1],
        by=of.coordinator,
        at=AT,
    )


@writes("reporting.services.rounds.open_round", "round_opened")
def _() -> Act:
    of = world()
    asked = prepared(of)
    return writing(lambda: reporting.open_round(round_id=asked.pk, by=of.coordinator, at=AT))


@writes("reporting.services.rounds.discard_round", "round_discarded")
def _() -> Act:
    of = world()
    asked = prepared(of)
    return lambda: reporting.discard_round(round_id=asked.pk, by=of.coordinator, at=AT)


@writes("reporting.services.publishing.close_round", "round_closed")
def _() -> Act:
    of, asked, _report, _by = accepted()
    return lambda: reporting.close_round(round_id=asked.pk, by=of.coordinator, at=AFTER)


@writes(
    "reporting.services.publishing.publish_round",
    "life_set",
    "round_published",
    scopes=STRATEGY,
)
def _() -> Act:
    of, asked, _report, _by = accepted()
    reporting.close_round(round_id=asked.pk, by=of.coordinator, at=AFTER)
    return lambda: reporting.publish_round(round_id=asked.pk, by=of.coordinator, at=AFTER)


# -- answers -------------------------------------------------------------------------------------


@writes("reporting.services.answers.save_answer", "answer_saved")
def _() -> Act:
    _of, _asked, report, by = running()
    [answer] = answers_of(report)
    return lambda: reporting.save_answer(
        answer_id=answer.pk, said=reported(), figures=[], version=answer.version, by=by, at=AT
    )


@writes("reporting.services.answers.repeat_answer", "answer_saved")
def _() -> Act:
    of, asked, report, by = accepted()
    with SITE:
        again = opened(
            of,
            at=AFTER,
            period=asked.when.following,
            deadline_at=DEADLINE + timedelta(days=184),
        )
    [answer] = answers_of(report_of(again, report.organisation))
    return lambda: reporting.repeat_answer(
        answer_id=answer.pk, version=answer.version, by=by, at=AFTER
    )


@writes("reporting.services.answers.autosave")
def _() -> Act:
    _of, _asked, report, by = running()
    [answer] = answers_of(report)
    return lambda: reporting.autosave(
        answer_id=answer.pk, typed={"done-en": "Two"}, seen_version=1, by=by, at=AT
    )


# -- handing in ----------------------------------------------------------------------------------


@writes("reporting.services.handing_in.submit_report", "report_submitted")
def _() -> Act:
    _of, _asked, report, by = running()
    answered(report, by=by)
    return writing(
        lambda: reporting.submit_report(report_id=report.pk, request_key="one", by=by, at=AT)
    )


@writes("reporting.services.handing_in.withdraw_report", "report_withdrawn")
def _() -> Act:
    _of, _asked, report, by = submitted()
    return lambda: reporting.withdraw_report(report_id=report.pk, by=by, at=LATER)


@writes("reporting.services.handing_in.prepare_report", "report_prepared")
def _() -> Act:
    of, report, _approver = signed_off()
    return writing(lambda: reporting.prepare_report(report_id=report.pk, by=of.reporters[0], at=AT))


@writes("reporting.services.handing_in.send_back_report", "report_sent_back")
def _() -> Act:
    of, report, approver = signed_off()
    with SITE:
        reporting.prepare_report(report_id=report.pk, by=of.reporters[0], at=AT)
    return writing(
        lambda: reporting.send_back_report(
            report_id=report.pk, reason="The second hall.", by=approver, at=AT
        )
    )


# -- reviews -------------------------------------------------------------------------------------


@writes("reporting.services.reviews.open_review", "report_opened")
def _() -> Act:
    of, _asked, report, _by = submitted()
    return lambda: reporting.open_review(report_id=report.pk, by=of.coordinator, at=LATER)


@writes("reporting.services.reviews.return_report", "report_returned")
def _() -> Act:
    of, _asked, report, _by = submitted()
    return writing(
        lambda: reporting.return_report(
            report_id=report.pk, reason="Which halls?", by=of.coordinator, at=LATER
        )
    )


@writes("reporting.services.reviews.accept_report", "report_accepted")
def _() -> Act:
    of, _asked, report, _by = submitted()
    return writing(
        lambda: reporting.accept_report(report_id=report.pk, by=of.coordinator, at=LATER)
    )


@writes(
    "reporting.services.reviews.accept_report of a round that was published",
    "report_accepted",
    "life_set",
    scopes=STRATEGY,
)
def _() -> Act:
    of, report = published_and_reopened()
    for answer in answers_of(report):
        reporting.save_answer(
            answer_id=answer.pk,
            said=reported(status="finished"),
            figures=[],
            version=answer.version,
            by=of.reporters[0],
            at=AFTER,
        )
    with SITE:
        reporting.submit_report(
            report_id=report.pk, request_key="two", by=of.reporters[0], at=AFTER
        )
    return writing(
        lambda: reporting.accept_report(
            report_id=report.pk, by=of.coordinator, at=AFTER + timedelta(days=1)
        )
    )


def published_and_reopened() -> tuple[World, Report]:
    of, asked, report, _by = accepted()
    reporting.close_round(round_id=asked.pk, by=of.coordinator, at=AFTER)
    reporting.publish_round(round_id=asked.pk, by=of.coordinator, at=AFTER)
    with SITE:
        reopen(of, report)
    return of, report


def reopen(of: World, report: Report) -> Report:
    return reporting.reopen_report(
        report_id=report.pk,
        until=AFTER + timedelta(days=7),
        reason="A figure was wrong.",
        by=of.coordinator,
        at=AFTER,
    )


@writes("reporting.services.reviews.accept_reports", "report_accepted")
def _() -> Act:
    of, _asked, report, _by = submitted()
    return writing(
        lambda: reporting.accept_reports(report_ids=[report.pk], by=of.coordinator, at=LATER)
    )


@writes("reporting.services.reviews.review_again", "report_reviewed_again")
def _() -> Act:
    of, _asked, report, _by = accepted()
    return lambda: reporting.review_again(report_id=report.pk, by=of.coordinator, at=LATER)


@writes("reporting.services.reviews.reopen_report", "report_reopened")
def _() -> Act:
    of, asked, report, _by = accepted()
    reporting.close_round(round_id=asked.pk, by=of.coordinator, at=AFTER)
    return writing(lambda: reopen(of, report))


# -- deadlines -----------------------------------------------------------------------------------


@writes("reporting.services.deadlines.ask_time", "time_asked")
def _() -> Act:
    _of, _asked, report, by = running()
    return lambda: reporting.ask_time(report_id=report.pk, reason="Holidays", by=by, at=AT)


def time_wanted() -> tuple[World, Report]:
    of, _asked, report, by = running()
    reporting.ask_time(report_id=report.pk, reason="", by=by, at=AT)
    return of, report


@writes("reporting.services.deadlines.grant_time", "report_deadline_moved")
def _() -> Act:
    of, report = time_wanted()
    return writing(lambda: reporting.grant_time(report_id=report.pk, by=of.coordinator, at=AT))


@writes("reporting.services.deadlines.refuse_time", "time_refused")
def _() -> Act:
    of, report = time_wanted()
    return writing(
        lambda: reporting.refuse_time(
            report_id=report.pk, reason="The council meets.", by=of.coordinator, at=AT
        )
    )


@writes("reporting.services.deadlines.move_deadlines", "report_deadline_moved")
def _() -> Act:
    of, _asked, report, _by = running()
    return writing(
        lambda: reporting.move_deadlines(
            report_ids=[report.pk], until=AFTER, by=of.coordinator, at=AT
        )
    )


# -- people, letters, links ----------------------------------------------------------------------


@writes("reporting.services.lines.set_reporting_line", "reporting_line_set")
def _() -> Act:
    of = world()
    return lambda: reporting.set_reporting_line(
        strategy_id=of.edition.strategy_id,
        organisation=of.partners[0],
        contact=of.reporters[0],
        approver=None,
        version=0,
        by=of.coordinator,
        at=AT,
    )


@writes("reporting.services.letters.send_letter", "letter_sent")
def _() -> Act:
    of, asked, report, _by = running()
    return writing(
        lambda: reporting.send_letter(
            round_id=asked.pk,
            report_ids=[report.pk],
            subject="Report: due 31 July",
            words="The council meets in August.",
            request_key="letter",
            by=of.coordinator,
            at=AT,
        )
    )


@writes("reporting.services.reminders.send_reminders")
def _() -> Act:
    running()
    return writing(lambda: reporting.send_reminders(at=DEADLINE - timedelta(days=7)))


@writes("reporting.services.links.open_link", "task_link_opened")
def _() -> Act:
    _of, _asked, report, by = running()
    link = link_for(report, by, by=by, at=AT)
    return lambda: reporting.open_link(link_id=link.pk, at=AT)


@writes("reporting.services.links.hand_over_part", "task_link_made")
def _() -> Act:
    _of, _asked, report, by = running()
    return writing(lambda: hand_over(report, by))


def hand_over(report: Report, by: User) -> TaskLink:
    [answer] = answers_of(report)
    return reporting.hand_over_part(
        answer_id=answer.pk, name="Rasa", email="rasa@example.org", by=by, at=AT
    )


@writes("reporting.services.links.revoke_link", "task_link_revoked")
def _() -> Act:
    _of, _asked, report, by = running()
    with SITE:
        link = hand_over(report, by)
    return lambda: reporting.revoke_link(link_id=link.pk, by=by, at=AT)


@writes("reporting.services.links.renew_link", "task_link_made")
def _() -> Act:
    _of, _asked, report, by = running()
    return writing(lambda: reporting.renew_link(report_id=report.pk, by=by, at=AT))
