"""Reminders: few, each once, to those who can act, whatever happens to the clock and the worker."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from headway.foundation.core.errors import WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.notices.rules import mailing_day
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.facts import ReminderPlan
from headway.monitoring.reporting.models import Reminder, ReportingLine
from headway.monitoring.reporting.queries.reminding import grouped_reminders, reminders_due
from headway.monitoring.reporting.rules import (
    REST,
    reminder_days,
    reminder_due,
    reminder_reason,
)
from headway.monitoring.reporting.services import (
    accept_report,
    close_round,
    move_deadlines,
    prepare_report,
    reopen_report,
    return_report,
    send_letter,
    send_reminders,
)
from headway.monitoring.reporting.services import reminders as sending
from headway.monitoring.reporting.states import ReportState
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    answered,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report, Round
    from headway.monitoring.reporting.tests.factories import World

pytestmark = pytest.mark.usefixtures("machine_elsewhere")

PLAN = ReminderPlan()
VILNIUS = ZoneInfo("Europe/Vilnius")
LAST = date(2026, 7, 31)
DAYS = some.dates(date(2025, 1, 1), date(2028, 12, 31))
PLANS = some.builds(
    ReminderPlan,
    before=some.lists(some.integers(1, 60), max_size=4).map(tuple),
    after=some.lists(some.integers(1, 60), max_size=4).map(tuple),
    every=some.integers(0, 40),
)


# -- the rule ------------------------------------------------------------------------------------


def test_the_plan_is_30_7_1_days_before_and_1_7_then_every_30_after() -> None:
    found = reminder_days(PLAN, deadline=LAST, until=LAST + timedelta(days=100))
    assert [(day - LAST).days for day in found] == [-30, -7, -1, 1, 7, 37, 67, 97]


@given(plan=PLANS, deadline=DAYS, opened_on=DAYS, runs=some.sets(some.integers(0, 120)))
def test_whenever_it_runs_nothing_is_doubled_hurried_or_old(
    plan: ReminderPlan, deadline: date, opened_on: date, runs: set[int]
) -> None:
    """Run on some days out of 120, and hold each reminder against what the plan says."""
    last_due, last_sent = opened_on, None
    told: list[tuple[date, date]] = []
    for today in (opened_on + timedelta(days=number) for number in sorted(runs)):
        due = reminder_due(
            plan, deadline=deadline, today=today, last_due=last_due, last_sent=last_sent
        )
        if due is not None:
            told.append((due, today))
            last_due, last_sent = due, today
        elif last_sent is None or today - last_sent >= REST:
            planned = reminder_days(plan, deadline=deadline, until=today)
            assert [day for day in planned if day > last_due] == []
    assert [due for due, _sent in told] == sorted({due for due, _sent in told})
    assert all(opened_on < due <= sent for due, sent in told)
    pauses = [later - sooner for (_a, sooner), (_b, later) in itertools.pairwise(told)]
    assert all(pause >= REST for pause in pauses)


@given(plan=PLANS, deadline=DAYS, today=DAYS, earlier=some.integers(0, 3))
def test_a_clock_that_was_set_back_sends_nothing_again(
    plan: ReminderPlan, deadline: date, today: date, earlier: int
) -> None:
    due = reminder_due(
        plan, deadline=deadline, today=today, last_due=date(2024, 1, 1), last_sent=None
    )
    if due is not None:
        again = today - timedelta(days=earlier)
        assert not reminder_due(plan, deadline=deadline, today=again, last_due=due, last_sent=today)


@pytest.mark.parametrize("zone", ["Europe/Vilnius", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29)])
def test_a_day_begins_at_nine_of_its_own_clocks(zone: str, day: date) -> None:
    nine = datetime.combine(day, time(9), ZoneInfo(zone)).astimezone(UTC)
    assert mailing_day(nine, zone) == day
    assert mailing_day(nine - timedelta(seconds=1), zone) is None


def test_a_reminder_says_why_it_falls_on_its_day() -> None:
    days = [-7, -1, 0, 1, 37]
    assert [reminder_reason(LAST + timedelta(days=n), deadline=LAST) for n in days] == [
        "7 days before the deadline",
        "1 day before the deadline",
        "on the day of the deadline",
        "1 day after the deadline",
        "37 days after the deadline",
    ]


# -- whom it reaches -----------------------------------------------------------------------------


def mails(kind: str = "reporting_reminder") -> list[Mail]:
    return list(Mail.objects.unrestricted(reason=REASON).filter(kind=kind).order_by("pk"))


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VILNIUS).astimezone(UTC)


def the(month: int, day: int) -> date:
    return date(2026, month, day)


def begun(partners: int = 1) -> tuple[World, Round, list[Report]]:
    of = world(partners=partners)
    asked = opened(of)
    return of, asked, [report_of(asked, partner) for partner in of.partners]


def reminded(on: datetime) -> list[str]:
    send_reminders(at=on)
    return [mail.recipient for mail in mails()]


@pytest.mark.django_db
def test_it_goes_to_the_reporter_at_nine_and_not_before() -> None:
    of, _asked, _reports = begun()
    assert send_reminders(at=at(the(7, 24), 8, 59)) == 0
    assert reminded(at(the(7, 24), 9)) == [of.reporters[0].email]
    assert send_reminders(at=at(the(7, 24), 9)) == 0


@pytest.mark.django_db
def test_it_goes_to_the_contact_else_reporters_else_approvers_else_coordinators() -> None:
    of, asked, [report] = begun()
    approver = MembershipFactory.create(organisation=of.partners[0], role=Role.APPROVER).user
    contact = MembershipFactory.create(organisation=of.partners[0]).user
    line = ReportingLine.objects.unrestricted(reason=REASON)
    line.create(strategy=asked.strategy, organisation=of.partners[0], contact=contact)

    def to() -> list[str]:
        return [each.person.email for each in reminders_due(at(the(7, 24)))]

    assert to() == [contact.email]
    close(contact)
    assert to() == [of.reporters[0].email]
    close(of.reporters[0])
    assert to() == [approver.email]
    close(approver)
    assert to() == [of.coordinator.email]
    [due] = reminders_due(at(the(7, 24)))
    assert due.stands_in
    send_reminders(at=at(the(7, 24)))
    [mail] = mails()
    assert "Nobody speaks for" in mail.text or "nėra paskirta" in mail.text
    assert not mail.has_link
    assert report.state == ReportState.DRAFT


def close(person: User) -> None:
    person.is_active = False
    person.save()


@pytest.mark.django_db
def test_what_waits_for_sign_off_is_for_the_one_who_signs_off() -> None:
    of, asked, [report] = begun()
    approver = MembershipFactory.create(organisation=of.partners[0], role=Role.APPROVER).user
    line = ReportingLine.objects.unrestricted(reason=REASON)
    line.create(strategy=asked.strategy, organisation=of.partners[0], approver=approver)
    answered(report, by=of.reporters[0])
    prepare_report(report_id=report.pk, by=of.reporters[0], at=at(the(7, 22)))
    assert reminded(at(the(7, 24))) == []  # told of it two days ago
    assert reminded(at(the(7, 30))) == [approver.email]


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_is_done_or_over() -> None:
    of, asked, reports = begun(3)
    handed_in(reports[0], by=of.reporters[0], at=at(the(7, 10)))
    accepted = handed_in(reports[1], by=of.reporters[1], at=at(the(7, 10))).report
    accept_report(report_id=accepted.pk, by=of.coordinator, at=at(the(7, 11)))
    assert reminded(at(the(7, 24))) == [of.reporters[2].email]
    accept_report(report_id=reports[0].pk, by=of.coordinator, at=at(the(7, 25)))
    close_round(round_id=asked.pk, by=of.coordinator, at=at(the(8, 1)))
    assert send_reminders(at=at(the(8, 20))) == 0


@pytest.mark.django_db
def test_a_report_that_was_reopened_is_reminded_of_by_its_own_deadline() -> None:
    of, asked, [report] = begun()
    close_round(round_id=asked.pk, by=of.coordinator, at=at(the(8, 1)))
    until = at(the(8, 31), 17)
    reopen_report(report_id=report.pk, until=until, reason="x", by=of.coordinator, at=at(the(8, 3)))
    assert send_reminders(at=at(the(8, 20))) == 0
    assert reminded(at(the(8, 24))) == [of.reporters[0].email]


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["own", "returned", "moved"])
def test_a_reminder_rests_five_days_after_any_letter_that_asks(letter: str) -> None:
    of, asked, [report] = begun()
    day = the(7, 22)
    if letter == "own":
        send_letter(
            round_id=asked.pk,
            report_ids=[report.pk],
            subject="Please",
            words="Please",
            request_key="k",
            by=of.coordinator,
            at=at(day),
        )
    elif letter == "returned":
        handed_in(report, by=of.reporters[0], at=at(the(7, 21)))
        return_report(report_id=report.pk, reason="x", by=of.coordinator, at=at(day))
    else:
        move_deadlines(
            report_ids=[report.pk], until=at(the(7, 31), 18), by=of.coordinator, at=at(day)
        )
    assert [send_reminders(at=at(the(7, 24 + n))) for n in range(3)] == [0, 0, 0]
    assert send_reminders(at=at(the(7, 27))) == 1


@pytest.mark.django_db
def test_all_reports_of_a_person_stand_in_one_letter_with_one_link() -> None:
    of = world(partners=3)
    for partner in of.partners[1:]:
        MembershipFactory.create(organisation=partner, user=of.reporters[0])
    for reporter in of.reporters[1:]:
        close(reporter)
    opened(of)
    assert reminded(at(the(7, 24))) == [of.reporters[0].email]
    [mail] = mails()
    assert all(str(partner) in mail.text for partner in of.partners)
    assert mail.html.count("⟦") == 1
    assert Reminder.objects.unrestricted(reason=REASON).filter(due_on=the(7, 24)).count() == 3


@pytest.mark.django_db
def test_without_an_address_nothing_is_noted_as_sent(settings: Settings) -> None:
    begun()
    settings.SITE_ADDRESS = ""
    with pytest.raises(WrongState):
        send_reminders(at=at(the(7, 24)))
    settings.SITE_ADDRESS = "https://strategy.example.org"
    assert send_reminders(at=at(the(7, 24))) == 1


@pytest.mark.django_db
def test_looking_is_cheap_however_many_partners(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    begun(4)
    with django_assert_num_queries(5):
        assert len(reminders_due(at(the(7, 24)))) == 4
    with django_assert_num_queries(5):
        assert send_reminders(at=at(the(7, 20))) == 0


# -- sixty days ----------------------------------------------------------------------------------

FIRST = the(7, 7)
SKIPPED = {the(7, 24), the(7, 25), the(7, 26), the(8, 7), the(8, 8)}
"""Days on which nothing ran, two that the plan names among them."""


def sixty_days(moments: Iterable[time]) -> Iterable[datetime]:
    """Yield every moment at which a worker looks, with its day's restarts in between."""
    clocks = tuple(moments)
    for number in range(60):
        day = FIRST + timedelta(days=number)
        if day not in SKIPPED:
            yield from (at(day, clock.hour, clock.minute) for clock in clocks)


