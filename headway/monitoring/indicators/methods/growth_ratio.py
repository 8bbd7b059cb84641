"""Growth ratio: the yearly growth since the baseline against the growth that the target needs.

Formula. CAGR = (yt ÷ y0)^(1 ÷ years) − 1, from the baseline to the value; CAGR of the target
likewise, from the baseline to the target. d is 1 where more is better and −1 where less is; s is
−1 for a series below zero. With a target R = d·s·CAGR ÷ |CAGR of the target|; without one
v = d·s·CAGR. Near a natural limit the positive bounds of v are scaled by C = 1 − (y0 ÷ limit)^4.44;
between the limit and twice the limit y0 is mirrored in the limit, from twice the limit on C is 1.
A baseline or target of zero is replaced by 0.001.

The score runs from −5 to 5 and is 5 for an achieved target. With a target: 7.1429R − 4.2857 from
R = 0.6 on, else 4.1667R − 2.5. Without, q = v ÷ C: 2.5 + 2.5(q − 0.015) ÷ 0.005 from q = 0.015 on;
2.5(q − 0.005) ÷ 0.01 from q = 0.005 on; −2.5 + 2.5q ÷ 0.005 from zero on; below zero C is not
applied: −2.5 + 2.5v ÷ 0.02.

Source: Statistics Canada, as built into Open SDG (“inspired by Eurostat, 2021”); methods, section
1.1 B. The published assessments of the Canadian Indicator Framework are met to the last status.

Limits. Only the first and the last value count. A growth rate from near zero says little; a series
with values above and below zero has none. It knows no milestones and no bands to be kept.

| published word | with a target | without | verdict |
|---|---|---|---|
| target_achieved | the value meets the target | | achieved |
| substantial_progress | R ≥ 0.95 | v ≥ 0.015 C | on path |
| moderate_progress | R ≥ 0.60 | v ≥ 0.005 C | behind |
| limited_progress | R ≥ 0 | v ≥ 0 | behind |
| deterioration | R < 0 | v < 0 | wrong way |
| not_available | | | not assessable |
"""

from __future__ import annotations

from dataclasses import replace
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
from headway.monitoring.indicators.methods.growth_scores import (
    BOUNDS_OF_GROWTH,
    BOUNDS_OF_RATIO,
    TOP,
    scale_near_limit,
    score_of_growth,
    score_of_ratio,
    status_of,
)
from headway.monitoring.indicators.paths import TWO_SIDED, bound
from headway.monitoring.indicators.states import Direction, Reason, Word
from headway.monitoring.indicators.wording import (
    day_of,
    decimal_of,
    number,
    rate,
    stopped_once,
    when,
    why_not,
)

NAME = "growth-ratio"
NOT_AVAILABLE = "not_available"
VERDICTS = {
    "target_achieved": Word.ACHIEVED,
    "substantial_progress": Word.ON_PATH,
    "moderate_progress": Word.BEHIND,
    "limited_progress": Word.BEHIND,
    "deterioration": Word.WRONG_WAY,
    NOT_AVAILABLE: Word.NOT_ASSESSABLE,
}
IN_PLACE_OF_ZERO = Decimal("0.001")
SHORTEST = ONE
"""Years between two values: those of one year are one value. Source: the published code."""


def growth_ratio(facts: Facts) -> Assessment:
    """Compare the yearly growth with what the target needs, or with fixed rates without a target.

    `value` is R or v, `score` the published score. A target that is met is achieved even where
    there is nothing to compute.

    Source: methods, section 1.1 B.
    """
    baseline, latest = facts.baseline, facts.latest
    if latest is None or baseline is None:
        return _none(Reason.NO_VALUE if latest is None else Reason.NO_BASELINE)
    if facts.direction in TWO_SIDED:
        return _none(Reason.UNFIT)
    with exactly():
        figures = _figures(facts, baseline, latest)
        reason, is_met = _gap(facts, baseline, latest), _is_met(facts, latest)
        if reason:
            return _met_uncomputed(reason, figures) if is_met else _none(reason, **figures)
        return _judged(facts, baseline, latest, figures, is_met=is_met)


