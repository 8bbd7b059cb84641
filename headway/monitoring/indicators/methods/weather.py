"""Weather: the average of the last five yearly changes, drawn on to the target's day.

Formula. From the last six yearly values the average yearly change is taken (five or four values
will do) and drawn on to the target's day. The miss is what is then lacking, as a share of the
distance between the target and the latest value. Of several target days the nearest to come
counts; of a band the weaker bound.

A target that is met before its day, or whose day has come, is judged by two facts: whether it is
met, and whether the average change worsens it. Without a target, by whether the average and the
last change point the wanted way.

Source: Federal Statistical Office of Germany (Destatis), indicators of the sustainable development
strategy, “Status”; methods, section 1.1 D.

Limits. The symbols are no forecast. Four yearly values are needed; of figures for shorter periods
only those of the latest value's month count. Figures to be kept, and bands to be kept within, need
another method.

| published symbol | with a target | met early, or due | without | verdict |
|---|---|---|---|---|
| sun | misses by less than 5 % | met, not worsening | average and last change right | on path |
| sun+cloud | misses by 5 to 20 % | met, worsening | average right, last not | behind |
| cloud | misses by more than 20 % | not met, improving | average not, last right | behind |
| storm | not the wanted way | not met, not improving | neither | wrong way |

Whatever the symbol, a target that the latest value meets is achieved.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.monitoring.indicators.arithmetic import ZERO, exactly, kept, share
from headway.monitoring.indicators.facts import Facts, Goal, Point, Say, years_between
from headway.monitoring.indicators.methods.base import (
    Assessment,
    Figure,
    Method,
    Step,
    not_assessable,
)
from headway.monitoring.indicators.paths import TWO_SIDED, bound
from headway.monitoring.indicators.states import Direction, Reason, Word
from headway.monitoring.indicators.wording import (
    day_of,
    decimal_of,
    number,
    percent,
    stopped_once,
    when,
    why_not,
)

NAME = "weather"
VERDICTS = {
    "sun": Word.ON_PATH,
    "sun+cloud": Word.BEHIND,
    "cloud": Word.BEHIND,
    "storm": Word.WRONG_WAY,
}
VALUES, FEWEST = 6, 4
"""How many yearly values are looked at, and how many will do."""
SMALL, LARGE = Decimal("0.05"), Decimal("0.20")
"""Shares of the distance: a smaller miss is sun, a larger one cloud."""


def weather(facts: Facts) -> Assessment:
    """Draw the average of the last yearly changes on to the target's day.

    `value` is the miss as a share of the distance, below zero where the target is passed; there is
    no score.

    Source: methods, section 1.1 D.
    """
    if facts.direction in TWO_SIDED:
        return not_assessable(NAME, Reason.UNFIT)
    points = _yearly(facts.points)
    if len(points) < FEWEST:
        return not_assessable(NAME, Reason.TOO_FEW if facts.points else Reason.NO_VALUE)
    with exactly():
        first, latest = points[0], points[-1]
        years = Decimal(latest.day.year - first.day.year)
        change = kept((latest.value - first.value) / years)
        figures: dict[str, Figure] = {
            "first": first.value,
            "first_day": first.day,
            "value": latest.value,
            "value_day": latest.day,
            "years": years,
            "change": change,
            "last_change": latest.value - points[-2].value,
        }
        goal = _goal(facts, latest.day)
        if goal is None:
            return _of_direction(facts, figures)
        return _of_target(facts, goal, latest, figures)


def _of_direction(facts: Facts, figures: dict[str, Figure]) -> Assessment:
    is_right = _gain(facts, figures, "change") > ZERO
    was_right = _gain(facts, figures, "last_change") > ZERO
    symbols = {
        (True, True): "sun",
        (True, False): "sun+cloud",
        (False, True): "cloud",
        (False, False): "storm",
    }
    return _shown(symbols[is_right, was_right], None, figures)


def _of_target(facts: Facts, goal: Goal, latest: Point, figures: dict[str, Figure]) -> Assessment:
    target, gain = _figure(facts, goal), _gain(facts, figures, "change")
    figures = figures | {"target": target, "target_day": goal.day}
    is_met = _is_met(facts, latest.value, target)
    if is_met or latest.day >= goal.day:
        met, not_met = ("sun", "sun+cloud"), ("cloud", "storm")
        symbol = met[gain < ZERO] if is_met else not_met[gain <= ZERO]
        figures["limit"] = "met" if is_met else "missed"
        if is_met and goal == facts.target:
            return Assessment(NAME, Word.ACHIEVED, symbol, figures=figures)
        return _shown(symbol, None, figures)
    left = years_between(latest.day, goal.day)
    ahead = kept(latest.value + _decimal(figures, "change") * left)
    miss = share(target - ahead, target - latest.value)
    figures |= {"years_left": left, "ahead": ahead}
    return _shown(_symbol(miss, gain), miss, figures)


def _symbol(miss: Decimal, gain: Decimal) -> str:
    if gain <= ZERO:
        return "storm"
    if miss < SMALL:
        return "sun"
    return "sun+cloud" if miss <= LARGE else "cloud"


def _shown(symbol: str, value: Decimal | None, figures: dict[str, Figure]) -> Assessment:
    return Assessment(NAME, VERDICTS[symbol], symbol, value, figures=figures)


def _yearly(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the last six values of the latest value's month, one for each year."""
    by_year = {point.day.year: point for point in points if point.day.month == _month(points)}
    return tuple(by_year.values())[-VALUES:]


