"""No sequence of steps, by whomever, leads a report past its table of states."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.foundation.core.errors import HeadwayError
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting import services
from headway.monitoring.reporting.models import Report, ReportingLine, Submission
from headway.monitoring.reporting.rules import owner_of
from headway.monitoring.reporting.states import REPORT_STEPS
from headway.monitoring.reporting.tests.factories import (
    AT,
    REASON,
    answered,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from headway.foundation.accounts.models import User

Act = tuple[str, str]
STEPS: dict[str, Callable[[Report, User, datetime], object]] = {
    "prepare": lambda report, by, at: services.prepare_report(report_id=report.pk, by=by, at=at),
    "send_back": lambda report, by, at: services.send_back_report(
        report_id=report.pk, reason="x", by=by, at=at
    ),
    "submit": lambda report, by, at: services.submit_report(
        report_id=report.pk, request_key=at.isoformat(), by=by, at=at
    ),
    "withdraw": lambda report, by, at: services.withdraw_report(report_id=report.pk, by=by, at=at),
    "see": lambda report, by, at: services.open_review(report_id=report.pk, by=by, at=at),
    "return": lambda report, by, at: services.return_report(
        report_id=report.pk, reason="x", by=by, at=at
    ),
    "accept": lambda report, by, at: services.accept_report(report_id=report.pk, by=by, at=at),
    "review_again": lambda report, by, at: services.review_again(report_id=report.pk, by=by, at=at),
}
PEOPLE = ("reporter", "approver", "coordinator", "stranger")
ACTS = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(PEOPLE)), max_size=12)


def transitions() -> set[tuple[str, str]]:
    """Return from which state to which a step leads, as the table says."""
    return {
        (str(s), str(step.target)) for step in REPORT_STEPS.steps.values() for s in step.sources
    }


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, has_approver=st.booleans())
def test_no_sequence_of_steps_leads_past_the_table(
    site_address: None, acts: list[Act], has_approver: bool
) -> None:
    of = world()
    partner = of.partners[0]
    people = {
        "reporter": of.reporters[0],
        "approver": MembershipFactory.create(organisation=partner, role=Role.APPROVER).user,
        "coordinator": of.coordinator,
        "stranger": MembershipFactory.create().user,
    }
    if has_approver:
        ReportingLine.objects.create(
            strategy=of.edition.strategy, organisation=partner, approver=people["approver"]
        )
    report = report_of(opened(of), partner)
    answered(report, by=of.reporters[0])
    for number, (step, person) in enumerate(acts, start=1):
        before = Report.objects.unrestricted(reason=REASON).get(pk=report.pk)
        try:
            STEPS[step](report, people[person], AT + timedelta(minutes=number))
        except HeadwayError:
            after = Report.objects.unrestricted(reason=REASON).get(pk=report.pk)
            assert (after.state, after.version) == (before.state, before.version)
            continue
        after = Report.objects.unrestricted(reason=REASON).get(pk=report.pk)
        assert person != "stranger"
        assert owner_of(after.state)
        if after.state != before.state:
            assert (before.state, after.state) in transitions()
        if step == "submit":
            assert not has_approver or person == "approver"
            receipts = Submission.objects.unrestricted(reason=REASON).filter(report=report)
            assert receipts.filter(submitted_at=AT + timedelta(minutes=number)).count() == 1
