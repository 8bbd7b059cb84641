"""Services of reporting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.monitoring.reporting import services as reporting
from headway.monitoring.reporting.facts import PartSaid
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    PLAN,
    World,
    answered,
    answers_of,
    opened,
    prepared,
    report_of,
    reported,
    world,
)
from tests.scenarios.table import STRATEGY, writes

if TYPE_CHECKING:
    from headway.monitoring.reporting.models import Report

from tests.scenarios.reports import (
    AFTER,
    LATER,
    SITE,
    Act,
    accepted,
    running,
    signed_off,
    submitted,
    writing,
)

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


@writes("reporting.services.rounds.change_round of an open round", "round_changed", scopes=STRATEGY)
def _() -> Act:
    of, asked, _report, _by = running()
    later = replace(PLAN, deadline_at=DEADLINE + timedelta(days=1))
    return writing(
        lambda: reporting.change_round(
            round_id=asked.pk, plan=later, version=asked.version, by=of.coordinator, at=AT
        )
    )


@writes("reporting.services.rounds.ask_again", "round_changed")
def _() -> Act:
    of = world()
    asked = prepared(of)
    return lambda: reporting.ask_again(round_id=asked.pk, by=of.coordinator, at=AT)


@writes("reporting.services.moving.reassign_measures", "measure_reassigned")
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


@writes("reporting.services.rounds.open_round", "round_opened", scopes=STRATEGY)
def _() -> Act:
    of = world()
    asked = prepared(of)
    return writing(lambda: reporting.open_round(round_id=asked.pk, by=of.coordinator, at=AT))


@writes("reporting.services.rounds.discard_round", "round_discarded")
def _() -> Act:
    of = world()
    asked = prepared(of)
    return lambda: reporting.discard_round(round_id=asked.pk, by=of.coordinator, at=AT)


@writes("reporting.services.publishing.close_round", "round_closed", scopes=STRATEGY)
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


@writes("reporting.services.grids.save_answers", "answer_saved")
def _() -> Act:
    _of, _asked, report, by = running()
    [answer] = answers_of(report)
    part = PartSaid(answer.pk, reported(), (), answer.version)
    return lambda: reporting.save_answers(parts=[part], by=by, at=AT)


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
