"""Words in a drawing: how wide they are, and where they can stand without touching anything.

The rule: what is drawn is taken first, then labels come in the order of their importance. Each
tries places around its point, nearest first, and takes the first that touches nothing. A label
that may be missing is left out when every place is taken, for the table beneath has its figure.
A label that must stand may cross a line, and looks through the whole field if it has to. A label
never stands nearer to the point of another than to its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Duty = Literal["only", "may", "should", "must"]

CLASSES = (
    (" ", 200),
    ("ij.,;:'lI|’\N{NO-BREAK SPACE}", 263),
    ("f()-“”„", 311),
    ("tr/", 350),
    ("szxcvyJY", 476),
    ("0123456789−€+–LFkeag", 504),
    ("XVESTZoAhunbdpq", 555),
    ("PRCKBDG", 617),
    ("UNHOQ", 664),
    ("wM", 727),
    ("W%m", 829),
)
"""Letters of Source Sans 3 at weight 400 by the width they need, in thousandths of their size."""
WIDTHS = {letter: width for letters, width in CLASSES for letter in letters}
USUAL = 617
"""What any other letter needs at most."""
STRONG = 1.045
"""How much wider the letters are at weight 650."""
ASCENT, DESCENT = 0.74, 0.24
"""How far letters reach above and below their line, in parts of their size."""
DISTANCES = (9.0, 18.0, 30.0)
SAMPLE = 4.0
STRIDE = 8
"""How finely a label that must stand looks through the field."""


def text_width(words: str, *, size: float, is_strong: bool = False) -> float:
    """Return how wide words are at most, in drawing units; an accent adds nothing."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in words)
    width = sum(WIDTHS.get(letter, USUAL) for letter in letters) * size / 1000
    return width * STRONG if is_strong else width


def broken(words: str, *, width: float, size: float, is_strong: bool = False) -> tuple[str, ...]:
    """Break words into lines of this width, where a space allows it."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size=size, is_strong=is_strong) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return round(self.right - self.left, 1)

    @property
    def height(self) -> float:
        return round(self.bottom - self.top, 1)

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def distance(self, x: float, y: float) -> float:
        across = max(self.left - x, 0, x - self.right)
        down = max(self.top - y, 0, y - self.bottom)
        return hypot(across, down)

    @classmethod
    def around(cls, x: float, y: float, reach: float) -> Box:
        return cls(x - reach, y - reach, x + reach, y + reach)


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a line of a drawing. `anchor` is SVG's: start, middle or end."""

    x: float
    y: float
    words: str
    style: str = ""
    anchor: str = "start"
    size: float = 14

    @property
    def box(self) -> Box:
        strong = any(style in self.style.split() for style in ("strong", "big"))
        width = text_width(self.words, size=self.size, is_strong=strong)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size)

    def at(self, x: float, y: float, anchor: str) -> Label:
        return replace(self, x=round(x, 1), y=round(y, 1), anchor=anchor)


@dataclass(slots=True)
class Field:
    """Where labels may stand, what is taken, and the lines that they should not cross."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    """What labels speak of."""

    def add_line(self, points: Sequence[tuple[float, float]]) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            length = max(abs(x2 - x1), abs(y2 - y1))
            steps = max(int(length / SAMPLE), 1)
            for step in range(steps + 1):
                share = step / steps
                x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
                self.lines.append(Box.around(x, y, 1.5))

    def place(self, label: Label, *, sides: str = "", duty: Duty = "may") -> Label | None:
        """Return the label where it can stand, and take that place; nothing if there is none.

        `sides` names where it would rather stand, in order: “ne” is to the right above its point.
        A label that “may” stand crosses no line; one that “only” may, stands at no other side;
        one that “should” may cross lines; one that “must” stands wherever there is room.
        """
        tries = around(label, sides, is_only=duty == "only")
        chosen = self._best(tried for tried in tries if self._is_nearest(tried, label))
        if duty == "must" and chosen is None:
            chosen = self._best(self._anywhere(label))
        if chosen is None or (duty in ("may", "only") and self._crossed(chosen.box)):
            return None
        self.taken.append(chosen.box)
        return chosen

    def _best(self, tries: Iterable[Label]) -> Label | None:
        """Return the free place that crosses fewest lines, the first of several."""
        found: Label | None = None
        least = len(self.lines) + 1
        for tried in tries:
            box = tried.box
            if self._is_free(box) and (crossed := self._crossed(box)) < least:
                found, least = tried, crossed
                if not least:
                    break
        return found

    def _is_free(self, box: Box) -> bool:
        return self.bounds.holds(box) and not any(box.touches(other) for other in self.taken)

    def _is_nearest(self, label: Label, own: Label) -> bool:
        box, at = label.box, (own.x, own.y)
        near = box.distance(*at)
        return all(box.distance(*point) >= near for point in self.points if point != at)

    def _crossed(self, box: Box) -> int:
        return sum(box.touches(line) for line in self.lines)

    def _anywhere(self, label: Label) -> Iterator[Label]:
        box = label.at(0, 0, "start").box
        width, height = box.right - box.left, box.bottom - box.top
        columns = range(int(self.bounds.left), int(self.bounds.right - width) + 1, STRIDE)
        rows = range(int(self.bounds.top + height), int(self.bounds.bottom) + 1, STRIDE)
        places = [(x, y) for x in columns for y in rows]
        places.sort(key=lambda place: abs(place[0] - label.x) + abs(place[1] - label.y))
        return (label.at(x, y - DESCENT * label.size, "start") for x, y in places)


SIDES = ("ne", "nw", "se", "sw", "n", "s", "e", "w")


def around(label: Label, sides: str = "", *, is_only: bool = False) -> Iterator[Label]:
    """Return a label at places around its point, nearest first."""
    preferred = sides.split()
    if not is_only:
        preferred += [side for side in SIDES if side not in preferred]
    rise, fall, half = DESCENT * label.size, ASCENT * label.size, 0.32 * label.size
    for distance in DISTANCES:
        for side in preferred:
            across = {"e": distance, "w": -distance}.get(side[-1], 0.0)
            anchor = {"e": "start", "w": "end"}.get(side[-1], "middle")
            down = half
            if side[0] == "n":
                down = -rise - (distance if anchor == "middle" else distance / 2)
            elif side[0] == "s":
                down = fall + (distance if anchor == "middle" else distance / 2)
            yield label.at(label.x + across, label.y + down, anchor)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of words beside the field, tied to a point at its edge."""

    x: float
    y: float
    lines: tuple[Label, ...]

    def height(self, leading: float) -> float:
        return len(self.lines) * leading


def stacked(
    blocks: Iterable[Block], *, leading: float, top: float, bottom: float, gap: float = 8
) -> tuple[tuple[Block, float], ...]:
    """Return each block with the top of its place: as near to its point as the others allow."""
    ordered = sorted(blocks, key=lambda block: block.y)
    tops: list[float] = []
    reached = top
    for block in ordered:
        wanted = block.y - block.height(leading) / 2
        tops.append(max(wanted, reached))
        reached = tops[-1] + block.height(leading) + gap
    limit = bottom
    for place in reversed(range(len(ordered))):
        height = ordered[place].height(leading)
        tops[place] = min(tops[place], limit - height)
        limit = tops[place] - gap
    return tuple(zip(ordered, tops, strict=True))
