"""Reports handed in and reviewed: by nobody else, and at no other moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, HeadwayError, NotAllowed, WrongState
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting import services
from headway.monitoring.reporting.facts import Colleague
from headway.monitoring.reporting.models import Report, Submission
from headway.monitoring.reporting.services import (
    accept_reports,
    close_round,
    publish_round,
    save_answer,
    set_reporting_line,
    submit_report,
)
from headway.monitoring.reporting.states import ReportState
from headway.monitoring.reporting.tests.factories import (
    AT,
    REASON,
    World,
    answered,
    answers_of,
    handed_in,
    opened,
    report_of,
    reported,
    world,
)
from headway.monitoring.strategy.tests.factories import STATUSES

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Round
    from headway.monitoring.reporting.permissions import Person

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)
AFTER = AT + timedelta(days=40)
UNTIL = AFTER + timedelta(days=7)
MORE: dict[str, dict[str, Any]] = {
    "submit_report": {"request_key": "again"},
    "send_back_report": {"reason": "The second hall."},
    "return_report": {"reason": "Which halls?"},
    "reopen_report": {"reason": "A typing error.", "until": UNTIL},
}
OF_THE_PARTNER = ("prepare_report", "send_back_report", "submit_report", "withdraw_report")
OF_THE_COORDINATOR = (
    "open_review", "return_report", "accept_report", "review_again", "reopen_report",
)  # fmt: skip


@dataclass
class Desk:
    of: World
    asked: Round
    approver: User | None = None

    @property
    def report(self) -> Report:
        return report_of(self.asked, self.of.partners[0])

    def does(self, name: str, *, by: Person | None = None, **more: Any) -> None:  # noqa: ANN401
        own = self.approver or self.of.reporters[0]
        known = own if name in OF_THE_PARTNER else self.of.coordinator
        given = {"by": by or known, "at": LATER, **MORE.get(name, {}), **more}
        getattr(services, name)(report_id=self.report.pk, **given)

    def over(self, *, is_published: bool = False) -> None:
        close_round(round_id=self.asked.pk, by=self.of.coordinator, at=AFTER)
        if is_published:
            publish_round(round_id=self.asked.pk, by=self.of.coordinator, at=AFTER)


def desk(state: str = "", *, signs_off: bool = False) -> Desk:
    """Return a report in a state; answered, unless the state is empty."""
    of = world(partners=2)
    found = Desk(of, opened(of))
    if signs_off:
        found.approver = MembershipFactory.create(
            organisation=of.partners[0], role=Role.APPROVER
        ).user
        set_reporting_line(
            strategy_id=of.edition.strategy_id, organisation=of.partners[0], contact=None,
            approver=found.approver, version=0, by=of.coordinator, at=AT,
        )  # fmt: skip
    if state:
        answered(found.report, by=of.reporters[0])
    ways = {
        ReportState.PREPARED: ("prepare_report",),
        ReportState.SUBMITTED: ("submit_report",),
        ReportState.RETURNED: ("submit_report", "return_report"),
        ReportState.ACCEPTED: ("submit_report", "accept_report"),
    }
    for step in ways.get(ReportState(state), ()) if state else ():
        more: dict[str, Any] = {"request_key": "one"} if step == "submit_report" else {}
        found.does(step, at=AT, **more)
    return found


def told(found: Desk) -> tuple[str, int, int]:
    report = found.report
    receipts = Submission.objects.unrestricted(reason=REASON).filter(report=report).count()
    return report.state, report.version, receipts


def strangers(found: Desk, name: str) -> list[Person]:
    of, partner = found.of, found.of.partners[0]
    part = answers_of(found.report)[0].pk
    people: list[Person] = [
        of.reporters[1],
        MembershipFactory.create(organisation=partner, role=Role.READER).user,
        MembershipFactory.create(
            organisation=partner, user=UserFactory.create(is_active=False)
        ).user,
        Colleague("Jonas", found.report.pk, part),
        world().coordinator,
    ]
    others = of.coordinator if name in OF_THE_PARTNER else of.reporters[0]
    return [*people, others]


FROM = {
    "prepare_report": ReportState.DRAFT,
    "send_back_report": ReportState.PREPARED,
    "submit_report": ReportState.DRAFT,
    "withdraw_report": ReportState.SUBMITTED,
    "open_review": ReportState.SUBMITTED,
    "return_report": ReportState.SUBMITTED,
    "accept_report": ReportState.SUBMITTED,
    "review_again": ReportState.ACCEPTED,
    "reopen_report": ReportState.ACCEPTED,
}


@pytest.mark.parametrize("name", FROM)
def test_nobody_else_does_it_and_who_may_does(name: str) -> None:
    """The positive control follows the refusals, from the same moment."""
    found = desk(FROM[name], signs_off=name in {"prepare_report", "send_back_report"})
    if name == "reopen_report":
        found.over()
    before = told(found)
    for stranger in strangers(found, name):
        with pytest.raises(NotAllowed):
            found.does(name, by=stranger)
    assert told(found) == before
    found.does(name, at=AFTER if name == "reopen_report" else LATER)
    assert told(found) != before


def test_the_reason_of_reopening_is_tidied_as_every_reason_is() -> None:
    found = desk(ReportState.ACCEPTED)
    found.over()
    found.does("reopen_report", at=AFTER, reason=" A typing\r\nerror.\x00 \n")
    assert [each.reason for each in history_of(found.report, user=found.of.coordinator)][:1] == [
        "A typing\nerror."
    ]


@pytest.mark.parametrize("name", ["submit_report", "send_back_report", "withdraw_report"])
def test_where_somebody_signs_off_nobody_else_hands_in(name: str) -> None:
    state = ReportState.SUBMITTED if name == "withdraw_report" else ReportState.PREPARED
    found = desk(state, signs_off=True)
    before = told(found)
    with pytest.raises(NotAllowed, match="signs off"):
        found.does(name, by=found.of.reporters[0])
    assert told(found) == before


def test_where_nobody_signs_off_nothing_is_handed_over() -> None:
    found = desk(ReportState.DRAFT)
    with pytest.raises(NotAllowed, match="Nobody signs off"):
        found.does("prepare_report")


# -- the moment ----------------------------------------------------------------------------------

WRONG = [
    (name, state)
    for name, states in (
        ("prepare_report", ("PREPARED", "SUBMITTED", "ACCEPTED")),
        ("send_back_report", ("DRAFT", "SUBMITTED", "RETURNED", "ACCEPTED")),
        ("submit_report", ("SUBMITTED", "ACCEPTED")),
        ("withdraw_report", ("DRAFT", "PREPARED", "RETURNED", "ACCEPTED")),
        ("return_report", ("DRAFT", "PREPARED", "RETURNED", "ACCEPTED")),
        ("accept_report", ("DRAFT", "PREPARED", "RETURNED", "ACCEPTED")),
        ("review_again", ("DRAFT", "PREPARED", "SUBMITTED", "RETURNED")),
        ("reopen_report", ("DRAFT", "PREPARED", "SUBMITTED", "RETURNED", "ACCEPTED")),
    )
    for state in states
]


@pytest.mark.parametrize(("name", "state"), WRONG)
def test_from_another_state_it_is_refused_and_nothing_moves(name: str, state: str) -> None:
    needs_two = state == "PREPARED" or name in {"prepare_report", "send_back_report"}
    found = desk(ReportState[state], signs_off=needs_two)
    before = told(found)
    with pytest.raises(WrongState) as refused:
        found.does(name)
    assert str(refused.value)
    assert told(found) == before


@pytest.mark.parametrize("name", ["submit_report", "prepare_report"])
def test_with_a_question_open_nothing_is_handed_in(name: str) -> None:
    found = desk(signs_off=name == "prepare_report")
    with pytest.raises(WrongState, match="1 question is open"):
        found.does(name)
    assert told(found)[::2] == (ReportState.DRAFT, 0)


@pytest.mark.parametrize("name", ["submit_report", "prepare_report"])
def test_in_a_round_that_is_over_nothing_is_handed_in(name: str) -> None:
    found = desk(ReportState.DRAFT, signs_off=name == "prepare_report")
    found.over()
    with pytest.raises(WrongState, match="takes no more answers"):
        found.does(name)
    assert told(found)[::2] == (ReportState.DRAFT, 0)


def test_before_a_round_is_open_nothing_is_handed_in() -> None:
    found = desk(ReportState.DRAFT)
    found.asked.state, found.asked.opened_at = "draft", None
    found.asked.save()
    with pytest.raises(WrongState, match="not open yet"):
        found.does("submit_report")


def test_what_the_coordinator_has_open_is_not_taken_back() -> None:
    found = desk(ReportState.SUBMITTED)
    found.does("open_review")
    with pytest.raises(WrongState, match="has opened this report"):
        found.does("withdraw_report")
    assert found.report.state == ReportState.SUBMITTED


def test_the_same_form_of_another_report_hands_in_that_report() -> None:
    found = desk(ReportState.SUBMITTED)
    other = report_of(found.asked, found.of.partners[1])
    first = Submission.objects.unrestricted(reason=REASON).get(report=found.report)
    answered(other, by=found.of.reporters[1])
    second = submit_report(
        report_id=other.pk, request_key="one", by=found.of.reporters[1], at=LATER
    )
    assert (second.report, second.receipt != first.receipt) == (other, True)
    found.does("submit_report", request_key="one")
    assert told(found)[2] == 1


def test_once_a_round_is_over_a_report_is_reopened_and_not_reviewed_again() -> None:
    found = desk(ReportState.ACCEPTED)
    found.over()
    before = told(found)
    with pytest.raises(WrongState, match="Reopen the report instead"):
        found.does("review_again")
    assert told(found) == before


def test_what_was_handed_in_late_into_a_closed_round_is_returned_only_if_it_was_reopened() -> None:
    found = desk(ReportState.SUBMITTED)
    found.asked.state, found.asked.closed_at = "closed", AFTER
    found.asked.save()
    with pytest.raises(WrongState, match="Reopen the report instead"):
        found.does("return_report")
    with pytest.raises(WrongState, match="round is closed"):
        found.does("withdraw_report")
    Report.objects.unrestricted(reason=REASON).filter(pk=found.report.pk).update(reopened_at=AFTER)
    found.does("return_report")
    assert found.report.state == ReportState.RETURNED


# -- what has to be said -------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_returned_or_reopened_without_a_reason(reason: str) -> None:
    found = desk(ReportState.SUBMITTED)
    with pytest.raises(BadInput) as refused:
        found.does("return_report", reason=reason)
    assert set(refused.value.problems) == {"reason"}
    found.does("accept_report")
    found.over()
    before = told(found)
    with pytest.raises(BadInput) as refused:
        found.does("reopen_report", reason=reason, until=AFTER, at=AFTER)
    assert set(refused.value.problems) == {"reason", "until"}
    assert told(found) == before


@pytest.mark.parametrize(("late", "is_taken"), [(-1, False), (0, False), (1, True)])
def test_the_deadline_of_a_reopened_report_lies_ahead(late: int, is_taken: bool) -> None:
    found = desk(ReportState.ACCEPTED)
    found.over(is_published=True)
    until = AFTER + timedelta(seconds=late)
    if not is_taken:
        with pytest.raises(BadInput) as refused:
            found.does("reopen_report", until=until, at=AFTER)
        assert set(refused.value.problems) == {"until"}
        return
    found.does("reopen_report", until=until, at=AFTER)
    assert found.report.reopened_until == until


def test_what_was_reopened_is_not_reopened_again() -> None:
    found = desk(ReportState.ACCEPTED)
    found.over()
    found.does("reopen_report", at=AFTER)
    before = told(found)
    with pytest.raises(WrongState, match="open already"):
        found.does("reopen_report", at=AFTER)
    assert told(found) == before


@pytest.mark.parametrize("state", ["DRAFT", "RETURNED", "ACCEPTED"])
def test_only_what_was_submitted_is_returned_and_the_refusal_says_so(state: str) -> None:
    found = desk(ReportState[state])
    with pytest.raises(WrongState, match="Only a submitted report can be returned"):
        found.does("return_report")


def test_of_many_that_are_accepted_one_that_cannot_be_keeps_all_back() -> None:
    of = world(partners=2)
    asked = opened(of)
    first, second = (report_of(asked, partner) for partner in of.partners)
    handed_in(first, by=of.reporters[0])
    foreign = desk(ReportState.SUBMITTED).report
    for other, refusal in ((second, WrongState), (foreign, NotAllowed)):
        refused: type[HeadwayError] = refusal
        with pytest.raises(refused):
            accept_reports(report_ids=[first.pk, other.pk], by=of.coordinator, at=LATER)
        assert report_of(asked, of.partners[0]).state == ReportState.SUBMITTED
    assert accept_reports(report_ids=[first.pk, first.pk], by=of.coordinator, at=LATER) == 1


def test_a_status_that_was_taken_out_of_the_list_is_not_published() -> None:
    found = desk()
    [answer] = answers_of(found.report)
    save_answer(
        answer_id=answer.pk, said=reported(status="waiting"), figures=[], version=1,
        by=found.of.reporters[0], at=AT,
    )  # fmt: skip
    found.does("submit_report")
    found.does("accept_report")
    close_round(round_id=found.asked.pk, by=found.of.coordinator, at=AFTER)
    strategy = found.of.edition.strategy
    strategy.statuses = STATUSES[1:]
    strategy.save()
    with pytest.raises(WrongState, match="no more: waiting"):
        publish_round(round_id=found.asked.pk, by=found.of.coordinator, at=AFTER)
    found.asked.refresh_from_db()
    assert (found.asked.state, found.asked.published_at) == ("closed", None)
