"""Letters about comments: to the other side, put together, each comment once."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from headway.foundation.conversations.services import comment, take_back_comment
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.queries.comments import untold_comments
from headway.monitoring.reporting.rules import COMMENTS_WAIT, comments_due
from headway.monitoring.reporting.services import comments as telling
from headway.monitoring.reporting.services import open_review, return_report, send_comments
from headway.monitoring.reporting.tests.factories import (
    AT,
    REASON,
    World,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from headway.monitoring.reporting.models import Report

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

MINUTE = timedelta(minutes=1)


@given(
    minutes=some.lists(some.integers(0, 600), min_size=1, max_size=20),
    step=some.integers(1, 45),
)
def test_at_most_one_letter_an_hour_and_every_comment_in_one(minutes: list[int], step: int) -> None:
    written = [AT + MINUTE * each for each in sorted(minutes)]
    told: list[datetime] = []
    for number in range(0, 800, step):
        now = AT + MINUTE * number
        there = [each for each in written if each <= now]
        if comments_due(there, told_at=told[-1] if told else None, at=now):
            told.append(now)
    assert all(later - sooner > COMMENTS_WAIT for sooner, later in itertools.pairwise(told))
    assert told
    assert told[-1] >= written[-1]


@pytest.fixture
def of() -> World:
    return world()


@pytest.fixture
def report(of: World) -> Report:
    return report_of(opened(of), of.partners[0])


def says(report: Report, by: User, at: datetime, words: str = "Why so few?") -> int:
    return comment(
        thing=report, place="", place_name="", text=words, by=by, side="", at=at,
        verdict=ALLOW, request_key=str(at),
    ).pk  # fmt: skip


def letters() -> list[Mail]:
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_commented")
    return list(mails.order_by("pk"))


@pytest.mark.django_db
def test_comments_of_an_hour_go_in_one_letter_to_the_other_side(of: World, report: Report) -> None:
    for minute in (0, 20, 40):
        says(report, of.coordinator, AT + MINUTE * minute, f"Word {minute}")
    assert [send_comments(at=AT + MINUTE * n) for n in (0, 59, 60, 61, 120)] == [0, 0, 1, 0, 0]
    [mail] = letters()
    assert mail.recipient == of.reporters[0].email
    assert [f"Word {minute}" in mail.text for minute in (0, 20, 40)] == [True] * 3
    assert mail.has_link
    says(report, of.reporters[0], AT + MINUTE * 130)
    assert send_comments(at=AT + MINUTE * 190) == 1
    assert [mail.recipient for mail in letters()] == [of.reporters[0].email, of.coordinator.email]


@pytest.mark.django_db
def test_a_return_has_told_of_them_already(of: World, report: Report) -> None:
    handed_in(report, by=of.reporters[0], at=AT)
    open_review(report_id=report.pk, by=of.coordinator, at=AT)
    says(report, of.coordinator, AT + MINUTE)
    return_report(report_id=report.pk, reason="x", by=of.coordinator, at=AT + 2 * MINUTE)
    assert send_comments(at=AT + 120 * MINUTE) == 0


@pytest.mark.django_db
def test_what_was_taken_back_is_not_told(of: World, report: Report) -> None:
    pk = says(report, of.coordinator, AT)
    take_back_comment(thing=report, comment_id=pk, by=of.coordinator, at=AT, verdict=ALLOW)
    assert send_comments(at=AT + 120 * MINUTE) == 0


@pytest.mark.django_db
def test_a_second_worker_tells_nothing_twice(of: World, report: Report) -> None:
    says(report, of.coordinator, AT)
    now = AT + 60 * MINUTE
    [stale] = untold_comments(now, told_by=telling.TELLING)
    assert send_comments(at=now) == 1
    assert not telling._send(stale, at=now)
    assert len(letters()) == 1
