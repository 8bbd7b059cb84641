"""Planned path: the value against what the plan expects at the end of the value's period.

Formula. The expected value lies on the straight line from the baseline to the target, or from
milestone to milestone where there are any, at the end of the value's own period; after the
target's day it is the target. The share of the distance is (value − baseline) ÷ (target −
baseline): a baseline of zero is fine, a fall needs no sign, and it is not clamped. Of a band, or of
a figure to be kept, the distance is how far outside the value lies.

Source: common practice; methods, section 1.1 A.

Limits. It says whether a plan is kept, not whether the plan was ambitious. A path that is not
straight needs milestones; milestones of a band are passed over. Nothing is forgiven: one short of
the expected value is behind.

| what is found | verdict |
|---|---|
| the target is met, whatever the way since the baseline (the sentence tells both) | achieved |
| at the expected value or better | on path |
| nearer to the target than the baseline, short of the expected value | behind |
| within a hundredth of the distance around the baseline, short of the expected value | no change |
| further from the target than the baseline, or a target once met that is met no more | wrong way |
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.monitoring.indicators.arithmetic import ZERO, exactly, share
from headway.monitoring.indicators.facts import Facts, Goal, Point, Say, years_between
from headway.monitoring.indicators.methods.base import (
    Assessment,
    Figure,
    Method,
    Step,
    not_assessable,
)
from headway.monitoring.indicators.paths import TWO_SIDED, Aim, Stretch, aim_of, stretch_at
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

NAME = "planned-path"
FORGIVEN = ZERO
"""How far short of the expected value is still on path, as a share of the distance: nothing.

Source: methods, section 1.1 A: the path itself is the measure.
"""
NO_CHANGE_WITHIN = Decimal("0.01")
"""Up to this share of the distance around the baseline nothing has changed.

