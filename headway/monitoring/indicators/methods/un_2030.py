"""UN 2030: where the growth so far would lead by the target's day, against the distance to go.

Formula. CAGR = (yt ÷ y0)^(1 ÷ years) − 1 from the baseline to the value; expected at the target's
day is yt × (1 + CAGR)^(years left); q = (expected − baseline) ÷ (target − baseline). Without a
target the CAGR in the wanted direction counts; its sign is turned for a series below zero.

A value that meets the target is met, whatever the trend. So is one within a point of a target of
0 or 100 % (a series with the natural limit 100). A yes-or-no indicator (natural limits 0 and 1) is
met or not. Past the target's day it is assessed up to that day.

Source: United Nations Statistics Division, Progress Chart Technical Note 2023, as EUSTAT, the
statistical office of a region, applies it; methods, section 1.1 C.

Limits. Only the first and the last value count; from a baseline of zero there is no growth rate. A
series of growth rates has to be judged by its level. It knows no bands to be kept.

| published word | with a target | without | verdict |
|---|---|---|---|
| met | the value meets the target | | achieved |
| on track | q ≥ 0.95 | CAGR ≥ 2 % | on path |
| fair | q ≥ 0.10 | CAGR ≥ 0.5 % | behind |
| stagnation | q ≥ 0 | CAGR ≥ 0 | no change |
| regression | q < 0 | CAGR < 0 | wrong way |

The publisher has one word for the first two and one for the last two: “met or on track” (3 points)
and “stagnation or regression” (1 point); fair has 2. We say which of the two it is.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.monitoring.indicators.arithmetic import ONE, ZERO, exactly, growth, kept, share
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
    rate,
    stopped_once,
    when,
    why_not,
)

NAME = "un-2030"
VERDICTS = {
    "met": Word.ACHIEVED,
    "on track": Word.ON_PATH,
    "fair": Word.BEHIND,
    "stagnation": Word.NO_CHANGE,
    "regression": Word.WRONG_WAY,
}
POINTS = {"met": 3, "on track": 3, "fair": 2, "stagnation": 1, "regression": 1}
BOUNDS_OF_DISTANCE = (Decimal("0.95"), Decimal("0.10"))
BOUNDS_OF_GROWTH = (Decimal("0.02"), Decimal("0.005"))
NEAR = ONE
"""Points from a target of 0 or 100 % within which it is met."""
WHOLE = Decimal(100)
SHORTEST = ONE
"""Years between the two values: a minimum of two years of data."""


def un_2030(facts: Facts) -> Assessment:
    """Extrapolate the growth since the baseline to the target's day and compare with the target.

    `value` is q, or the yearly growth in the wanted direction; `score` the published points.

    Source: methods, section 1.1 C.
    """
    goal = _goal(facts)
    latest = _latest(facts, goal)
    if latest is None:
        return not_assessable(NAME, Reason.NO_VALUE)
    if facts.direction in TWO_SIDED:
        return not_assessable(NAME, Reason.UNFIT)
    with exactly():
        figures: dict[str, Figure] = {"value": latest.value, "value_day": latest.day}
        if facts.baseline:
            figures |= {"baseline": facts.baseline.value, "baseline_day": facts.baseline.day}
        if goal:
            figures |= {"target": _figure(facts, goal), "target_day": goal.day}
        if goal and _is_met(facts, latest.value, _figure(facts, goal)):
            return _rated("met", None, figures | _worsened(facts, latest))
        if goal and _is_yes_or_no(facts):
            return _rated("stagnation", None, figures)
        reason = _gap(facts, latest, goal)
        if reason or facts.baseline is None:
            return not_assessable(NAME, reason or Reason.NO_BASELINE, **figures)
        return _judged(facts, facts.baseline, latest, figures)


def _judged(facts: Facts, baseline: Point, latest: Point, figures: dict[str, Figure]) -> Assessment:
    goal, years = _goal(facts), years_between(baseline.day, latest.day)
    observed = growth(start=baseline.value, end=latest.value, years=years)
    figures = figures | {"growth": observed, "years": years}
    if goal is None:
        is_good = (facts.direction == Direction.UP) == (baseline.value > ZERO)
        value, bounds = kept(observed if is_good else -observed), BOUNDS_OF_GROWTH
    else:
        left = years_between(latest.day, goal.day)
        ahead = kept(latest.value * (ONE + observed) ** left)
        value = share(ahead - baseline.value, _figure(facts, goal) - baseline.value)
        figures |= {"years_left": left, "ahead": ahead}
        bounds = BOUNDS_OF_DISTANCE
    return _rated(_word(value, bounds), value, figures)


def _word(value: Decimal, bounds: tuple[Decimal, Decimal]) -> str:
    high, low = bounds
    if value >= high:
        return "on track"
    if value >= low:
        return "fair"
    return "stagnation" if value >= ZERO else "regression"


def _rated(status: str, value: Decimal | None, figures: dict[str, Figure]) -> Assessment:
    score = Decimal(POINTS[status])
    return Assessment(NAME, VERDICTS[status], status, value, score, figures=figures)


def _gap(facts: Facts, latest: Point, goal: Goal | None) -> Reason | None:
    """Say why there is no growth to extrapolate."""
    if facts.baseline is None:
        return Reason.NO_BASELINE
    start, years = facts.baseline.value, years_between(facts.baseline.day, latest.day)
    if years <= ZERO:
        return Reason.NO_VALUE if years else Reason.SAME_YEAR
    if years < SHORTEST:
        return Reason.TOO_SHORT
    if not start:
        return Reason.UNFIT
    if start * latest.value < ZERO:
        return Reason.BOTH_SIGNS
    return Reason.ALREADY_THERE if goal and _figure(facts, goal) == start else None


def _latest(facts: Facts, goal: Goal | None) -> Point | None:
    """Return the last value, or the last up to the target's day where that has passed.

    Where there is none after the baseline by then, the growth to the last value tells it.
    """
    since = facts.baseline.day if facts.baseline else date.min
    until = [point for point in facts.points if goal and since < point.day <= goal.day]
    known = until or list(facts.points)
    return known[-1] if known else None


def _goal(facts: Facts) -> Goal | None:
    goal = facts.target
    return goal if goal and bound(facts.direction, goal.low, goal.high) is not None else None


def _figure(facts: Facts, goal: Goal) -> Decimal:
    figure = bound(facts.direction, goal.low, goal.high)
    return ZERO if figure is None else figure


def _is_met(facts: Facts, value: Decimal, target: Decimal) -> bool:
    is_end = target in {ZERO, WHOLE} and facts.ceiling == WHOLE
    near = NEAR if is_end else ZERO
    if facts.direction == Direction.UP:
        return value >= target - near
    return value <= target + near


def _is_yes_or_no(facts: Facts) -> bool:
    values = {point.value for point in facts.points}
    return (facts.floor, facts.ceiling) == (ZERO, ONE) and values <= {ZERO, ONE}


def _worsened(facts: Facts, latest: Point) -> dict[str, Figure]:
    if facts.baseline is None:
        return {}
    change = latest.value - facts.baseline.value
    is_worse = change < ZERO if facts.direction == Direction.UP else change > ZERO
    return {"worsened": "yes"} if is_worse else {}


# -- in words --------------------------------------------------------------------------------------

MET = _("Achieved: %(value)s (%(when)s); wanted is %(target)s (%(until)s).")
NOT_MET = _("No change: %(value)s (%(when)s); wanted is %(target)s (%(until)s).")
WITH_TARGET = {
    "on track": _(
        "On path: the growth so far would lead to %(ahead)s (%(until)s), %(covered)s of the way "
        "to %(target)s."
    ),
    "fair": _(
        "Behind: the growth so far would lead to %(ahead)s (%(until)s), %(covered)s of the way to "
        "%(target)s. Fair progress that must become faster."
    ),
    "stagnation": _(
        "No change: the growth so far would lead to %(ahead)s (%(until)s), only %(covered)s of the "
        "way to %(target)s."
    ),
    "regression": _(
        "Wrong way: the growth so far would lead to %(ahead)s (%(until)s), away from %(target)s."
    ),
}
WITHOUT = {
    "on track": _(
        "On path: a yearly change of %(growth)s since %(since)s. There is no target; %(high)s in "
        "the wanted direction counts as on path."
    ),
    "fair": _(
        "Behind: a yearly change of %(growth)s since %(since)s. There is no target; %(high)s in "
        "the wanted direction would count as on path."
    ),
    "stagnation": _(
        "No change: a yearly change of %(growth)s since %(since)s, less than %(low)s in the wanted "
        "direction."
    ),
    "regression": _(
        "Wrong way: a yearly change of %(growth)s since %(since)s, against the wanted direction."
    ),
}


@stopped_once
def _sentence(assessment: Assessment, say: Say) -> str:
    if assessment.reason:
        return why_not(assessment)
    told, status = _told(assessment, say), assessment.status
    if assessment.value is not None:
        sentences = WITH_TARGET if "ahead" in assessment.figures else WITHOUT
        return str(sentences[status]) % told
    if status != "met":
        return str(NOT_MET) % told
    worse = _now("It was better at the baseline: %(baseline)s (%(since)s).")
    met = str(MET) % told
    return f"{met} {worse % told}" if "worsened" in assessment.figures else met


def _told(assessment: Assessment, say: Say) -> dict[str, str]:
    figures = assessment.figures
    names = ("value", "baseline", "target", "ahead")
    told = {name: say(decimal_of(assessment, name)) for name in names if name in figures}
    days = {"when": "value_day", "since": "baseline_day", "until": "target_day"}
    told |= {n: when(day_of(assessment, key)) for n, key in days.items() if key in figures}
    if "growth" in figures:
        told |= {"high": rate(BOUNDS_OF_GROWTH[0]), "low": rate(BOUNDS_OF_GROWTH[1])}
        told["growth"] = rate(decimal_of(assessment, "growth"))
        told["covered"] = percent(assessment.value or ZERO)
    return told


def _steps(assessment: Assessment, say: Say) -> tuple[Step, ...]:
    if assessment.value is None:
        return ()
    told = _told(assessment, say)
    years = number(decimal_of(assessment, "years"))
    steps = [
        Step(
            _now("Yearly growth, observed"),
            f"({told['value']} ÷ {told['baseline']})^(1 ÷ {years}) − 1",
            told["growth"],
        )
    ]
    high, low = (rate(each) for each in BOUNDS_OF_GROWTH)
    shown = rate(assessment.value)
    if "ahead" in assessment.figures:
        left = number(decimal_of(assessment, "years_left"))
        ahead, start = told["ahead"], told["baseline"]
        steps += [
            Step(
                _now("Where the growth so far would lead"),
                f"{told['value']} × (1 + {told['growth']})^{left}",
                ahead,
            ),
            Step(
                _now("Share of the distance"),
                f"({ahead} − {start}) ÷ ({told['target']} − {start})",
                told["covered"],
            ),
        ]
        high, low = (percent(each) for each in BOUNDS_OF_DISTANCE)
        shown = told["covered"]
    verdict = f"{assessment.status} → {assessment.verdict.label}"
    return (*steps, Step(_now("Verdict"), f"{shown}: 0 · {low} · {high}", verdict))


METHOD = Method(
    name=NAME,
    title=_("UN 2030"),
    summary=_(
        "Where would the growth since the baseline lead by the target’s day, and how much of the "
        "distance would be covered then?"
    ),
    source=_("United Nations Statistics Division, 2023, as EUSTAT applies it to a region."),
    limits=_(
        "Only the first and the last value count, and from a baseline of zero there is no growth. "
        "It knows no milestones and no bands."
    ),
    formula=(
        "r = (y ÷ y₀)^(1 ÷ (t − t₀)) − 1",
        "a = y × (1 + r)^(T − t)",
        "q = (a − y₀) ÷ (z − y₀)",
    ),
    conditions={
        "met": "y ≥ z",
        "on track": "q ≥ 0.95; r ≥ 0.02",
        "fair": "q ≥ 0.1; r ≥ 0.005",
        "stagnation": "q ≥ 0; r ≥ 0",
        "regression": "q < 0; r < 0",
    },
    verdicts=VERDICTS,
    assess=un_2030,
    sentence=_sentence,
    steps=_steps,
    example=Facts(
        direction=Direction.DOWN,
        baseline=Point(date(2015, 12, 31), Decimal("14.5")),
        goals=(Goal.at(date(2030, 12, 31), Decimal("7.25")),),
        points=(Point(date(2023, 12, 31), Decimal("10.4")),),
        floor=ZERO,
        ceiling=WHOLE,
    ),
)
