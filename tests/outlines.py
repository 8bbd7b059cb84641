"""Makes the outlines of Europe for maps of regions: `make outlines`.

They come from Natural Earth 4.1.0, scale 1:50 million, which is in the public domain, in the npm
package `world-atlas` 2.0.2 (ISC). Coasts and borders are projected as EPSG:3035, cut to a window,
and simplified so far that no corner moves by more than a few kilometres.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import sys
import tarfile
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from headway.foundation.ui.charts.europe import OUTLINES, point

PACKAGE = "https://registry.npmjs.org/world-atlas/-/world-atlas-2.0.2.tgz"
INTEGRITY = (
    "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
)
MEMBER = "package/countries-50m.json"
WEST, EAST, SOUTH, NORTH = 2500, 6100, 1350, 4900
"""The window in kilometres: from Portugal to Ukraine, from Sicily to the middle of Norway."""
TOLERANCE = 5
SMALLEST = 900
"""Square kilometres: of smaller islands nothing is seen at this scale."""
DEGREES = (-30, 60, 28, 75)
"""Around the window: what lies outside is not even projected."""
SAYS = (
    "Made by `make outlines` from Natural Earth 4.1.0 (public domain, naturalearthdata.com), "
    "1:50 million, in npm world-atlas 2.0.2 (ISC, Michael Bostock). EPSG:3035 in kilometres; y "
    "runs southwards, 6000 minus the northing."
)

Line = list[tuple[float, float]]


def atlas(archive: bytes) -> Any:  # noqa: ANN401 -- TopoJSON
    """Return the countries of the package. :raises SystemExit: if it is another package."""
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if digest != INTEGRITY:
        sys.exit(f"{PACKAGE} is not the file that it was.")
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        member = package.extractfile(MEMBER)
        assert member
        return json.load(member)


def lines_of(topology: Any) -> list[Line]:  # noqa: ANN401 -- TopoJSON
    """Return the arcs, unpacked, in degrees. Source: the TopoJSON specification, section 2.1.3."""
    (wide, high), (left, bottom) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * wide + left, y * high + bottom))
        found.append(line)
    return found


def is_near(line: Line) -> bool:
    west, east, south, north = DEGREES
    return any(west <= x <= east and south <= y <= north for x, y in line)


def drawn(line: Line) -> Line:
    """Project a line; y runs southwards."""
    limits = (-40, 75, 20, 82)
    kept = [(min(max(x, limits[0]), limits[1]), min(max(y, limits[2]), limits[3])) for x, y in line]
    return [(east, 6000 - north) for east, north in (point(y, x) for x, y in kept)]


def simplified(line: Line) -> Line:
    """Leave out corners that move the line by less than the tolerance (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    if line[0] == line[-1]:  # a ring: cut it in two
        middle = max(range(len(line)), key=lambda at: _far(line[at], line[0], line[0]))
        return simplified(line[: middle + 1])[:-1] + simplified(line[middle:])
    at = max(range(1, len(line) - 1), key=lambda each: _far(line[each], line[0], line[-1]))
    if _far(line[at], line[0], line[-1]) <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: at + 1])[:-1] + simplified(line[at:])


def _far(one: tuple[float, float], first: tuple[float, float], last: tuple[float, float]) -> float:
    (x, y), (ax, ay), (bx, by) = one, first, last
    length = hypot(bx - ax, by - ay)
    if not length:
        return hypot(x - ax, y - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def cut(ring: Line) -> Line:
    """Cut a ring to the window (Sutherland and Hodgman)."""
    for axis, limit, sign in (
        (0, WEST, 1), (0, EAST, -1), (1, 6000 - NORTH, 1), (1, 6000 - SOUTH, -1),
    ):  # fmt: skip
        kept: Line = []
        for before, here in pairwise([*ring[-1:], *ring]):
            inside = (here[axis] - limit) * sign >= 0
            if inside != ((before[axis] - limit) * sign >= 0):
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(
                    (
                        before[0] + share * (here[0] - before[0]),
                        before[1] + share * (here[1] - before[1]),
                    )
                )
            if inside:
                kept.append(here)
        ring = kept
    return ring


def area(ring: Line) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))) / 2


def path_of(line: Line, *, is_ring: bool) -> str:
    """Write a line as a path in whole kilometres, each corner from the one before."""
    corners = [(round(x), round(y)) for x, y in line]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(corners)]
    words = "".join(f"l{x} {y}".replace(" -", "-") for x, y in steps if (x, y) != (0, 0))
    return f"M{corners[0][0]} {corners[0][1]}{words}" + ("z" if is_ring else "")


def made(archive: bytes) -> str:
    """Return the file of outlines; the same text each time."""
    topology = atlas(archive)
    arcs = lines_of(topology)
    simple = [simplified(drawn(arc)) if is_near(arc) else [] for arc in arcs]
    uses = [0] * len(arcs)
    for country in topology["objects"]["countries"]["geometries"]:
        for number in _numbers(country.get("arcs", [])):
            uses[number if number >= 0 else ~number] += 1
    land = []
    for ring in _rings(topology["objects"]["land"]["geometries"]):
        whole = [
            corner
            for number in ring
            for corner in (simple[number] if number >= 0 else simple[~number][::-1])[:-1]
        ]
        inside = cut(whole) if whole else []
        if len(inside) > 2 and area(inside) > SMALLEST:
            land.append(path_of(inside, is_ring=True))
    borders = [
        path_of(line, is_ring=False)
        for line, count in zip(simple, uses, strict=True)
        if count > 1 and len(line) > 1 and _is_inside(line)
    ]
    told = {"made": SAYS, "land": "".join(land), "borders": "".join(borders)}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _is_inside(line: Line) -> bool:
    return any(WEST < x < EAST and 6000 - NORTH < y < 6000 - SOUTH for x, y in line)


def _numbers(arcs: Any) -> list[int]:  # noqa: ANN401 -- nested lists
    if isinstance(arcs, int):
        return [arcs]
    return [number for each in arcs for number in _numbers(each)]


def _rings(geometries: Any) -> list[list[int]]:  # noqa: ANN401 -- TopoJSON
    rings = []
    for geometry in geometries:
        polygons = geometry["arcs"]
        for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
            rings += polygon
    return rings


def main() -> None:
    archive = Path(sys.argv[1]).read_bytes() if sys.argv[1:] else urlopen(PACKAGE).read()
    OUTLINES.write_text(made(archive), "utf-8")


if __name__ == "__main__":
    main()
