"""A deadline on the night in which clocks change: asked about, or refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from headway.foundation.ui.moments import MomentForm

TWICE, NEVER = "2026-10-25", "2026-03-29"


class UntilForm(MomentForm):
    def __init__(self, zone: str, data: dict[str, str] | None = None) -> None:
        super().__init__(zone, data)
        self.add_moment("until", None, label="Until")


def form(day: str, time: str, which: str = "") -> UntilForm:
    sent = {"until.day": day, "until.time": time, "until.which": which}
    return UntilForm("Europe/Vilnius", sent)


def test_a_usual_evening_is_one_instant() -> None:
    sent = form("2027-01-31", "17:00")
    assert sent.is_valid()
    assert sent.moment("until") == datetime(2027, 1, 31, 15, tzinfo=UTC)
    assert sent["until.which"].is_hidden


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_a_time_that_comes_twice_is_asked_about(which: str, hour: int) -> None:
    asked = form(TWICE, "03:30")
    assert "show this time twice" in str(asked.errors)
    assert not asked["until.which"].is_hidden
    sent = form(TWICE, "03:30", which)
    assert sent.is_valid()
    assert sent.moment("until") == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_a_time_that_never_comes_is_refused_and_kept() -> None:
    sent = form(NEVER, "03:30")
    assert "never show this time" in str(sent.errors)
    assert sent["until.time"].value() == "03:30"


@pytest.mark.parametrize(
    ("day", "time"), [("", "17:00"), ("31 January", "17:00"), ("2027-01-31", "5 pm")]
)
def test_what_is_no_moment_is_refused_at_its_field(day: str, time: str) -> None:
    assert not form(day, time).is_valid()
