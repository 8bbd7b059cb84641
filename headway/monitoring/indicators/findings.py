"""The finding of a chart, made from the figures that it draws: what its title says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.periods import LOCALES, Period
from headway.monitoring.indicators.arithmetic import exactly
from headway.monitoring.indicators.forecast import FEWEST, forecast
from headway.monitoring.indicators.kinds import KINDS, Stated
from headway.monitoring.indicators.paths import aim_of, stretch_at
from headway.monitoring.indicators.saying import say_of
from headway.monitoring.indicators.states import Word
from headway.monitoring.indicators.wording import number, when

if TYPE_CHECKING:
    from datetime import date

    from headway.monitoring.indicators.facts import Facts, Point, Say
    from headway.monitoring.indicators.forecast import Forecast
    from headway.monitoring.indicators.paths import Aim
    from headway.monitoring.indicators.queries.answers import Answer

SMALL = 2
"""Digits of a difference that the decimals of its indicator would round to nothing."""


def finding(answer: Answer) -> str:
    """Say where an indicator stands: its latest value, the plan’s, and where the trend leads."""
    latest = answer.facts.latest
    if latest is None:
        return _nothing(answer)
    told = _told(answer, latest)
    if answer.verdict == Word.NOT_REPORTED and answer.expected:
        sentence = _("Not reported for %(period)s; before that: %(finding)s")
        return sentence % {"period": answer.expected.period.worded(), "finding": told}
    return told


def _nothing(answer: Answer) -> str:
    if answer.verdict == Word.NOT_YET_DUE and answer.expected:
        return _("The first value is due by %(day)s") % {"day": long_day(answer.expected.due_on)}
    return _("No value has been reported yet")


def _told(answer: Answer, latest: Point) -> str:
    say, facts = say_of(answer.text), answer.facts
    told = {"value": say(latest.value), "when": when(latest.day), "wanted": wanted_words(answer)}
    aim = aim_of(facts)
    if aim is None:
        return _("%(value)s (%(when)s); there is no target") % told
    if aim.is_met_by(latest.value):
        return _("%(value)s (%(when)s): the target is met, %(wanted)s") % told
    planned = planned_at(facts, aim, latest.day)
    if aim.figure is None or planned is None:
        with exactly():
            gap = abs(aim.gain(latest.value) - aim.wanted)
        sentence = _("%(value)s (%(when)s): %(gap)s away from the target, %(wanted)s")
        return sentence % (told | {"gap": difference(gap, say)})
    parts = [_beside_the_plan(aim, latest, planned, say), _trend(answer, aim)]
    compared = _("%(value)s (%(when)s): %(rest)s")
    return compared % (told | {"rest": "; ".join(part for part in parts if part)})


def _beside_the_plan(aim: Aim, latest: Point, planned: Decimal, say: Say) -> str:
    with exactly():
        ahead = aim.gain(latest.value) - aim.gain(planned)
    if not ahead:
        return _("exactly as planned")
    told = {"gap": difference(abs(ahead), say)}
    return (_("%(gap)s ahead of the plan") if ahead > 0 else _("%(gap)s behind the plan")) % told


def _trend(answer: Answer, aim: Aim) -> str:
    """Say whether the trend, with its interval, reaches the target."""
    ahead = trend_of(answer)
    if ahead is None:
        return ""
    end = ahead.estimates[-1]
    reached = {aim.is_met_by(bound) for bound in (end.low, end.high)}
    if reached == {True}:
        return _("the trend would reach the target")
    if reached == {False}:
        return _("the trend would miss the target")
    return _("the trend might reach the target")


def trend_of(answer: Answer) -> Forecast | None:
    """Draw the trend on from the latest value, year by year, to the target’s day.

    None below four values, and where no target lies ahead.

    Source: methods, section 1.4.
    """
    facts = answer.facts
    if len(facts.points) < FEWEST or not facts.target or not facts.latest:
        return None
    first, last = facts.latest.day, facts.target.day
    if first >= last:
        return None
    ends = [Period("year", year).last_day for year in range(first.year, last.year)]
    days = {first, *(day for day in ends if first < day < last), last}
    never_falls = KINDS[answer.text.kind].never_falls
    return forecast(facts, days=days, is_cumulative=never_falls)


def planned_at(facts: Facts, aim: Aim, day: date) -> Decimal | None:
    """Return what the plan expects on a day; nothing before the baseline, and of a band.

    Source: methods, section 1.1 A.
    """
    if facts.baseline is None or aim.figure is None or day < facts.baseline.day:
        return None
    stretch = stretch_at(facts, facts.baseline, day, aim)
    return aim.shown(stretch.at(day) if stretch else aim.wanted)


def wanted_words(answer: Answer) -> str:
    """Say the target as the strategy states it; nothing where it states none."""
    goal = answer.facts.target
    stated = [row for row in answer.targets if goal and row.by_day == goal.day]
    if not stated:
        return ""
    row = stated[-1]
    said = Stated(Period.parse(row.period), row.low, row.high)
    return KINDS[answer.text.kind].worded(said, say_of(answer.text))


def difference(gap: Decimal, say: Say) -> str:
    """Write a difference; one that would be rounded to nothing keeps two of its digits.

    Two percentages differ by percentage points, not by per cent.
    """
    written = say(gap)
    if gap and written == say(Decimal(0)):
        zero = say(Decimal(0)).partition("\u00a0")
        written = f"{number(gap, SMALL)}{zero[1]}{zero[2]}"
    bare, space, unit = written.rpartition("\u00a0")
    return bare + space + _("percentage points") if unit == "%" else written


def long_day(day: date) -> str:
    language = get_language() or "en"
    return format_date(day, "long", locale=LOCALES.get(language, language))
