"""Where a point of Europe lies on a map that keeps areas, and the outlines of such a map."""

from __future__ import annotations

import json
from functools import cache
from math import asin, atanh, cos, radians, sin, sqrt
from pathlib import Path

OUTLINES = Path(__file__).parent / "outlines" / "europe.json"
AXIS_KM, FLATTENING = 6378.137, 1 / 298.257222101  # GRS 1980
ECCENTRICITY = sqrt(2 * FLATTENING - FLATTENING**2)
ORIGIN = radians(52), radians(10)
FALSE_EAST_KM, FALSE_NORTH_KM = 4321, 3210


def point(latitude: float, longitude: float) -> tuple[float, float]:
    """Return easting and northing in kilometres of a point in degrees (EPSG:3035).

    Source: EPSG Guidance Note 7-2, method 9820, Lambert azimuthal equal area; parameters of
    EPSG:3035 (ETRS89-extended / LAEA Europe).
    """
    wide, long = radians(latitude), radians(longitude) - ORIGIN[1]
    whole = _authalic(1)
    origin, here = asin(_authalic(sin(ORIGIN[0])) / whole), asin(_authalic(sin(wide)) / whole)
    radius = AXIS_KM * sqrt(whole / 2)
    along = sin(origin) * sin(here) + cos(origin) * cos(here) * cos(long)
    spread = radius * sqrt(2 / (1 + along))
    stretch = (
        AXIS_KM
        * cos(ORIGIN[0])
        / (sqrt(1 - (ECCENTRICITY * sin(ORIGIN[0])) ** 2) * radius * cos(origin))
    )
    east = spread * stretch * cos(here) * sin(long)
    north = spread / stretch * (cos(origin) * sin(here) - sin(origin) * cos(here) * cos(long))
    return FALSE_EAST_KM + east, FALSE_NORTH_KM + north


def _authalic(sine: float) -> float:
    part = ECCENTRICITY * sine
    squared = ECCENTRICITY**2
    return (1 - squared) * (sine / (1 - part**2) + atanh(part) / ECCENTRICITY)


@cache
def outlines() -> dict[str, str]:
    """Return land and borders as paths of SVG: kilometres, eastwards and southwards from -6000."""
    told: dict[str, str] = json.loads(OUTLINES.read_text("utf-8"))
    return {name: told[name] for name in ("land", "borders")}
