"""Review: nothing is shown before it begins; then what differs, questions, and the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from headway.foundation.audit.tests.factories import LINKING
from headway.foundation.core.periods import Period
from headway.foundation.notices.models import Mail
from headway.monitoring.indicators.tests.factories import tell
from headway.monitoring.reporting.models import RoundVerdict
from headway.monitoring.reporting.services import (
    accept_report,
    accept_reports,
    close_round,
    publish_round,
    withdraw_report,
)
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.reporting.tests.factories import (
    REASON,
    answered,
    handed_in,
    opened,
    report_of,
)
from headway.monitoring.reporting.tests.keeping import A_DAY, Desk, desk
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
SECRET = "Zuikis canary"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def begun(client: Client, of: Desk, number: int = 0) -> str:
    client.post(of.report("review_step", number, step="begin"))
    return page(client, of.report("review", number))


def test_before_the_review_begins_nothing_is_shown_and_it_can_be_taken_back(
    client: Client,
) -> None:
    of = desk(client)
    report = of.hand_in(0, done=text(SECRET))
    shown = page(client, of.report("review"))
    assert SECRET not in shown
    assert "Begin the review" in shown
    withdraw_report(report_id=report.pk, by=of.of.reporters[0], at=timezone.now())
    assert SECRET not in page(client, of.report("review"))


def test_the_review_shows_the_report_and_takes_it_from_the_partner(client: Client) -> None:
    of = desk(client)
    of.hand_in(0, done=text(SECRET))
    assert SECRET in begun(client, of)
    assert of.reports[0].seen_at is not None


def test_a_draft_is_the_partners_own(client: Client) -> None:
    of = desk(client)
    answered(of.reports[0], by=of.of.reporters[0], at=of.opened_at, done=text(SECRET))
    client.post(of.report("review_step", step="begin"))
    assert SECRET not in page(client, of.report("review"))


def test_what_differs_from_last_time_is_marked_word_by_word(client: Client) -> None:
    of = desk(client)
    said_before(of, "Two halls")
    of.hand_in(0, done=text("Three halls"))
    shown = begun(client, of)
    assert "<del>Two</del>" in shown
    assert "<ins>Three</ins>" in shown


def said_before(of: Desk, words: str) -> None:
    """Let the same partner have said something in an earlier round."""
    now = timezone.now()
    earlier = opened(
        of.of, at=now - 200 * A_DAY, deadline_at=now - 190 * A_DAY, period=Period.parse("2025-S2")
    )
    report = report_of(earlier, of.of.partners[0])
    handed_in(report, by=of.of.reporters[0], at=now - 195 * A_DAY, done=text(words))
    accept_report(report_id=report.pk, by=of.of.coordinator, at=now - 194 * A_DAY)


def test_a_figure_that_jumps_has_a_question_beside_it(client: Client) -> None:
    of = desk(client, figures=True)
    for year, value in ((2023, 1000), (2024, 1001), (2025, 1002)):
        tell(of.of.indicators[0], f"{year}-S2", value)
    of.hand_in(0)
    shown = begun(client, of)
    assert "before: 1,002" in shown
    assert '<p class="notice quiet">' in shown


def test_accepting_leads_to_the_next_that_waits(client: Client) -> None:
    of = desk(client, 2)
    of.hand_in(0)
    of.hand_in(1)
    answer = client.post(of.report("review_step", 0, step="accept"))
    assert answer["Location"] == of.report("review", 1)
    assert of.reports[0].state == ReportState.ACCEPTED


def test_a_report_is_returned_with_a_reason_and_not_without(client: Client) -> None:
    of = desk(client)
    of.hand_in(0)
    begun(client, of)
    answer = client.post(of.report("review_return"), {"reason": " "})
    assert answer.status_code == 422
    assert "Say what is to be changed" in answer.content.decode()
    client.post(of.report("review_return"), {"reason": "The figures are missing."})
    assert of.reports[0].state == ReportState.RETURNED


def test_an_acceptance_is_taken_back_while_the_round_is_open(client: Client) -> None:
    of = desk(client)
    of.hand_in(0)
    client.post(of.report("review_step", step="accept"))
    client.post(of.report("review_step", step="again"))
    assert of.reports[0].state == ReportState.SUBMITTED


def test_many_are_accepted_at_once_and_none_of_another_round(client: Client) -> None:
    of, other = desk(client, 3), desk(client)
    foreign = other.hand_in(0)
    client.force_login(of.of.coordinator)
    wanted = [of.hand_in(number).pk for number in range(2)]
    client.post(of.round("reports"), {"report": [*wanted, foreign.pk, "x"]})
    states = [report.state for report in (*of.reports, other.reports[0])]
    assert states == ["accepted", "accepted", "draft", "submitted"]
    answer = client.post(of.round("reports"), follow=True)
    assert "Nothing was chosen." in answer.content.decode()


def test_after_closing_one_organisation_may_report_again_for_a_reason(client: Client) -> None:
    of = desk(client)
    now = timezone.now()
    close_round(round_id=of.asked.pk, by=of.of.coordinator, at=now)
    until = (now + 5 * A_DAY).date()
    sent = {"until.day": until.isoformat(), "until.time": "17:00"}
    answer = client.post(of.report("review_reopen"), sent)
    assert answer.status_code == 422
    kept = answer.content.decode()
    assert "Say why the report is reopened" in kept
    assert f'value="{until}"' in kept
    assert client.post(of.report("review_reopen"), sent | {"reason": "Fire"}).status_code == 302
    assert of.reports[0].reopened_at is not None


def test_a_step_that_nobody_knows_leads_nowhere(client: Client) -> None:
    of = desk(client)
    assert client.post(of.report("review_step", step="explode")).status_code == 404


def test_the_round_ends_in_verdicts_that_can_be_looked_at(client: Client) -> None:
    of = desk(client, figures=True)
    of.hand_in(0)
    assert "waits for your review" in page(client, of.round("round_close"))
    client.post(of.report("review_step", step="accept"))
    assert client.post(of.round("round_close")).status_code == 302
    assert RoundVerdict.objects.unrestricted(reason=REASON).filter(round=of.asked).count() == 1
    shown = page(client, of.round("round_publish"))
    assert "measures get their status" in shown
    assert client.post(of.round("round_publish")).status_code == 302
    of.asked.refresh_from_db()
    assert of.asked.state == RoundState.PUBLISHED


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_as_many_queries_whatever_their_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    of = desk(client, count, measures=count, figures=True)
    for number in range(count):
        of.hand_in(number)
    begun(client, of)
    address = of.report("review")
    with django_assert_num_queries(REVIEW):
        page(client, address)
    with django_assert_num_queries(LIST):
        page(client, of.round("reports"))


REVIEW, LIST = 9, 5


@pytest.mark.parametrize("count", [1, 3])
def test_what_all_reports_share_is_asked_once_when_many_are_accepted(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    of = desk(client, count)
    ids = [of.hand_in(number).pk for number in range(count)]
    with django_assert_num_queries(SHARED + LINKING[connection.vendor] + EACH * count):
        accept_reports(report_ids=ids, by=of.of.coordinator, at=timezone.now())
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_accepted")
    assert mails.count() == count


SHARED, EACH = 13, 4


def test_publishing_twice_is_refused_with_a_page(client: Client) -> None:
    of = desk(client)
    now = timezone.now()
    close_round(round_id=of.asked.pk, by=of.of.coordinator, at=now)
    publish_round(round_id=of.asked.pk, by=of.of.coordinator, at=now + timedelta(minutes=1))
    assert client.post(of.round("round_publish")).status_code == 409
    assert "The round is published." in page(client, of.round("round_publish"))