Where the baseline equals the target it is a share of the target. Source: South Tyrol calls ±1 %
stable (methods, section 1.1 E); a band of its own, so that no zero is shown as a worsening
(section 2).
"""
VERDICTS = (Word.ACHIEVED, Word.ON_PATH, Word.BEHIND, Word.NO_CHANGE, Word.WRONG_WAY)


def planned_path(facts: Facts) -> Assessment:
    """Compare the latest value with the path from the baseline over the milestones to the target.

    `value` of the assessment is the share of the distance; there is no score.

    Source: methods, section 1.1 A.
    """
    latest = facts.latest
    if latest is None:
        return not_assessable(NAME, Reason.NO_VALUE)
    with exactly():
        aim = aim_of(facts)
        if aim is None:
            return not_assessable(NAME, Reason.NO_TARGET)
        reason = _gap(facts.baseline, latest, is_met=aim.is_met_by(latest.value))
        if reason:
            return not_assessable(NAME, reason)
        if facts.baseline is None or facts.baseline.day == latest.day:
            figures = _figures(latest, aim)
            return Assessment(NAME, Word.ACHIEVED, Word.ACHIEVED.value, figures=figures)
        return _judged(facts, facts.baseline, latest, aim)


def _gap(baseline: Point | None, latest: Point, *, is_met: bool) -> Reason | None:
    """Say why there is no way to compare; a target that is met needs no baseline."""
    if baseline is None:
        return None if is_met else Reason.NO_BASELINE
    if latest.day < baseline.day:
        return Reason.NO_VALUE
    return Reason.SAME_YEAR if latest.day == baseline.day and not is_met else None


def _judged(facts: Facts, baseline: Point, latest: Point, aim: Aim) -> Assessment:
    base, gain, wanted = aim.gain(baseline.value), aim.gain(latest.value), aim.wanted
    stretch = stretch_at(facts, baseline, latest.day, aim)
    expected = stretch.at(latest.day) if stretch else wanted
    distance = wanted - base
    figures = _figures(latest, aim) | {"baseline": baseline.value, "baseline_day": baseline.day}
    figures |= {"expected": aim.shown(expected), "start": aim.shown(base), "now": aim.shown(gain)}
    if stretch:
        figures |= _stretch_figures(stretch, latest.day, aim)
    if gain < base:
        figures["worsened"] = "yes"
    travelled = None
    if distance:
        travelled = share(gain - base, distance)
        figures |= {"share": travelled, "planned_share": share(expected - base, distance)}
        figures["distance"] = aim.shown(wanted) - aim.shown(base)
    verdict = _verdict(gain=gain, base=base, wanted=wanted, expected=expected)
    return Assessment(NAME, verdict, verdict.value, value=travelled, figures=figures)


def _verdict(*, gain: Decimal, base: Decimal, wanted: Decimal, expected: Decimal) -> Word:
    if gain >= wanted:
        return Word.ACHIEVED
    distance, change = wanted - base, gain - base
    if distance <= ZERO:  # the baseline had met the target; the value does not
        is_still = not distance and -change <= NO_CHANGE_WITHIN * abs(wanted)
        return Word.NO_CHANGE if is_still else Word.WRONG_WAY
    if gain >= expected - FORGIVEN * distance:
        return Word.ON_PATH
    if change > NO_CHANGE_WITHIN * distance:
        return Word.BEHIND
    return Word.NO_CHANGE if change >= -NO_CHANGE_WITHIN * distance else Word.WRONG_WAY


def _figures(latest: Point, aim: Aim) -> dict[str, Figure]:
    named = {"low": aim.low, "high": aim.high} if aim.direction in TWO_SIDED else {}
    named["target"] = aim.figure
    figures: dict[str, Figure] = {n: v for n, v in named.items() if v is not None}
    figures |= {"value": latest.value, "value_day": latest.day, "target_day": aim.day}
    return figures | {"direction": aim.direction.value}


def _stretch_figures(stretch: Stretch, day: date, aim: Aim) -> dict[str, Figure]:
    return {
        "from": aim.shown(stretch.start),
        "from_day": stretch.start_day,
        "to": aim.shown(stretch.end),
        "to_day": stretch.end_day,
        "years": years_between(stretch.start_day, day),
        "planned_years": stretch.years,
    }


# -- in words --------------------------------------------------------------------------------------

JUST_SHORT = "just short"
"""Behind by less than the decimals that are shown: the two figures read alike."""
SENTENCES = {
    Word.ACHIEVED: _("Achieved: %(value)s (%(when)s); wanted is %(wanted)s (%(until)s)."),
    Word.ON_PATH: _(
        "On path: %(value)s (%(when)s), and the plan expects %(expected)s. That is %(share)s of "
        "the way to %(wanted)s (%(until)s)."
    ),
    Word.BEHIND: _(
        "Behind: %(value)s (%(when)s), but the plan expects %(expected)s. That is %(share)s of the "
        "way to %(wanted)s (%(until)s); %(planned)s was planned."
    ),
    JUST_SHORT: _(
        "Behind: %(value)s (%(when)s), just short of what the plan expects. That is %(share)s of "
        "the way to %(wanted)s (%(until)s); %(planned)s was planned."
    ),
    Word.NO_CHANGE: _(
        "No change: %(value)s (%(when)s) after %(baseline)s (%(since)s), but the plan expects "
        "%(expected)s. Wanted is %(wanted)s (%(until)s)."
    ),
    Word.WRONG_WAY: _(
        "Wrong way: %(value)s (%(when)s) after %(baseline)s (%(since)s), but the plan expects "
        "%(expected)s. Wanted is %(wanted)s (%(until)s)."
    ),
}


@stopped_once
def _sentence(assessment: Assessment, say: Say) -> str:
    if assessment.reason:
        return why_not(assessment)
    words = _told(assessment, say)
    is_alike = words["value"] == words.get("expected")
    is_just_short = assessment.verdict == Word.BEHIND and is_alike
    told = str(SENTENCES[JUST_SHORT if is_just_short else assessment.verdict]) % words
    if assessment.verdict == Word.ACHIEVED and "worsened" in assessment.figures:
        told += " " + _now("It was better at the baseline: %(baseline)s (%(since)s).") % words
    return told


def _told(assessment: Assessment, say: Say) -> dict[str, str]:
    figures = assessment.figures
    told = {
        "value": say(decimal_of(assessment, "value")),
        "when": when(day_of(assessment, "value_day")),
        "wanted": _wanted(assessment, say),
        "until": when(day_of(assessment, "target_day")),
    }
    if "baseline" in figures:
        told["baseline"] = say(decimal_of(assessment, "baseline"))
        told["since"] = when(day_of(assessment, "baseline_day"))
        told["expected"] = _expected(assessment, say)
    if "share" in figures:
        told["share"] = percent(decimal_of(assessment, "share"))
        told["planned"] = percent(decimal_of(assessment, "planned_share"))
    return told


def _wanted(assessment: Assessment, say: Say) -> str:
    figures = assessment.figures
    if "target" in figures:
        return say(decimal_of(assessment, "target"))
    bounds = {
        name: say(decimal_of(assessment, name)) for name in ("low", "high") if name in figures
    }
    if "high" not in bounds:
        return _now("at least %(low)s") % bounds
    if "low" not in bounds:
        return _now("at most %(high)s") % bounds
    return _now("%(low)s to %(high)s") % bounds


def _expected(assessment: Assessment, say: Say) -> str:
    expected = decimal_of(assessment, "expected")
    if "target" in assessment.figures:
        return say(expected)
    if not expected:
        return _wanted(assessment, say)
    return _now("at most %(distance)s outside the band") % {"distance": say(expected)}


def _steps(assessment: Assessment, say: Say) -> tuple[Step, ...]:
    if assessment.reason or "baseline" not in assessment.figures:
        return ()
    steps = [*_band_steps(assessment, say), *_path_steps(assessment, say)]
    if "share" in assessment.figures:
        steps += _share_steps(assessment, say)
    now, expected = (say(decimal_of(assessment, name)) for name in ("now", "expected"))
    label, formula = _now("Verdict"), _now("%(now)s against %(expected)s expected")
    verdict = str(assessment.verdict.label)
    return (*steps, Step(label, formula % {"now": now, "expected": expected}, verdict))


def _band_steps(assessment: Assessment, say: Say) -> list[Step]:
    if "target" in assessment.figures:
        return []
    wanted = _wanted(assessment, say)
    return [
        Step(
            _now("How far outside the band, at the baseline"),
            f"{say(decimal_of(assessment, 'baseline'))} ↔ {wanted}",
            say(decimal_of(assessment, "start")),
        ),
        Step(
            _now("How far outside the band, now"),
            f"{say(decimal_of(assessment, 'value'))} ↔ {wanted}",
            say(decimal_of(assessment, "now")),
        ),
    ]


def _path_steps(assessment: Assessment, say: Say) -> list[Step]:
    expected = say(decimal_of(assessment, "expected"))
    if "years" not in assessment.figures:
        until = when(day_of(assessment, "target_day"))
        return [Step(_now("Expected value: the target is due"), until, expected)]
    years, planned = (decimal_of(assessment, name) for name in ("years", "planned_years"))
    start, end = (decimal_of(assessment, name) for name in ("from", "to"))
    first, last = (when(day_of(assessment, name)) for name in ("from_day", "to_day"))
    span = _now("Share of the time from %(first)s to %(last)s") % {"first": first, "last": last}
    time = percent(share(years, planned))
    path = f"{say(start)} + ({say(end)} − {_in_brackets(say(start))}) × {time}"
    return [
        Step(span, f"{number(years)} ÷ {number(planned)}", time),
        Step(_now("Expected value"), path, expected),
    ]


def _share_steps(assessment: Assessment, say: Say) -> list[Step]:
    now, start, distance = (decimal_of(assessment, n) for n in ("now", "start", "distance"))
    change = f"{say(now)} − {_in_brackets(say(start))}"
    travelled = percent(decimal_of(assessment, "share"))
    return [
        Step(
            _now("Distance from the baseline to the target"),
            f"{say(start + distance)} − {_in_brackets(say(start))}",
            say(distance),
        ),
        Step(_now("Share of the distance"), f"({change}) ÷ ({say(distance)})", travelled),
    ]


def _in_brackets(written: str) -> str:
    return f"({written})" if written.startswith(("−", "-")) else written


METHOD = Method(
    name=NAME,
    title=_("Planned path"),
    summary=_(
        "Is the value, at the end of its period, where the straight line from the baseline to the "
        "target expects it to be, or the line from milestone to milestone?"
    ),
    source=_("Common practice in monitoring."),
    limits=_(
        "It says whether a plan is kept, not whether the plan was ambitious. A path that is not "
        "straight needs milestones. Nothing is forgiven: one short of the expected value is behind."
    ),
    formula=(
        "e = y₀ + (z − y₀) × (t − t₀) ÷ (T − t₀)",
        "s = (y − y₀) ÷ (z − y₀)",
    ),
    conditions={
        "achieved": "y ≥ z",
        "on_path": "y ≥ e",
        "behind": "y < e, s > 0.01",
        "no_change": "y < e, −0.01 ≤ s ≤ 0.01",
        "wrong_way": "y < e, s < −0.01",
    },
    verdicts={word.value: word for word in VERDICTS},
    assess=planned_path,
    sentence=_sentence,
    steps=_steps,
    example=Facts(
        direction=Direction.DOWN,
        baseline=Point(date(2015, 12, 31), Decimal("14.5")),
        goals=(Goal.at(date(2030, 12, 31), Decimal("7.25")),),
        points=(Point(date(2023, 12, 31), Decimal("10.4")),),
        floor=ZERO,
        ceiling=Decimal(100),
    ),
)
