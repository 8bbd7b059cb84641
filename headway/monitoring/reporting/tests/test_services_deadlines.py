"""More time: asked for, given and refused by whom it is for, and while there is something to do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.rules import MORE_TIME
from headway.monitoring.reporting.services import (
    ask_time,
    grant_time,
    move_deadlines,
    refuse_time,
)
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    World,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report

pytestmark = pytest.mark.django_db
UNTIL = DEADLINE + MORE_TIME


@pytest.fixture
def of() -> World:
    return world(partners=2)


@pytest.fixture
def report(of: World) -> Report:
    return report_of(opened(of), of.partners[0])


def asked_for(of: World, report: Report) -> None:
    ask_time(report_id=report.pk, reason="Holidays", by=of.reporters[0], at=AT)


def standing(of: World, report: Report) -> tuple[datetime | None, datetime | None, str]:
    found = report_of(report.round, of.partners[0])
    return found.own_deadline_at, found.wanted_until, found.wanted_because


def strangers(of: World) -> list[User]:
    return [of.reporters[0], world().coordinator, UserFactory.create()]


def test_nobody_but_the_coordinator_gives_or_refuses_time(of: World, report: Report) -> None:
    asked_for(of, report)
    for stranger in strangers(of):
        with pytest.raises(NotAllowed):
            grant_time(report_id=report.pk, by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            refuse_time(report_id=report.pk, reason="No.", by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            move_deadlines(report_ids=[report.pk], until=UNTIL, by=stranger, at=AT)
    assert standing(of, report) == (None, UNTIL, "Holidays")
    grant_time(report_id=report.pk, by=of.coordinator, at=AT)
    assert standing(of, report) == (UNTIL, None, "")


def test_nobody_but_who_answers_asks_for_it(of: World, report: Report) -> None:
    for stranger in (of.reporters[1], of.coordinator, UserFactory.create()):
        with pytest.raises(NotAllowed):
            ask_time(report_id=report.pk, reason="Holidays", by=stranger, at=AT)
    assert standing(of, report) == (None, None, "")


def test_what_nobody_asked_for_is_neither_given_nor_refused(of: World, report: Report) -> None:
    with pytest.raises(WrongState, match="Nobody asks for more time"):
        grant_time(report_id=report.pk, by=of.coordinator, at=AT)
    with pytest.raises(WrongState, match="Nobody asks for more time"):
        refuse_time(report_id=report.pk, reason="No.", by=of.coordinator, at=AT)
    asked_for(of, report)
    refuse_time(report_id=report.pk, reason="No.", by=of.coordinator, at=AT)
    with pytest.raises(WrongState, match="Nobody asks for more time"):
        grant_time(report_id=report.pk, by=of.coordinator, at=AT)
    kinds = Mail.objects.unrestricted(reason=REASON).values_list("kind", flat=True)
    assert [kind for kind in kinds if "deadline" in kind or "refused" in kind] == [
        "reporting_time_refused"
    ]


def test_for_what_was_handed_in_no_time_is_asked(of: World, report: Report) -> None:
    handed_in(report, by=of.reporters[0])
    with pytest.raises(WrongState, match="Take it back"):
        asked_for(of, report)


@pytest.mark.parametrize("late", [-1, 0])
def test_a_deadline_is_not_moved_to_a_moment_that_has_passed(
    of: World, report: Report, late: int
) -> None:
    with pytest.raises(BadInput) as refused:
        move_deadlines(
            report_ids=[report.pk], until=AT + timedelta(seconds=late), by=of.coordinator, at=AT
        )
    assert set(refused.value.problems) == {"until"}
    assert standing(of, report) == (None, None, "")


def test_of_many_deadlines_none_moves_if_one_is_of_another_strategy(
    of: World, report: Report
) -> None:
    other = world()
    foreign = report_of(opened(other), other.partners[0])
    with pytest.raises(NotAllowed):
        move_deadlines(report_ids=[report.pk, foreign.pk], until=UNTIL, by=of.coordinator, at=AT)
    assert standing(of, report) == (None, None, "")
