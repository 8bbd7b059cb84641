"""Services of reporting: deadlines, people, letters, links."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from headway.foundation.conversations.services import comment
from headway.foundation.core.verdicts import ALLOW
from headway.monitoring.reporting import services as reporting
from headway.monitoring.reporting.services.links import link_for
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    World,
    answers_of,
    world,
)
from tests.scenarios.table import writes

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report, TaskLink

from tests.scenarios.reports import (
    AFTER,
    SITE,
    Act,
    running,
    writing,
)

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


@writes("reporting.services.comments.send_comments")
def _() -> Act:
    of, _asked, report, _by = running()
    comment(
        thing=report,
        place="",
        place_name="",
        text="Why so few?",
        by=of.coordinator,
        side="",
        at=AT,
        verdict=ALLOW,
        request_key="one",
    )
    return writing(lambda: reporting.send_comments(at=AT + timedelta(hours=1)))


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
    return writing(lambda: reporting.renew_link(report_id=report.pk, person=by, by=by, at=AT))