def _judged(
    facts: Facts, baseline: Point, latest: Point, figures: dict[str, Figure], *, is_met: bool
) -> Assessment:
    start, target = baseline.value or IN_PLACE_OF_ZERO, _target(facts)
    years = years_between(baseline.day, latest.day)
    observed = growth(start=start, end=latest.value, years=years)
    sign = ONE if (facts.direction == Direction.UP) == (baseline.value >= ZERO) else -ONE
    figures = figures | {"growth": observed, "sign": sign}
    if sign * observed < ZERO:
        figures["worsened"] = "yes"
    if target is None:
        value = kept(sign * observed)
        scale = figures["scale"] = scale_near_limit(baseline.value, _limit(facts))
        score, status = (
            score_of_growth(value, scale),
            status_of(value, BOUNDS_OF_GROWTH, scale),
        )
    else:
        planned = years_between(baseline.day, target.day)
        needed = growth(start=start, end=_figure(facts, target), years=planned)
        figures |= {"needed": needed, "needed_years": planned}
        value = share(sign * observed, abs(needed))
        score, status = score_of_ratio(value), status_of(value, BOUNDS_OF_RATIO)
    if is_met:
        score, status = TOP, "target_achieved"
    return Assessment(NAME, VERDICTS[status], status, value, kept(score), figures=figures)


def _gap(facts: Facts, baseline: Point, latest: Point) -> Reason | None:
    """Say why there is no growth to compute."""
    years, target = years_between(baseline.day, latest.day), _target(facts)
    if years <= ZERO:
        return Reason.NO_VALUE if years else Reason.SAME_YEAR
    if years < SHORTEST:
        return Reason.TOO_SHORT
    start = baseline.value or IN_PLACE_OF_ZERO
    others = [latest.value] if target is None else [latest.value, _figure(facts, target)]
    if any(start * other < ZERO for other in others):
        return Reason.BOTH_SIGNS
    if target is not None and start == _figure(facts, target):
        return Reason.ALREADY_THERE
    return Reason.TOO_SHORT if target is not None and target.day <= baseline.day else None


def _target(facts: Facts) -> Goal | None:
    goal = facts.target
    return goal if goal and bound(facts.direction, goal.low, goal.high) is not None else None


def _figure(facts: Facts, goal: Goal) -> Decimal:
    return bound(facts.direction, goal.low, goal.high) or IN_PLACE_OF_ZERO


def _limit(facts: Facts) -> Decimal | None:
    return facts.ceiling if facts.direction == Direction.UP else facts.floor


def _is_met(facts: Facts, latest: Point) -> bool:
    target = _target(facts)
    if target is None:
        return False
    figure = _figure(facts, target)
    is_up = facts.direction == Direction.UP
    return latest.value >= figure if is_up else latest.value <= figure


def _met_uncomputed(reason: Reason, figures: dict[str, Figure]) -> Assessment:
    """Return a target that is met where there is no growth to compute; it has no value."""
    known = figures | {"not_computed": reason.value}
    return Assessment(NAME, Word.ACHIEVED, "target_achieved", score=TOP, figures=known)


def _none(reason: Reason, **figures: Figure) -> Assessment:
    return replace(not_assessable(NAME, reason, **figures), status=NOT_AVAILABLE)


def _figures(facts: Facts, baseline: Point, latest: Point) -> dict[str, Figure]:
    target, limit = _target(facts), _limit(facts)
    figures: dict[str, Figure] = {
        "baseline": baseline.value,
        "baseline_day": baseline.day,
        "value": latest.value,
        "value_day": latest.day,
        "years": years_between(baseline.day, latest.day),
    }
    if target is not None:
        entered = bound(facts.direction, target.low, target.high) or ZERO
        return figures | {"target": entered, "target_day": target.day}
    return figures | ({} if limit is None else {"limit": limit})


