"""The bounds and scores of the growth ratio, apart from where its figures come from.

Source: methods, section 1.1 B.
"""

from __future__ import annotations

from decimal import Decimal

from headway.monitoring.indicators.arithmetic import ONE, ZERO, exactly, kept

BOUNDS_OF_RATIO = (Decimal("0.95"), Decimal("0.6"))
BOUNDS_OF_GROWTH = (Decimal("0.015"), Decimal("0.005"))
EXPONENT = Decimal("4.44")
"""How steeply the bounds fall near a natural limit."""
TOP = Decimal(5)
HALF = Decimal("2.5")
TOP_SLOPE, TOP_SHIFT = Decimal("7.1429"), Decimal("4.2857")
LOW_SLOPE = Decimal("4.1667")
FALL = Decimal("0.02")
"""The yearly growth in the wrong direction at which the score ends."""


def status_of(value: Decimal, bounds: tuple[Decimal, Decimal], scale: Decimal = ONE) -> str:
    """Return the published word for a ratio or a growth; a figure on a bound has reached it.

    Source: methods, section 1.1 B.
    """
    high, low = bounds
    if value < ZERO:
        return "deterioration"
    if value >= high * scale:
        return "substantial_progress"
    return "moderate_progress" if value >= low * scale else "limited_progress"


def score_of_ratio(ratio: Decimal) -> Decimal:
    """Return the score of a growth ratio, from −5 to 5.

    Source: methods, section 1.1 B.
    """
    if ratio >= BOUNDS_OF_RATIO[1]:
        return min(TOP_SLOPE * ratio - TOP_SHIFT, TOP)
    return max(LOW_SLOPE * ratio - HALF, -TOP)


def score_of_growth(value: Decimal, scale: Decimal) -> Decimal:
    """Return the score of a yearly growth where the bounds are scaled, from −5 to 5.

    Source: methods, section 1.1 B; at a scale of zero the limit is held, which is the top.
    """
    high, low = BOUNDS_OF_GROWTH
    if value < ZERO:
        return max(HALF * value / FALL - HALF, -TOP)
    if not scale:
        return TOP
    scaled = value / scale
    if scaled >= high:
        return min(HALF + HALF * (scaled - high) / low, TOP)
    if scaled >= low:
        return HALF * (scaled - low) / (high - low)
    return HALF * scaled / low - HALF


def scale_near_limit(base: Decimal, limit: Decimal | None) -> Decimal:
    """Return C, by which the bounds shrink where the baseline is near a natural limit.

    Source: methods, section 1.1 B.
    """
    if limit is None or abs(base) >= 2 * abs(limit):
        return ONE
    base, limit = abs(base), abs(limit)
    with exactly():
        return kept(ONE - (min(base, 2 * limit - base) / limit) ** EXPONENT)
