"""Maps of regions: where points lie, and that no label touches another or leaves the map."""

from __future__ import annotations

import random
import re
from itertools import combinations

import pytest

from headway.foundation.ui.charts.europe import OUTLINES, outlines, point
from headway.foundation.ui.charts.maps import REACH, Box, Place, region_map

SEATS = (
    (55.7033, 21.1443, "Klaipėdos regionas", "Klaipėda region"),
    (50.0412, 21.9991, "Pakarpatės vaivadija", "Podkarpackie"),
    (42.344, -3.6969, "Burgoso provincija (Kastilija ir Leonas)",
     "Burgos province (Castilla y León)"),
    (46.0727, 18.2323, "Pėčas, Baranja ir Vengrijos–Kroatijos pasienis",
     "Pécs / Baranya and the Hungary–Croatia border area"),
    (45.4642, 9.19, "Lombardija", "Lombardy"),
)  # fmt: skip
WORDS = "occasional cross-border cooperation"


def places(language: int) -> list[Place]:
    return [Place(seat[language], seat[0], seat[1], 1, WORDS) for seat in SEATS]  # type: ignore[arg-type]


def test_the_projection_agrees_with_its_published_example() -> None:
    east, north = point(50, 5)
    assert (round(east, 5), round(north, 5)) == (3962.79945, 2999.71885)  # EPSG Guidance Note 7-2


def test_the_outlines_are_small_and_say_how_they_are_made() -> None:
    assert OUTLINES.stat().st_size < 24_000
    assert "Natural Earth" in OUTLINES.read_text("utf-8")
    for path in outlines().values():
        assert re.fullmatch(r"(?:M\d+ \d+(?:l-?\d+(?: ?-?\d+))*z?)+", path)


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("language", [2, 3])
def test_no_label_touches_another_a_point_or_the_edge(language: int, *, is_narrow: bool) -> None:
    drawn = region_map(places(language), is_narrow=is_narrow)
    check(drawn.points, drawn.width, drawn.height)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_nor_do_those_of_any_five_regions_of_europe(*, is_narrow: bool) -> None:
    chance = random.Random(3)  # noqa: S311 -- the same regions each time
    for _time in range(60):
        found = [
            Place(seat[3], chance.uniform(38, 60), chance.uniform(-8, 26), 2, WORDS)
            for seat in SEATS
        ]
        drawn = region_map(found, is_narrow=is_narrow)
        check(drawn.points, drawn.width, drawn.height)


def check(points: object, width: int, height: int) -> None:
    for one, other in combinations(points, 2):  # type: ignore[call-overload]  # points of a map
        assert not one.box.touches(other.box)
        assert not one.box.touches(sign(other))
        assert not other.box.touches(sign(one))
    for each in points:  # type: ignore[attr-defined]
        assert not each.box.touches(sign(each))
        assert each.box.left >= 0 <= each.box.top
        assert each.box.right <= width
        assert each.box.bottom <= height


def sign(each: object) -> Box:
    x, y = each.x, each.y  # type: ignore[attr-defined]
    return Box(x - REACH + 1, y - REACH + 1, x + REACH - 1, y + REACH - 1)


def test_one_region_alone_is_shown_with_its_surroundings() -> None:
    drawn = region_map([Place("Klaipėda", 55.7, 21.1)])
    assert drawn.window[2] >= 1200
    (only,) = drawn.points
    assert (only.stage, only.plain) == (None, ())
