"""Zones of a few countries come first; each zone comes once."""

from __future__ import annotations

from zoneinfo import available_timezones

from headway.foundation.ui.zones import zones_for


def test_zones_of_the_countries_come_first_and_none_twice() -> None:
    (near, first), (_others, rest) = zones_for(["LT", "ES", "XX", ""])
    assert near == "Countries that take part"
    assert [value for value, _name in first] == [
        "Africa/Ceuta",
        "Atlantic/Canary",
        "Europe/Madrid",
        "Europe/Vilnius",
    ]
    listed = [value for value, _name in (*first, *rest)]
    assert len(listed) == len(set(listed))
    assert set(listed) == {name for name in available_timezones() if "/" in name}
    assert ("America/New_York", "America/New York") in rest


def test_without_countries_there_is_one_group() -> None:
    assert [label for label, _zones in zones_for([])] == ["All others"]