def _month(points: tuple[Point, ...]) -> int:
    return points[-1].day.month


def _goal(facts: Facts, day: date) -> Goal | None:
    """Return the goal whose day comes next, or the target once all have passed."""
    goals = [g for g in facts.goals if bound(facts.direction, g.low, g.high) is not None]
    coming = [goal for goal in goals if goal.day > day]
    return next(iter(coming or goals[-1:]), None)


def _figure(facts: Facts, goal: Goal) -> Decimal:
    figure = bound(facts.direction, goal.low, goal.high)
    return ZERO if figure is None else figure


def _is_met(facts: Facts, value: Decimal, target: Decimal) -> bool:
    return value >= target if facts.direction == Direction.UP else value <= target


def _gain(facts: Facts, figures: dict[str, Figure], name: str) -> Decimal:
    change = _decimal(figures, name)
    return change if facts.direction == Direction.UP else -change


def _decimal(figures: dict[str, Figure], name: str) -> Decimal:
    figure = figures[name]
    return figure if isinstance(figure, Decimal) else ZERO


# -- in words --------------------------------------------------------------------------------------

TO_TARGET = {
    "sun": _(
        "On path: on average %(change)s a year since %(since)s, which would lead to %(ahead)s "
        "(%(until)s); wanted is %(target)s."
    ),
    "sun+cloud": _(
        "Behind: on average %(change)s a year since %(since)s, which would lead to %(ahead)s "
        "(%(until)s) and miss %(target)s by %(miss)s of the distance."
    ),
    "cloud": _(
        "Behind: on average %(change)s a year since %(since)s, which would lead to %(ahead)s "
        "(%(until)s) and miss %(target)s by as much as %(miss)s of the distance."
    ),
    "storm": _(
        "Wrong way: on average %(change)s a year since %(since)s, not towards %(target)s "
        "(%(until)s)."
    ),
}
OF_LIMIT = {
    "sun": _("%(value)s (%(when)s) meets %(target)s, and the average change keeps it so."),
    "sun+cloud": _(
        "%(value)s (%(when)s) meets %(target)s, but it worsens: on average %(change)s a year since "
        "%(since)s."
    ),
    "cloud": _(
        "%(value)s (%(when)s) misses %(target)s (%(until)s), but it improves: on average "
        "%(change)s a year since %(since)s."
    ),
    "storm": _(
        "%(value)s (%(when)s) misses %(target)s (%(until)s) and does not improve: on average "
        "%(change)s a year since %(since)s."
    ),
}
OF_DIRECTION = {
    "sun": _(
        "On path: on average %(change)s a year since %(since)s, and %(last)s last; both the wanted "
        "way. There is no target."
    ),
    "sun+cloud": _(
        "Behind: on average %(change)s a year since %(since)s, the wanted way, but %(last)s last. "
        "There is no target."
    ),
    "cloud": _(
        "Behind: on average %(change)s a year since %(since)s, not the wanted way, but %(last)s "
        "last. There is no target."
    ),
    "storm": _(
        "Wrong way: on average %(change)s a year since %(since)s, and %(last)s last; neither is "
        "the wanted way. There is no target."
    ),
}
FEW = _(
    "Not assessable: the weather needs a series of at least four yearly values; there are fewer."
)


