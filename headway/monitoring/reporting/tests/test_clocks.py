"""The deadline to the second, nights without a half past three or with two, and other machines."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from headway.foundation.core.clocks import instants_of
from headway.foundation.core.errors import WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.ui.clocks import moment_in_short
from headway.monitoring.reporting.models import Answer, Autosave
from headway.monitoring.reporting.rules import days_late, is_late, is_punctual
from headway.monitoring.reporting.services import (
    autosave,
    close_round,
    save_answer,
    send_reminders,
    submit_report,
)
from headway.monitoring.reporting.states import ReportState
from headway.monitoring.reporting.tests.factories import (
    DEADLINE,
    REASON,
    answered,
    answers_of,
    opened,
    report_of,
    reported,
    world,
)
from headway.monitoring.reporting.wording import deadline_worded
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.usefixtures("machine_elsewhere")

ZONE = "Europe/Vilnius"
SECOND = timedelta(seconds=1)


@pytest.mark.django_db
@pytest.mark.parametrize(("by", "late"), [(-SECOND, False), (timedelta(), False), (SECOND, True)])
def test_a_report_can_be_handed_in_late_and_is_marked_so(by: timedelta, late: bool) -> None:
    of = world()
    report = report_of(opened(of), of.partners[0])
    now = DEADLINE + by
    assert is_late(state=report.state, deadline=report.deadline_at, at=now) is late
    answered(report, by=of.reporters[0], at=now)
    submit_report(report_id=report.pk, request_key="k", by=of.reporters[0], at=now)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.first_submitted_at is not None
    punctual = is_punctual(submitted=report.first_submitted_at, deadline=report.deadline_at)
    assert punctual is not late
    [receipt] = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_receipt")
    assert ("pavėluota" in receipt.text or "marked as late" in receipt.text) is late


@pytest.mark.django_db
def test_once_the_round_is_closed_nothing_is_taken_and_nothing_is_lost() -> None:
    of = world()
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    [answer] = answers_of(report)
    typed = {"done": "Half a sentence"}
    autosave(answer_id=answer.pk, typed=typed, seen_version=1, by=of.reporters[0], at=DEADLINE)
    answered(report, by=of.reporters[0], at=DEADLINE, done=text("All of it"))
    autosave(answer_id=answer.pk, typed=typed, seen_version=2, by=of.reporters[0], at=DEADLINE)
    close_round(round_id=asked.pk, by=of.coordinator, at=DEADLINE + SECOND)
    now = DEADLINE + 2 * SECOND
    with pytest.raises(WrongState, match="no more answers"):
        save_answer(
            answer_id=answer.pk, said=reported(), figures=(), version=2, by=of.reporters[0], at=now
        )
    with pytest.raises(WrongState, match="no more answers"):
        submit_report(report_id=report.pk, request_key="k", by=of.reporters[0], at=now)
    kept = Answer.objects.unrestricted(reason=REASON).get(pk=answer.pk)
    assert str(kept.done) == "All of it (lt)"
    assert Autosave.objects.unrestricted(reason=REASON).get(answer=answer).typed == typed


@pytest.mark.django_db
@pytest.mark.parametrize("which", [0, 1])
def test_of_two_half_past_threes_the_one_that_was_meant_counts(which: int) -> None:
    deadline = instants_of(date(2026, 10, 25), time(3, 30), ZONE)[which]
    of = world()
    report = report_of(opened(of, deadline_at=deadline), of.partners[0])
    assert deadline_worded(report.deadline_at, ZONE).startswith("25 October 2026, 03:30")
    states = [
        is_late(state=report.state, deadline=report.deadline_at, at=at)
        for at in instants_of(date(2026, 10, 25), time(3, 31), ZONE)
    ]
    assert states == ([True, True] if which == 0 else [False, True])


@pytest.mark.django_db
def test_in_the_night_without_a_half_past_three_the_deadline_is_no_earlier() -> None:
    assert instants_of(date(2027, 3, 28), time(3, 30), ZONE) == ()
    after = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # clocks show 4:00
    of = world()
    asked = opened(of, deadline_at=after)
    report = report_of(asked, of.partners[0])
    assert day_of(asked.strategy, report.deadline_at) == date(2027, 3, 28)
    assert not is_late(state=report.state, deadline=after, at=after)
    assert is_late(state=report.state, deadline=after, at=after + SECOND)
    six, seven = datetime(2027, 3, 29, 5, 59, tzinfo=UTC), datetime(2027, 3, 29, 6, tzinfo=UTC)
    assert [send_reminders(at=six), send_reminders(at=seven)] == [0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("off", "left"),
    [
        ((), [-7, -1, 4, 9, 37]),
        ((-1,), [-7, 0, 5, 10, 37]),
        ((-1, 0), [-7, 1, 7, 37]),
        ((-1, 0, 1), [-7, 2, 7, 37]),
        ((4, 5), [-7, -1, 6, 11, 37]),
    ],
    ids=["no", "the day before", "two days", "three days", "when the rest was over"],
)
def test_the_day_after_waits_for_five_days_of_rest_and_is_not_lost(
    off: tuple[int, ...], left: list[int]
) -> None:
    """Lessons, Learn 4: 7 and 1 days before, 1 and 7 after, never twice in five days."""
    of = world()
    opened(of)
    nine = DEADLINE.replace(hour=6)
    days = [day for day in range(-20, 40) if day not in off]
    went = [day for day in days if send_reminders(at=nine + timedelta(days=day))]
    assert went == left
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_reminder")
    late = [day for day in left if day > 0]
    texts = mails.order_by("pk").values_list("text", flat=True)[len(left) - len(late) :]
    for day, said in zip(late, texts, strict=True):
        assert f"{day} day" in said, "it says how late it is on the day on which it leaves"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("deadline", "a_week_before", "said"),
    [
        (datetime(2026, 12, 31, 21, 59, tzinfo=UTC), date(2026, 12, 24), "31 December, 23:59"),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), date(2026, 12, 25), "1 January, 00:00"),
        (datetime(2028, 2, 29, 15, 0, tzinfo=UTC), date(2028, 2, 22), "29 February, 17:00"),
        (datetime(2028, 3, 7, 15, 0, tzinfo=UTC), date(2028, 2, 29), "7 March, 17:00"),
    ],
)
def test_the_turn_of_a_year_and_a_leap_day(
    deadline: datetime, a_week_before: date, said: str
) -> None:
    of = world()
    asked = opened(of, deadline_at=deadline)
    assert moment_in_short(asked.deadline_at, ZONE) == said
    long_before = deadline - timedelta(days=20, hours=6)
    send_reminders(at=long_before)  # what 2026 was reminded of in 2028, if anything
    sent = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_reminder")
    before = sent.count()
    nine = datetime.combine(a_week_before, time(7), UTC)
    assert send_reminders(at=nine - timedelta(days=1)) == 0
    assert send_reminders(at=nine) == 1
    assert sent.count() == before + 1


def test_a_day_late_begins_at_midnight() -> None:
    last = date(2028, 2, 28)
    assert [days_late(last, today=last + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [0, 0, 1, 2]


def test_the_machine_lives_by_another_clock(machine_elsewhere: str) -> None:
    """All of this file, of `test_rules` and of `test_reminders` is so proved on such a machine."""
    there = DEADLINE.astimezone(ZoneInfo(machine_elsewhere))
    assert DEADLINE.astimezone().utcoffset() == there.utcoffset()


def test_texts_say_the_strategys_time_wherever_they_are_written() -> None:
    with timezone.override("Pacific/Kiritimati"), translation.override("lt"):
        assert deadline_worded(DEADLINE, ZONE) == "2026 m. liepos 31 d. 17:00 (Lietuvos laikas)"
