"""Regions as points on a map of Europe: each with its name beside it, which touches no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.ui.charts.europe import outlines, point
from headway.foundation.ui.charts.labels import broken, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIZE, LINE = 14, 17
MARGIN_KM = 320
LEAST_KM = 1200
"""As wide a piece of Europe as is shown at least: neighbours are known by their surroundings."""
REACH = 9
"""How far the sign of a point reaches, in drawing units."""
DISTANCES = (12, 24, 42, 66, 96, 130)
LEADS_FROM = 24
"""From which distance on a line leads from a point to its label."""
STEP = 7
WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
BROAD = {"width": 900, "line": 190, "least": 0.5, "most": 0.8}
NARROW = {"width": 380, "line": 128, "least": 1.0, "most": 1.2}


@dataclass(frozen=True, slots=True)
class Place:
    """A region for the map: its point in degrees, its name, and the stage it has reached.

    `stage` counts from 1; none was not assessed. `words` say the stage.
    """

    name: str
    latitude: float
    longitude: float
    stage: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in drawing units."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box, *, room: float = 0) -> bool:
        return (
            self.left < other.right + room
            and other.left < self.right + room
            and self.top < other.bottom + room
            and other.top < self.bottom + room
        )


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A point with its label: lines of words, the first of them strong."""

    x: float
    y: float
    stage: int | None
    strong: tuple[str, ...]
    plain: tuple[str, ...]
    box: Box
    lead: tuple[float, float] | None
    """Where a line from the point ends, if the label stands away from it."""

    @property
    def lines(self) -> tuple[tuple[float, str, bool], ...]:
        words = [(each, True) for each in self.strong] + [(each, False) for each in self.plain]
        return tuple(
            (round(self.box.top + LINE * (number + 0.78), 1), each, is_strong)
            for number, (each, is_strong) in enumerate(words)
        )


@dataclass(frozen=True, slots=True)
class RegionMap:
    """A piece of Europe in kilometres, drawn so wide and high, and the points on it."""

    width: int
    height: int
    window: tuple[int, int, int, int]
    points: tuple[MapPoint, ...]
    is_narrow: bool

    @property
    def name(self) -> str:
        return "narrow" if self.is_narrow else "broad"

    @property
    def style(self) -> str:
        return f"g map {self.name}"

    @property
    def land(self) -> str:
        return outlines()["land"]

    @property
    def borders(self) -> str:
        return outlines()["borders"]


def region_map(places: Sequence[Place], *, is_narrow: bool = False) -> RegionMap:
    """Lay out a map around these places. At least one is needed."""
    frame = NARROW if is_narrow else BROAD
    width = int(frame["width"])
    spots = [
        (east, 6000 - north) for east, north in (point(p.latitude, p.longitude) for p in places)
    ]
    left, top, wide, high = _window(spots, least=frame["least"], most=frame["most"])
    scale = width / wide
    height = round(high * scale)
    at = [((x - left) * scale, (y - top) * scale) for x, y in spots]
    field = Box(2, 2, width - 2, height - 2)
    signs = [Box(x - REACH, y - REACH, x + REACH, y + REACH) for x, y in at]
    labels = [_words(place, frame["line"], is_narrow=is_narrow) for place in places]
    order = sorted(range(len(places)), key=lambda each: (-_size(*labels[each])[1], each))
    boxes: dict[int, Box] = {}
    for each in order:
        boxes[each] = _free(at[each], _size(*labels[each]), [*signs, *boxes.values()], field)
    points = tuple(
        MapPoint(
            x=round(x, 1),
            y=round(y, 1),
            stage=place.stage,
            strong=labels[each][0],
            plain=labels[each][1],
            box=boxes[each],
            lead=_lead((x, y), boxes[each]),
        )
        for each, (place, (x, y)) in enumerate(zip(places, at, strict=True))
    )
    window = (round(left), round(top), round(wide), round(high))
    return RegionMap(width, height, window, points, is_narrow)


def _window(
    spots: list[tuple[float, float]], *, least: float, most: float
) -> tuple[float, float, float, float]:
    """Return the left, the top, the width and the height of what is shown, in kilometres."""
    left, right = (find(x for x, _y in spots) for find in (min, max))
    top, bottom = (find(y for _x, y in spots) for find in (min, max))
    wide = max(right - left + 2 * MARGIN_KM, LEAST_KM, (bottom - top + 2 * MARGIN_KM) / most)
    high = max(bottom - top + 2 * MARGIN_KM, wide * least)
    return (left + right - wide) / 2, (top + bottom - high) / 2, wide, high


def _words(
    place: Place, line: float, *, is_narrow: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    strong = broken(place.name, width=line, size=SIZE, is_strong=True)
    plain = () if is_narrow or not place.words else broken(place.words, width=line, size=SIZE)
    return strong, plain


def _size(strong: Iterable[str], plain: Iterable[str]) -> tuple[float, float]:
    widths = [text_width(each, size=SIZE, is_strong=True) for each in strong]
    widths += [text_width(each, size=SIZE) for each in plain]
    return max(widths), LINE * len(widths)


def _free(
    at: tuple[float, float], size: tuple[float, float], taken: Sequence[Box], field: Box
) -> Box:
    """Return the first place for a label that touches nothing, the nearest first."""
    boxes = [*_around(at, size), *_everywhere(at, size, field)]
    for box in boxes:
        inside = (
            box.left >= field.left
            and box.top >= field.top
            and box.right <= field.right
            and box.bottom <= field.bottom
        )
        if inside and not any(box.touches(each, room=2) for each in taken):
            return box
    return boxes[0]


def _around(at: tuple[float, float], size: tuple[float, float]) -> Iterator[Box]:
    (x, y), (wide, high) = at, size
    for distance in DISTANCES:
        for east, south in WAYS:
            away = distance if not (east and south) else distance * 0.7
            left = x + east * away - (wide if east < 0 else wide / 2 if not east else 0)
            top = y + south * away - (high if south < 0 else high / 2 if not south else 0)
            yield Box(round(left, 1), round(top, 1), round(left + wide, 1), round(top + high, 1))


def _everywhere(at: tuple[float, float], size: tuple[float, float], field: Box) -> list[Box]:
    """Return places all over the field, the nearest to the point first."""
    wide, high = size
    columns = int((field.right - field.left - wide) // STEP) + 1
    rows = int((field.bottom - field.top - high) // STEP) + 1
    found = [
        Box(left, top, left + wide, top + high)
        for left in (field.left + STEP * number for number in range(max(columns, 0)))
        for top in (field.top + STEP * number for number in range(max(rows, 0)))
    ]
    return sorted(found, key=lambda box: _gap(at, box))


def _nearest(at: tuple[float, float], box: Box) -> tuple[float, float]:
    return min(max(at[0], box.left), box.right), min(max(at[1], box.top), box.bottom)


def _gap(at: tuple[float, float], box: Box) -> float:
    x, y = _nearest(at, box)
    return float((x - at[0]) ** 2 + (y - at[1]) ** 2)


def _lead(at: tuple[float, float], box: Box) -> tuple[float, float] | None:
    if _gap(at, box) < (LEADS_FROM * 0.7) ** 2:
        return None
    x, y = _nearest(at, box)
    return round(x, 1), round(y, 1)