@stopped_once
def _sentence(assessment: Assessment, say: Say) -> str:
    if assessment.reason == Reason.TOO_FEW:
        return str(FEW)
    if assessment.reason:
        return why_not(assessment)
    told, figures, symbol = _told(assessment, say), assessment.figures, assessment.status
    if "limit" in figures:
        return f"{str(assessment.verdict.label).capitalize()}: {str(OF_LIMIT[symbol]) % told}"
    sentences = TO_TARGET if "target" in figures else OF_DIRECTION
    return str(sentences[symbol]) % told


def _told(assessment: Assessment, say: Say) -> dict[str, str]:
    figures = assessment.figures
    named = {"value": "value", "first": "first", "target": "target", "ahead": "ahead"}
    named |= {"change": "change", "last": "last_change"}
    told = {n: say(decimal_of(assessment, key)) for n, key in named.items() if key in figures}
    days = {"when": "value_day", "since": "first_day", "until": "target_day"}
    told |= {n: when(day_of(assessment, key)) for n, key in days.items() if key in figures}
    return told | {"miss": percent(assessment.value or ZERO)}


def _steps(assessment: Assessment, say: Say) -> tuple[Step, ...]:
    if assessment.reason:
        return ()
    told = _told(assessment, say)
    years = number(decimal_of(assessment, "years"))
    steps = [
        Step(
            _now("Average yearly change"),
            f"({told['value']} − {told['first']}) ÷ {years}",
            told["change"],
        )
    ]
    compared = f"{told['change']}; {told['last']}"
    if "ahead" in assessment.figures:
        left = number(decimal_of(assessment, "years_left"))
        formula = f"{told['value']} + ({told['change']}) × {left}"
        steps.append(Step(_now("Where it would lead"), formula, told["ahead"]))
        formula = f"({told['target']} − {told['ahead']}) ÷ ({told['target']} − {told['value']})"
        steps.append(Step(_now("Miss, as a share of the distance"), formula, told["miss"]))
        compared = f"{told['miss']}: {percent(SMALL)} · {percent(LARGE)}"
    elif "target" in assessment.figures:
        compared = f"{told['value']} ↔ {told['target']}; {told['change']}"
    verdict = f"{assessment.status} → {assessment.verdict.label}"
    return (*steps, Step(_now("Verdict"), compared, verdict))


POVERTY = ("14.5", "12.9", "11.9", "11.2", "10.5", "6.5", "7.6", "10.3", "10.4")
"""Of Canada, in per cent, 2015 to 2023 (Statistics Canada): the series of the example."""
METHOD = Method(
    name=NAME,
    title=_("Weather"),
    summary=_(
        "Where would the average of the last five yearly changes lead by the target’s day, and by "
        "how much would the target be missed?"
    ),
    source=_("Federal Statistical Office of Germany (Destatis)."),
    limits=_(
        "The symbols are no forecast. At least four yearly values are needed. It knows no bands to "
        "be kept within."
    ),
    formula=(
        "c = (y − y₅) ÷ 5",
        "a = y + c × (T − t)",
        "m = (z − a) ÷ (z − y)",
    ),
    conditions={
        "sun": "c > 0, m < 0.05; y ≥ z, c ≥ 0; c > 0, c₁ > 0",
        "sun+cloud": "c > 0, 0.05 ≤ m ≤ 0.2; y ≥ z, c < 0; c > 0, c₁ ≤ 0",
        "cloud": "c > 0, m > 0.2; c ≤ 0, c₁ > 0",
        "storm": "c ≤ 0; c ≤ 0, c₁ ≤ 0",
    },
    verdicts=VERDICTS,
    assess=weather,
    sentence=_sentence,
    steps=_steps,
    example=Facts(
        direction=Direction.DOWN,
        baseline=Point(date(2015, 12, 31), Decimal("14.5")),
        goals=(Goal.at(date(2030, 12, 31), Decimal("7.25")),),
        points=tuple(
            Point(date(2015 + place, 12, 31), Decimal(value)) for place, value in enumerate(POVERTY)
        ),
        floor=ZERO,
        ceiling=Decimal(100),
    ),
)
