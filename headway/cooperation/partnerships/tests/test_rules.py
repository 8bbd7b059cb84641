from __future__ import annotations

import pytest

from headway.cooperation.partnerships.rules import STAGES, place_on_scale

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("stage", "percent", "place"),
    [
        ("occasional", 0, 0),
        ("occasional", 100, 1),
        ("networking", 50, 1.5),
        ("clusters", 25, 2.25),
        ("clusters", 100, 3),
    ],
)
def test_a_region_stands_on_the_scale_by_its_stage_and_share(
    stage: str, percent: int, place: float
) -> None:
    assert place_on_scale(stage=stage, percent_into=percent) == place


def test_the_stages_stand_in_the_order_of_the_mission() -> None:
    assert STAGES == ("occasional", "networking", "clusters")