# -- in words --------------------------------------------------------------------------------------

MET = _("Achieved: %(value)s (%(when)s); wanted is %(target)s (%(until)s).")
WITH_TARGET = {
    "substantial_progress": _(
        "On path: a yearly change of %(growth)s since %(since)s; %(needed)s would reach %(target)s "
        "(%(until)s). Growth ratio %(ratio)s; at least 0.95 is needed."
    ),
    "moderate_progress": _(
        "Behind: a yearly change of %(growth)s since %(since)s, but reaching %(target)s "
        "(%(until)s) takes %(needed)s. Growth ratio %(ratio)s: progress that must become faster."
    ),
    "limited_progress": _(
        "Behind: a yearly change of %(growth)s since %(since)s, but reaching %(target)s "
        "(%(until)s) takes %(needed)s. Growth ratio %(ratio)s: limited progress."
    ),
    "deterioration": _(
        "Wrong way: a yearly change of %(growth)s since %(since)s, but reaching %(target)s "
        "(%(until)s) takes %(needed)s. Growth ratio %(ratio)s."
    ),
}
WITHOUT = {
    "substantial_progress": _(
        "On path: a yearly change of %(growth)s since %(since)s. There is no target; %(high)s a "
        "year in the wanted direction counts as on path."
    ),
    "moderate_progress": _(
        "Behind: a yearly change of %(growth)s since %(since)s. There is no target; %(high)s a "
        "year in the wanted direction would count as on path."
    ),
    "limited_progress": _(
        "Behind: a yearly change of %(growth)s since %(since)s, less than %(low)s in the wanted "
        "direction. There is no target; %(high)s would count as on path."
    ),
    "deterioration": _(
        "Wrong way: a yearly change of %(growth)s since %(since)s, against the wanted direction."
    ),
}


@stopped_once
def _sentence(assessment: Assessment, say: Say) -> str:
    if assessment.reason:
        return why_not(assessment)
    told = _told(assessment, say)
    if assessment.verdict == Word.ACHIEVED:
        met = str(MET) % told
        worse = _now("It was better at the baseline: %(baseline)s (%(since)s).") % told
        return f"{met} {worse}" if "worsened" in assessment.figures else met
    sentences = WITH_TARGET if "needed" in assessment.figures else WITHOUT
    return str(sentences[assessment.status]) % told


def _told(assessment: Assessment, say: Say) -> dict[str, str]:
    figures = assessment.figures
    told = {
        "value": say(decimal_of(assessment, "value")),
        "when": when(day_of(assessment, "value_day")),
        "baseline": say(decimal_of(assessment, "baseline")),
        "since": when(day_of(assessment, "baseline_day")),
        "ratio": number(assessment.value) if assessment.value is not None else "",
    }
    if "target" in figures:
        told["target"] = say(decimal_of(assessment, "target"))
        told["until"] = when(day_of(assessment, "target_day"))
    told |= {n: rate(decimal_of(assessment, n)) for n in ("growth", "needed") if n in figures}
    if "scale" in figures:
        bounds = [each * decimal_of(assessment, "scale") for each in BOUNDS_OF_GROWTH]
        told |= {"high": rate(bounds[0]), "low": rate(bounds[1])}
    return told


def _steps(assessment: Assessment, say: Say) -> tuple[Step, ...]:
    figures = assessment.figures
    if assessment.value is None:
        return ()
    baseline = say(decimal_of(assessment, "baseline") or IN_PLACE_OF_ZERO)
    observed = decimal_of(assessment, "growth")
    steps = [
        Step(
            _now("Yearly growth, observed"),
            f"({say(decimal_of(assessment, 'value'))} ÷ {baseline})"
            f"^(1 ÷ {number(decimal_of(assessment, 'years'))}) − 1",
            rate(observed),
        )
    ]
    steps += (
        _ratio_steps(assessment, say, baseline)
        if "needed" in figures
        else _growth_steps(assessment, say)
    )
    if assessment.score is not None:
        steps.append(Step(_now("Score"), _now("from −5 to 5"), number(assessment.score)))
    verdict = f"{assessment.status} → {assessment.verdict.label}"
    return (*steps, Step(_now("Verdict"), _compared(assessment), verdict))


