from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.days import Days
from headway.foundation.core.errors import BadInput

pytestmark = pytest.mark.once
VILNIUS = "Europe/Vilnius"
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ZONES = st.sampled_from([VILNIUS, "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Beirut"])
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 -- given a zone by the strategy
    datetime(2100, 1, 1),  # noqa: DTZ001 -- given a zone by the strategy
    timezones=st.just(UTC),
)


def asked(**given: str) -> Days:
    return Days.asked(given, at=AT, zone=VILNIUS)


def refused(**given: str) -> dict[str, str]:
    with pytest.raises(BadInput) as problem:
        asked(**given)
    return problem.value.problems


def test_an_address_that_names_no_day_means_today() -> None:
    for days in (asked(), asked(on="", as_of=""), asked(words="x")):
        assert (days.on, days.as_of, days.known_before, days.are_today) == (
            TODAY,
            TODAY,
            None,
            True,
        )
        assert (days.parameters, days.query) == ({}, "")


def test_the_two_days_are_read_apart() -> None:
    days = asked(on="2021-05-01", as_of="2026-11-20")
    assert (days.on, days.as_of, days.are_today) == (date(2021, 5, 1), date(2026, 11, 20), False)
    assert asked(on="2021-05-01").as_of == TODAY
    assert asked(as_of="2026-11-20").on == TODAY
    assert not asked(on="2021-05-01").are_today
    assert not asked(as_of="2026-11-20").are_today


def test_links_keep_the_days_as_the_address_named_them() -> None:
    assert asked(as_of="2026-11-22").query == "?as_of=2026-11-22"
    assert asked(as_of="2026-11-22").are_today
    assert asked(as_of="2026-11-20", on="2021-05-01").query == "?on=2021-05-01&as_of=2026-11-20"


def test_a_day_is_known_to_its_end_in_the_zone() -> None:
    assert asked(as_of="2026-11-20").known_before == datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert asked(as_of="2026-07-20").known_before == datetime(2026, 7, 20, 21, tzinfo=UTC)


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert Days.asked({}, at=late, zone=VILNIUS).today == date(2026, 11, 23)
    assert Days.asked({"as_of": "2026-11-23"}, at=late, zone=VILNIUS).are_today
    with pytest.raises(BadInput):
        Days.asked({"as_of": "2026-11-23"}, at=late, zone="UTC")


@pytest.mark.parametrize("name", ["on", "as_of"])
@pytest.mark.parametrize(
    "text",
    [
        *("yesterday", "0", "2026", "2026-05", "2026-spring", "2021-02-30", "0000-01-01"),
        *(
            "20210501",
            "2021-W01-1",
            " 2021-05-01",
            "2021-05-01T00:00",
            "-2021-05-01",
            "12021-05-01",
        ),
        *("\uff12\uff10\uff12\uff11-05-01", "2021-05-01\n", "\x00", "9" * 5000),
    ],
)
def test_what_is_no_whole_day_is_refused_with_a_sentence(name: str, text: str) -> None:
    assert refused(**{name: text}) == {name: f"“{text}” is no day. Write it as 2026-11-22."}


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert list(refused(on="x", as_of="y")) == ["on", "as_of"]


@pytest.mark.parametrize("day", ["2026-11-23", "9999-12-31"])
def test_what_will_be_known_cannot_be_asked_but_what_will_be_in_force_can(day: str) -> None:
    assert asked(on=day).on == date.fromisoformat(day)
    (sentence,) = refused(as_of=day).values()
    assert sentence.endswith("Write 2026-11-22 or an earlier day.")


@given(days=st.dates(max_value=TODAY), at=MOMENTS, zone=ZONES)
def test_every_day_that_has_passed_ends_before_now_and_begins_after_the_day_before(
    days: date, at: datetime, zone: str
) -> None:
    today = at.astimezone(ZoneInfo(zone)).date()
    if days > today:
        return
    found = Days.asked({"as_of": days.isoformat()}, at=at, zone=zone)
    if days == today:
        assert found.known_before is None
    else:
        end = found.known_before
        assert end is not None
        assert end <= at
        assert end.tzinfo is UTC
        last = (end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
        assert last == days


@given(on=st.none() | st.dates(), known=st.none() | st.dates(max_value=TODAY))
def test_reading_its_own_parameters_gives_the_same_days(
    on: date | None, known: date | None
) -> None:
    days = Days(TODAY, VILNIUS, on, known)
    assert asked(**days.parameters) == days


def test_days_that_are_answered_differently_are_not_equal() -> None:
    tomorrow = Days.asked({}, at=AT + timedelta(days=1), zone=VILNIUS)
    kept = {asked(), asked(as_of="2026-11-22"), asked(on="2026-11-22"), asked(as_of="2026-11-21")}
    assert len(kept | {tomorrow}) == 5
