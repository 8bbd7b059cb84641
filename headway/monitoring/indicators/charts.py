"""The charts of an indicator, made from what is judged of it: for pages and documents alike."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.numbers import rounded
from headway.foundation.ui.charts import Expected, Figure, Goal, Multiple, Reading, Series
from headway.foundation.ui.numbers import brief_day, number_words
from headway.monitoring.indicators.findings import (
    finding,
    planned_at,
    trend_of,
    wanted_words,
)
from headway.monitoring.indicators.forecast import LABEL, required
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.paths import aim_of, bound
from headway.monitoring.indicators.saying import in_words, say_of, unit_of
from headway.monitoring.indicators.states import Flag, Missing
from headway.monitoring.indicators.wording import MINUS, ended_once, when

if TYPE_CHECKING:
    from datetime import date

    from headway.monitoring.indicators.facts import Point
    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.indicators.queries.answers import Answer
    from headway.monitoring.indicators.queries.overview import Ambition

NOT_FIRM = frozenset({Flag.PROVISIONAL.value, Flag.ESTIMATED.value})
LAST_MONTH, LAST_DAY = 12, 31


def series_of(answer: Answer, *, on: date) -> Series:
    """Return an indicator as a trajectory shows it; `on` marks today where there is no value."""
    facts, text = answer.facts, answer.text
    say, latest = say_of(text), facts.latest
    lines, needed = _trend_lines(answer), required(facts)
    trend = _trend(answer)
    newest = answer.latest
    return Series(
        title=finding(answer),
        description=_description(answer),
        about=_about(answer),
        name=in_words(text.title),
        axis=_axis(text),
        provenance=newest.provenance if newest else text.provenance,
        readings=_readings(answer),
        latest=say(latest.value) if latest else "",
        baseline=_figure(facts.baseline, text),
        plan=_plan(answer),
        milestones=_milestones(answer),
        goal=_goal(answer),
        as_of=latest.day if latest else on,
        trend=trend,
        trend_words=lines,
        required=(
            (
                Figure(needed.start_day, _rounded(needed.start, text)),
                Figure(needed.end_day, _rounded(needed.end, text)),
            )
            if needed and not trend
            else ()
        ),
        required_words=_("needed: %(change)s a year") % {"change": _change(needed.change, answer)}
        if needed and not trend
        else "",
        floor=facts.floor,
        ceiling=facts.ceiling,
        is_rank=text.kind == "rank",
    )


def multiple_of(ambition: Ambition, *, first: date, last: date, address: str) -> Multiple:
    """Return an ambition as one of the small multiples, which all share their years."""
    answer = ambition.answer
    text, latest = answer.text, answer.facts.latest
    named = in_words(text.title)
    figure = say_of(text)(latest.value) if latest else _("no value")
    wanted = wanted_words(answer)
    wanted = _("wanted: %(target)s") % {"target": wanted} if wanted else ""
    if not latest:
        note = _("No value has been reported. A blank is not a zero.")
    elif latest.flag:
        note = f"{when(latest.day)}, {Flag(latest.flag).label}"
    else:
        note = when(latest.day)
    return Multiple(
        name=named,
        figure=figure,
        wanted=wanted,
        name_of_line=f"{named}: {figure}, {wanted}".rstrip(", "),
        verdict=str(answer.verdict),
        first=first,
        last=last,
        readings=tuple(_reading(point, answer) for point in answer.facts.points),
        plan=_plan(answer),
        goal=_goal(answer),
        is_rank=text.kind == "rank",
        address=address,
        note=note,
        provenance=ambition.provenance,
    )


def years_of(ambitions: tuple[Ambition, ...]) -> tuple[date, date] | None:
    """Return the first and the last day that any of the ambitions speaks of."""
    days = {
        day
        for each in ambitions
        for day in (
            *(point.day for point in each.answer.facts.points),
            *(goal.day for goal in each.answer.facts.goals),
            *(point.day for point in [each.answer.facts.baseline] if point),
        )
    }
    return (min(days), max(days)) if days else None


def day_words(day: date) -> str:
    """Say by when: “by the end of 2030”, “by 30 Jun 2026”."""
    if (day.month, day.day) == (LAST_MONTH, LAST_DAY):
        return _("by the end of %(year)s") % {"year": day.year}
    return _("by %(day)s") % {"day": brief_day(day)}


# -- parts of a chart ------------------------------------------------------------------------------


def _description(answer: Answer) -> str:
    """Say the chart to those who listen: from when to when, and its most telling figures."""
    facts, say = answer.facts, say_of(answer.text)
    points = [point for point in (facts.baseline, *facts.points) if point]
    parts = []
    if points:
        first = min(points, key=lambda point: point.day)
        told = {"value": say(first.value), "when": when(first.day)}
        parts.append(_("Begins with %(value)s (%(when)s)") % told)
    if facts.latest:
        told = {"value": say(facts.latest.value), "when": when(facts.latest.day)}
        parts.append(_("latest value %(value)s (%(when)s)") % told)
    if facts.target:
        told = {"target": wanted_words(answer), "until": day_words(facts.target.day)}
        parts.append(_("target %(target)s %(until)s") % told)
    if lines := _trend_lines(answer):
        parts.append(" ".join(lines))
    return ended_once("; ".join(parts) + ".") if parts else finding(answer)


def _about(answer: Answer) -> str:
    """Say what is measured, who said the latest value and who accepted it, and when."""
    text, newest = answer.text, answer.latest
    measured = ", ".join(part for part in (in_words(text.title), _axis(text)) if part)
    if newest is None:
        return ended_once(f"{measured}.")
    told = {
        "who": newest.reporter or newest.acceptor,
        "acceptor": newest.acceptor,
        "day": brief_day(newest.received_at.date()),
    }
    if newest.reporter and newest.reporter != newest.acceptor:
        said = _("Reported by %(who)s, accepted by %(acceptor)s, %(day)s.")
    else:
        said = _("Entered by %(who)s, %(day)s.")
    return ended_once(f"{measured}. {said % told}")


def _axis(text: IndicatorText) -> str:
    kind = KINDS[text.kind]
    sort = str(kind.label) if kind.never_falls or not text.unit else ""
    return ", ".join(part for part in (unit_of(text), sort) if part)


def _readings(answer: Answer) -> tuple[Reading, ...]:
    points = [_reading(point, answer) for point in answer.facts.points]
    known = {reading.day for reading in points}
    gaps = [
        Reading(row.period_end, None, note=str(Missing(row.missing).label))
        for row in answer.values
        if row.missing and not row.member and row.period_end not in known
    ]
    return tuple(sorted([*points, *gaps], key=lambda reading: reading.day))


def _reading(point: Point, answer: Answer) -> Reading:
    aim = aim_of(answer.facts)
    planned = planned_at(answer.facts, aim, point.day) if aim else None
    more = 0 if answer.text.decimals else 1
    return Reading(
        day=point.day,
        value=_rounded(point.value, answer.text),
        planned=None if planned is None else _rounded(planned, answer.text, more=more),
        note=str(Flag(point.flag).label) if point.flag else "",
        is_firm=point.flag not in NOT_FIRM,
    )


def _plan(answer: Answer) -> tuple[Figure, ...]:
    """Return the corners of the planned path; a band and a series without a start have none."""
    aim, baseline = aim_of(answer.facts), answer.facts.baseline
    if aim is None or aim.figure is None or baseline is None:
        return ()
    end = Figure(aim.day, _rounded(aim.figure, answer.text))
    start = Figure(baseline.day, _rounded(baseline.value, answer.text))
    return (start, *_milestones(answer), end) if start.day < end.day else ()


def _milestones(answer: Answer) -> tuple[Figure, ...]:
    facts, aim = answer.facts, aim_of(answer.facts)
    if aim is None or aim.figure is None or facts.baseline is None:
        return ()
    figures = ((goal.day, bound(facts.direction, goal.low, goal.high)) for goal in facts.milestones)
    return tuple(
        Figure(day, _rounded(value, answer.text))
        for day, value in figures
        if value is not None and facts.baseline.day < day < aim.day
    )


def _goal(answer: Answer) -> Goal | None:
    goal = answer.facts.target
    if goal is None:
        return None
    low, high = (
        None if each is None else _rounded(each, answer.text) for each in (goal.low, goal.high)
    )
    wanted = _("Target %(figure)s") % {"figure": wanted_words(answer)}
    return Goal(goal.day, low, high, (wanted, day_words(goal.day)))


def _trend(answer: Answer) -> tuple[Expected, ...]:
    ahead = trend_of(answer)
    if ahead is None:
        return ()
    return tuple(
        Expected(
            each.day,
            *(_rounded(value, answer.text, more=2) for value in (each.value, each.low, each.high)),
        )
        for each in ahead.estimates
    )


def _trend_lines(answer: Answer) -> tuple[str, ...]:
    """Return what stands beside the trend: between which figures it would end, and what it is."""
    ahead = trend_of(answer)
    if ahead is None:
        return ()
    end = ahead.estimates[-1]
    low, high = (number_words(_rounded(value, answer.text)) for value in (end.low, end.high))
    between = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return between, str(LABEL)


def _change(change: Decimal, answer: Answer) -> str:
    more = 0 if change == change.to_integral_value() else 1
    written = number_words(_rounded(change, answer.text, more=more))
    return written if written.startswith(MINUS) else f"+{written}"


def _figure(point: Point | None, text: IndicatorText) -> Figure | None:
    return Figure(point.day, _rounded(point.value, text)) if point else None


def _rounded(value: Decimal, text: IndicatorText, *, more: int = 0) -> Decimal:
    """Round to the decimals that an indicator shows; `more` for what was computed.

    A whole number keeps no decimals that were only computed.
    """
    places = text.decimals if value == value.to_integral_value() else text.decimals + more
    return rounded(value, places)