def told() -> list[tuple[str, str, str]]:
    """Return every reminder: to whom, of which day of the plan, when it was written."""
    ledger = Reminder.objects.unrestricted(reason=REASON).exclude(due_on=AT.date())
    return sorted((row.email, str(row.due_on), str(row.sent_on)) for row in ledger)


EXPECTED = [
    ("2026-07-24", "2026-07-27"),
    ("2026-08-01", "2026-08-01"),
    ("2026-08-07", "2026-08-09"),
]
"""Missed on 24 July, so on the first day that ran; of the 30th and the 1st the newer, since five
days had to pass; and once more where the plan's day was missed."""
BACK = time(10, 30), time(9, 30), time(10, 30)
"""A clock that is set back by an hour, and shows the same hour once more."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moments",
    [
        (time(0, 5), time(9, 10), time(15, 0)),
        (time(8, 59), time(9, 0), time(9, 0), time(23, 59)),
        BACK,
        (time(9, 30), time(8, 30), time(9, 30)),
    ],
    ids=["restarts", "two at once", "set back", "set back across nine"],
)
def test_sixty_days_with_five_skipped(moments: tuple[time, ...]) -> None:
    of, _asked, reports = begun(4)
    silent, done, gone, alone = of.reporters
    second = MembershipFactory.create(organisation=of.partners[2]).user
    second.is_active = False
    second.save()
    for now in sixty_days(moments):
        stale = grouped_reminders(reminders_due(now))
        send_reminders(at=now)
        for late in stale:  # a second worker that had found the same
            assert not sending._send(late, at=now)
        if now.astimezone(VILNIUS).date() == the(7, 28) and reports[1].submitted_at is None:
            handed_in(reports[1], by=done, at=now)
            reports[1].refresh_from_db()
            close(gone)
    expected = [(silent.email, *days) for days in EXPECTED]
    expected += [(alone.email, *days) for days in EXPECTED]
    expected += [(done.email, *EXPECTED[0]), (gone.email, *EXPECTED[0])]
    expected += [(of.coordinator.email, "2026-07-24", "2026-07-28")]  # nobody else was left
    expected += [(of.coordinator.email, *days) for days in SINCE_ALONE]
    assert told() == sorted(expected)
    written = Counter((mail.recipient, mail.written_at.date()) for mail in mails())
    assert set(written.values()) == {1}
    assert sum(written.values()) == len(expected)


SINCE_ALONE = [("2026-08-01", "2026-08-02"), ("2026-08-07", "2026-08-09")]


@pytest.mark.django_db
def test_a_report_that_is_handed_in_meanwhile_is_not_reminded_of() -> None:
    of, _asked, [report] = begun()
    found = grouped_reminders(reminders_due(at(the(7, 24))))
    handed_in(report, by=of.reporters[0], at=at(the(7, 24), 9, 59))
    assert not sending._send(found[0], at=at(the(7, 24)))
    assert mails() == []


@pytest.mark.django_db
def test_the_deadline_in_a_night_of_two_half_past_threes_is_reminded_of_by_its_day() -> None:
    of = world()
    deadline = datetime(2026, 10, 25, 3, 30, tzinfo=VILNIUS, fold=1).astimezone(UTC)
    opened(of, deadline_at=deadline)
    days = [date(2026, 10, 18), date(2026, 10, 24), date(2026, 10, 29)]
    assert [send_reminders(at=at(day, 9)) for day in days] == [1, 1, 1]
    assert [str(row.due_on) for row in ledger_rows()] == ["2026-10-18", "2026-10-24", "2026-10-26"]


def ledger_rows() -> list[Reminder]:
    rows = Reminder.objects.unrestricted(reason=REASON).exclude(due_on=AT.date())
    return list(rows.order_by("due_on"))


assert DEADLINE.astimezone(VILNIUS).date() == LAST
