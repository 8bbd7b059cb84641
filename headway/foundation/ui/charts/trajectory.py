"""The trajectory: how one indicator has gone, was to go, and must go, on a broad or narrow page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.ui.charts.drawing import (
    APART,
    BELOW,
    BIG,
    BROAD,
    DOTS_FROM,
    EDGE,
    LEAD,
    NARROW,
    QUARTER_LINE,
    Dot,
    Line,
    Place,
    Size,
    Tick,
    Trajectory,
)
from headway.foundation.ui.charts.labels import (
    Block,
    Box,
    Field,
    Label,
    broken,
    stacked,
    text_width,
)
from headway.foundation.ui.charts.scales import (
    Scale,
    axis_ticks,
    time_marks,
    time_scale,
)
from headway.foundation.ui.numbers import brief_day, short_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from headway.foundation.ui.charts.labels import Duty
    from headway.foundation.ui.charts.series import Figure, Series


def trajectory(series: Series, *, on: date, is_narrow: bool = False) -> Trajectory:
    """Lay a series out. `on` is the day around which an empty chart is drawn."""
    return _Layout(series, NARROW if is_narrow else BROAD, on).drawing()


class _Layout:
    """The steps from a series to its drawing. Field and scales first, then marks, then words."""

    def __init__(self, series: Series, size: Size, on: date) -> None:
        self.series, self.size = series, size
        values = tuple(_values(series))
        self.ticks = axis_ticks(values, is_rank=series.is_rank, most=size.most_ticks - 1)
        low, high = self.ticks[0], self.ticks[-1]
        words = [short_number(tick) for tick in self.ticks]
        widest = max(text_width(word, size=size.letters) for word in words)
        left = round(max(widest + 12, 28.0), 1)
        self.side = self._side_lines()
        right = round(size.width - self._side_width(), 1)
        days = sorted(set(_days(series))) or [on]
        self.time = time_scale(days, start=left, end=right)
        self.marks = time_marks(self.time, room=text_width("2026", size=size.letters) + 8)
        below = BELOW + (QUARTER_LINE if any(mark.below for mark in self.marks) else 0)
        self.box = Box(left, size.top, right, size.height - below)
        start, end = (
            (self.box.top, self.box.bottom) if series.is_rank else (self.box.bottom, self.box.top)
        )
        self.scale = Scale(float(low), float(high), start, end)
        self.words = dict(zip(self.ticks, words, strict=True))
        self.field = Field(Box(left + 2, size.top, size.width, self.box.bottom))
        self.labels: list[Label] = []
        self.lines: list[Line] = []

    def drawing(self) -> Trajectory:
        series, box = self.series, self.box
        plan, required = self._places(series.plan), self._places(series.required)
        trend = [self._place(each.day, each.value) for each in series.trend]
        runs = [self._places(run) for run in series.runs]
        zero = self.scale.at(0)
        axis = [(box.left, zero), (box.right, zero)] if box.top < zero < box.bottom else []
        for line in (plan, required, trend, axis, *runs):
            self.field.add_line(line)
        diamonds = tuple(self._places(series.milestones))
        baseline = self._places([series.baseline])[0] if series.baseline else None
        dots = self._dots()
        self.field.taken += [Box.around(dot.x, dot.y, dot.r + 1) for dot in dots]
        self.field.taken += [Box.around(*place, 5.5) for place in diamonds]
        self.field.taken += [Box.around(*place, 5) for place in [baseline] if place]
        self.field.points += [*((dot.x, dot.y) for dot in dots if dot.style != "dot"), *diamonds]
        self.field.points += [place for place in [baseline] if place]
        self._target()
        self._beside()
        self._last_words()
        self._as_of()
        self._other_words()
        return Trajectory(
            size=self.size,
            field=box,
            ticks=tuple(self._tick(tick) for tick in self.ticks),
            times=self.marks,
            axis=series.axis,
            future=self._future(),
            range=self._range(),
            band=self._band(),
            trend=_points(trend),
            plan=_points(plan),
            required=_points(required),
            runs=tuple(_points(run) for run in runs if len(run) > 1),
            lines=tuple(self.lines),
            dots=dots,
            diamonds=diamonds,
            baseline=baseline,
            labels=tuple(self.labels),
        )

    def _tick(self, value: Decimal) -> Tick:
        y, x = self.scale.at(value), round(self.box.left - 8, 1)
        middle = round(y + 0.32 * self.size.letters, 1)
        return Tick(y, self.words[value], x, middle, "grid" if value else "zero")

    # -- marks -----------------------------------------------------------------------------------

    def _place(self, day: date, value: Decimal) -> Place:
        return self.time.at(day), self.scale.at(value)

    def _places(self, figures: Iterable[Figure]) -> list[Place]:
        return [self._place(each.day, each.value) for each in figures]

    def _dots(self) -> tuple[Dot, ...]:
        known = self.series.known
        joined = self._joined(len(known))
        dots = []
        for reading in known:
            is_last = reading is known[-1]
            if not is_last and reading.is_firm and reading.day in joined:
                continue
            x, y = self._place(reading.day, reading.value or Decimal(0))
            small = 2.6 if reading.is_firm else 3.6
            style = "dot-o" if not reading.is_firm else "last" if is_last else "dot"
            dots.append(Dot(x, y, 6 if is_last else small, style))
        planned = known[-1].planned if known else None
        if planned is not None:
            dots.append(Dot(*self._place(known[-1].day, planned), 3.2, "ms"))
        return tuple(dots)

    def _joined(self, count: int) -> frozenset[date]:
        """Return the days whose value the line alone shows: among many, and not alone in a run."""
        if count <= DOTS_FROM:
            return frozenset()
        joined = (run for run in self.series.runs if len(run) > 1)
        return frozenset(each.day for run in joined for each in run)

    def _future(self) -> Box | None:
        as_of = self.series.as_of
        if not as_of or as_of >= self.time.last:
            return None
        return Box(self.time.at(as_of), self.box.top, self.box.right, self.box.bottom)

    def _range(self) -> Box | None:
        goal = self.series.goal
        if not goal or not goal.is_band:
            return None
        ends = [
            self.scale.at(goal.low if goal.low is not None else Decimal(self.scale.low)),
            self.scale.at(goal.high if goal.high is not None else Decimal(self.scale.high)),
        ]
        return Box(self.box.left, min(ends), self.box.right, max(ends))

    def _band(self) -> str:
        trend = self.series.trend
        upper = [self._place(each.day, self._limited(each.high)) for each in trend]
        lower = [self._place(each.day, self._limited(each.low)) for each in reversed(trend)]
        return _points([*upper, *lower]) if len(trend) > 1 else ""

    def _limited(self, value: Decimal) -> Decimal:
        floor, ceiling = self.series.floor, self.series.ceiling
        value = value if floor is None else max(value, floor)
        return value if ceiling is None else min(value, ceiling)

    def _target(self) -> None:
        goal = self.series.goal
        if not goal:
            return
        x = self.time.at(goal.day)
        heights = [self.scale.at(bound) for bound in goal.bounds]
        for y in heights:
            self.lines.append(Line(x - 12, y, x + 4, y, "target"))
            self.field.taken.append(Box(x - 14, y - 4, x + 6, y + 4))
        if len(heights) > 1:
            self.lines.append(Line(x - 4, heights[0], x - 4, heights[-1], "target"))

    def _as_of(self) -> None:
        as_of = self.series.as_of
        if not as_of:
            return
        x = self.time.at(as_of)
        self.lines.append(Line(x, self.box.top, x, self.box.bottom, "asof"))
        self.field.add_line([(x, self.box.top), (x, self.box.bottom)])
        for y, side in ((self.box.top + 9, "e w"), (self.box.bottom - 9, "e w")):
            if self._put(self._label(x, y, brief_day(as_of), ""), sides=side, duty="only"):
                return
        self._put(self._label(x, self.box.top + 9, brief_day(as_of), ""), duty="must")

    # -- words -----------------------------------------------------------------------------------

    def _label(self, x: float, y: float, words: str, style: str) -> Label:
        size = BIG if "big" in style.split() else self.size.letters
        return Label(x, y, words, f"{self.size.style} {style}".strip(), "start", size)

    def _write(self, label: Label) -> None:
        self.labels.append(label)

    def _put(self, label: Label, *, sides: str = "", duty: Duty = "may") -> bool:
        placed = self.field.place(label, sides=sides, duty=duty)
        if placed:
            future, box = self._future(), placed.box
            in_future = future and (box.left + box.right) / 2 > future.left
            halo = "halo halo-s" if in_future else "halo"
            self._write(replace(placed, style=f"{placed.style} {halo}"))
        return placed is not None

    def _side_lines(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what stands beside the field: the words of the target, and of the trend."""
        series, room = self.series, self.size.side - LEAD
        found = []
        for style, words in (
            ("strong", series.goal.words if series.goal else ()),
            ("t-sea", series.trend_words if series.trend else ()),
        ):
            lines = chain.from_iterable(
                broken(line, width=room, size=self.size.letters, is_strong=style == "strong")
                for line in words
            )
            found.append((style, tuple(lines)))
        return tuple(found)

    def _side_width(self) -> float:
        widths = [
            text_width(line, size=self.size.letters, is_strong=style == "strong")
            for style, lines in self.side
            for line in lines
        ]
        return max(widths) + LEAD + 2 if widths else EDGE

    def _beside(self) -> None:
        blocks = []
        for (style, lines), place in zip(self.side, self._side_places(), strict=True):
            if lines and place:
                words = tuple(self._label(0, 0, line, style) for line in lines)
                blocks.append(Block(place[0], place[1], words))
        leading = self.size.leading
        for block, top in stacked(blocks, leading=leading, top=2, bottom=self._lowest()):
            x = self.box.right + LEAD
            middle = top + block.height(leading) / 2
            self.lines.append(Line(block.x + 6, block.y, round(x - 4, 1), round(middle, 1), "lead"))
            for number, line in enumerate(block.lines):
                written = line.at(x, top + leading * number + self.size.letters, "start")
                self._write(written)
                self.field.taken.append(written.box)

    def _lowest(self) -> float:
        """Return how far down words beside the field may reach: not beside a year at its end."""
        letters, start = self.size.letters, self.box.right + LEAD
        words = (Label(m.word_x, 0, m.word, anchor=m.anchor, size=letters) for m in self.marks)
        is_near = any(word.box.right + APART > start for word in words)
        return self.box.bottom + APART if is_near else self.size.height - 4

    def _side_places(self) -> tuple[Place | None, Place | None]:
        goal, trend = self.series.goal, self.series.trend
        target: Place | None = None
        if goal and goal.bounds:
            heights = [self.scale.at(bound) for bound in goal.bounds]
            target = self.time.at(goal.day), sum(heights) / len(heights)
        ahead = self._place(trend[-1].day, trend[-1].value) if trend else None
        return target, ahead

    def _last_words(self) -> None:
        known = self.series.known
        if not known:
            middle = (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2
            self._put(self._label(*middle, _("no value"), ""), sides="n")
            return
        last = known[-1]
        value = last.value or Decimal(0)
        x, y = self._place(last.day, value)
        words = self.series.latest or short_number(value)
        above = last.planned is not None and self.scale.at(last.planned) < y
        sides = "se e s sw ne" if above else "ne e se s n nw"
        self._put(self._label(x, y, words, "strong big t-sea"), sides=sides, duty="must")
        if last.planned is not None:
            words = _("planned %(number)s") % {"number": short_number(last.planned)}
            place = self._place(last.day, last.planned)
            sides = "nw n w ne" if above else "se s e sw"
            self._put(self._label(*place, words, ""), sides=sides)

    def _other_words(self) -> None:
        series = self.series
        if series.baseline:
            words = _("baseline %(number)s") % {"number": short_number(series.baseline.value)}
            place = self._place(series.baseline.day, series.baseline.value)
            self._put(self._label(*place, words, ""), sides="ne n se s", duty="should")
        for each in series.milestones:
            words = _("milestone %(number)s") % {"number": short_number(each.value)}
            self._put(self._label(*self._place(each.day, each.value), words, ""), sides="nw w n se")
        if len(series.required) > 1 and series.required_words:
            first, last = self._places((series.required[0], series.required[-1]))
            place = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
            self._put(self._label(*place, series.required_words, "strong"), sides="se s nw n")
        for reading in series.known[:-1]:
            if not reading.is_firm and reading.note and reading.value is not None:
                place = self._place(reading.day, reading.value)
                self._put(self._label(*place, reading.note, ""), sides="s n se nw")


def _points(places: Sequence[Place]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _days(series: Series) -> Iterable[date]:
    yield from (each.day for each in series.readings)
    yield from (each.day for each in (*series.plan, *series.milestones, *series.required))
    yield from (each.day for each in series.trend)
    if series.baseline:
        yield series.baseline.day
    if series.goal:
        yield series.goal.day
    if series.as_of:
        yield series.as_of


def _values(series: Series) -> Iterable[Decimal]:
    """Return every figure that must lie in the field, and as much of the trend as leaves it read.

    A trend may add half as much again as the other figures span, above and below.
    """
    found = [each.value for each in (*series.plan, *series.milestones, *series.required)]
    found += [each.value for each in series.known if each.value is not None]
    found += [each.planned for each in series.known if each.planned is not None]
    found += [series.baseline.value] if series.baseline else []
    found += series.goal.bounds if series.goal else ()
    yield from found
    if found and series.trend:
        low, high = min(found), max(found)
        spare = (high - low or abs(high) or Decimal(1)) / 2
        for each in series.trend:
            for value in (each.value, each.low, each.high):
                yield min(max(value, low - spare), high + spare)
