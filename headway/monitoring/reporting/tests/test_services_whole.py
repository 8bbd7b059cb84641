"""One round from its questions to what readers see."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from headway.foundation.core.periods import Period
from headway.foundation.notices.models import Mail
from headway.monitoring.indicators.models import Value
from headway.monitoring.reporting.models import RoundVerdict, Statement
from headway.monitoring.reporting.services import (
    accept_report,
    close_round,
    publish_round,
    repeat_answer,
    submit_report,
)
from headway.monitoring.reporting.states import ReportState, RoundState, Way
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    TEN,
    answered,
    answers_of,
    handed_in,
    opened,
    report_of,
    world,
)
from headway.monitoring.strategy.models import Life

LATER = AT + timedelta(days=40)


@pytest.mark.django_db
def test_a_round_ends_on_the_public_pages() -> None:
    of = world(partners=2, measures=2, figures=True)
    asked = opened(of)
    first, second = (report_of(asked, partner) for partner in of.partners)
    submission = handed_in(first, by=of.reporters[0])
    first.refresh_from_db()
    assert (first.state, first.count_asked, first.count_done) == (ReportState.SUBMITTED, 2, 2)
    accept_report(report_id=first.pk, by=of.coordinator, at=AT + timedelta(days=2))
    close_round(round_id=asked.pk, by=of.coordinator, at=LATER)
    assert not Value.objects.unrestricted(reason=REASON).exists()
    verdicts = RoundVerdict.objects.unrestricted(reason=REASON).filter(round=asked)
    values = verdicts.order_by("indicator").values_list("value", flat=True)
    assert list(values) == [Decimal(10), Decimal(10), None, None]
    published = publish_round(round_id=asked.pk, by=of.coordinator, at=LATER)
    assert published.state == RoundState.PUBLISHED
    said = Statement.objects.unrestricted(reason=REASON).filter(round=asked)
    assert {(row.node_id, row.status) for row in said} == {(n.pk, "going") for n in of.nodes[:2]}
    assert {life.node_id for life in Life.objects.all()} == {node.pk for node in of.nodes[:2]}
    kept = Value.objects.unrestricted(reason=REASON).order_by("indicator")
    assert [(row.value, row.reporter) for row in kept] == [(TEN, str(of.partners[0]))] * 2
    assert second.state == ReportState.DRAFT
    assert submission.content["answers"][0]["figures"][0]["value"] == "10"


@pytest.mark.django_db
def test_five_unchanged_measures_are_repeated_in_one_step_each() -> None:
    of = world(measures=5)
    first = opened(of)
    handed_in(report_of(first, of.partners[0]), by=of.reporters[0])

    second = opened(
        of,
        at=AT + timedelta(days=180),
        period=Period.parse("2026-S2"),
        deadline_at=DEADLINE + timedelta(days=184),
    )
    report = report_of(second, of.partners[0])
    for answer in answers_of(report):
        repeat_answer(
            answer_id=answer.pk,
            version=answer.version,
            by=of.reporters[0],
            at=AT + timedelta(days=181),
        )
    again = answers_of(report)
    assert [(row.way, row.status, str(row.done)) for row in again] == [
        (Way.SAME, "going", "Two halls (lt)")
    ] * 5
    at = AT + timedelta(days=182)
    one = submit_report(report_id=report.pk, request_key="k", by=of.reporters[0], at=at)
    two = submit_report(report_id=report.pk, request_key="k", by=of.reporters[0], at=at)
    assert one == two
    receipts = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_receipt")
    assert receipts.count() == 2


@pytest.mark.django_db
def test_the_request_of_one_report_is_not_taken_for_that_of_another() -> None:
    of = world(partners=2)
    asked = opened(of)
    receipts = set()
    for partner, reporter in zip(of.partners, of.reporters, strict=True):
        report = report_of(asked, partner)
        answered(report, by=reporter)
        done = submit_report(report_id=report.pk, request_key="same", by=reporter, at=AT)
        receipts.add(done.receipt)
    assert len(receipts) == 2