def _ratio_steps(assessment: Assessment, say: Say, baseline: str) -> list[Step]:
    target, needed = (decimal_of(assessment, name) for name in ("target", "needed"))
    years = number(decimal_of(assessment, "needed_years"))
    growth_shown, sign = rate(decimal_of(assessment, "growth")), decimal_of(assessment, "sign")
    return [
        Step(
            _now("Yearly growth, needed"),
            f"({say(target or IN_PLACE_OF_ZERO)} ÷ {baseline})^(1 ÷ {years}) − 1",
            rate(needed),
        ),
        Step(
            _now("Growth ratio"),
            f"{number(sign)} × {growth_shown} ÷ |{rate(needed)}|",
            number(assessment.value or ZERO),
        ),
    ]


def _growth_steps(assessment: Assessment, say: Say) -> list[Step]:
    observed, sign = (decimal_of(assessment, name) for name in ("growth", "sign"))
    steps = [
        Step(
            _now("Growth in the wanted direction"),
            f"{number(sign)} × {rate(observed)}",
            rate(assessment.value or ZERO),
        )
    ]
    if "limit" in assessment.figures:
        limit = say(decimal_of(assessment, "limit"))
        baseline = say(decimal_of(assessment, "baseline"))
        scale = number(decimal_of(assessment, "scale"))
        scaled = _now("baseline %(baseline)s, natural limit %(limit)s")
        formula = scaled % {"baseline": baseline, "limit": limit}
        steps.append(Step(_now("Scaling of the bounds near the limit"), formula, scale))
    return steps


def _compared(assessment: Assessment) -> str:
    if "needed" in assessment.figures:
        high, low = (number(each) for each in BOUNDS_OF_RATIO)
        return f"{number(assessment.value or ZERO)}: 0 · {low} · {high}"
    scale = decimal_of(assessment, "scale")
    high, low = (rate(each * scale) for each in BOUNDS_OF_GROWTH)
    return f"{rate(assessment.value or ZERO)}: 0 · {low} · {high}"


METHOD = Method(
    name=NAME,
    title=_("Growth ratio"),
    summary=_(
        "Is the yearly growth since the baseline as fast as the target needs? Without a target: is "
        "it at least 1.5 % a year in the wanted direction?"
    ),
    source=_("Statistics Canada, as built into Open SDG, after Eurostat."),
    limits=_(
        "Only the first and the last value count. Growth from near zero says little, and a series "
        "above and below zero has none. It knows no milestones and no bands."
    ),
    formula=(
        "r = (y ÷ y₀)^(1 ÷ (t − t₀)) − 1",
        "q = (z ÷ y₀)^(1 ÷ (T − t₀)) − 1",
        "R = r ÷ |q|",
        "C = 1 − (y₀ ÷ L)^4.44",
    ),
    conditions={
        "target_achieved": "y ≥ z",
        "substantial_progress": "R ≥ 0.95; r ≥ 0.015 C",
        "moderate_progress": "R ≥ 0.6; r ≥ 0.005 C",
        "limited_progress": "R ≥ 0; r ≥ 0",
        "deterioration": "R < 0; r < 0",
        "not_available": "–",
    },
    verdicts=VERDICTS,
    assess=growth_ratio,
    sentence=_sentence,
    steps=_steps,
    example=Facts(
        direction=Direction.DOWN,
        baseline=Point(date(2015, 12, 31), Decimal("14.5")),
        goals=(Goal.at(date(2030, 12, 31), Decimal("7.25")),),
        points=(Point(date(2023, 12, 31), Decimal("10.4")),),
        floor=ZERO,
    ),
)
