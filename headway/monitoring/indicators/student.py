"""Quantiles of Student's t distribution, to as many digits as are wanted.

For a whole number of degrees of freedom the distribution is a finite sum (with one arc tangent
where the number is odd), so that it can be computed in decimals and turned round by halving.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from headway.monitoring.indicators.arithmetic import ONE, ZERO, exactly

PRECISION = 40
SMALLEST = Decimal(10) ** -28
"""A quantile is found when it is known to this part of itself."""
LEAST_TERM = Decimal(10) ** -PRECISION
FEW_TERMS = Decimal("0.1")
"""An argument of the arc tangent below which its series needs few terms."""


@lru_cache(maxsize=256)
def quantile(level: Decimal, freedom: int) -> Decimal:
    """Return t such that a share `level` of the distribution lies between −t and t.

    `level` lies between 0 and 1, `freedom` is 1 or more.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    with exactly(PRECISION):
        high = ONE
        while central(high, freedom) < level:
            high *= 2
        low = ZERO
        while high - low > SMALLEST * high:
            middle = (low + high) / 2
            if central(middle, freedom) < level:
                low = middle
            else:
                high = middle
        return (low + high) / 2


def central(t: Decimal, freedom: int) -> Decimal:
    """Return the share of the distribution between −t and t; t is not below zero.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    with exactly(PRECISION):
        tangent = t / Decimal(freedom).sqrt()
        square = ONE / (ONE + tangent * tangent)  # of the cosine
        cosine = square.sqrt()
        sine = tangent * cosine
        if freedom % 2 == 0:
            return sine * _sum(square, range(1, freedom - 1, 2))
        angle = _arc_tangent(tangent)
        rest = sine * cosine * _sum(square, range(2, freedom - 1, 2)) if freedom > 1 else ZERO
        return (angle + rest) * 2 / _pi()


def _sum(square: Decimal, numerators: range) -> Decimal:
    """Return 1 + n/(n+1) c² + n/(n+1) · (n+2)/(n+3) c⁴ + …, n being the numerators."""
    term = total = ONE
    for numerator in numerators:
        term *= square * numerator / (numerator + 1)
        total += term
    return total


def _arc_tangent(x: Decimal) -> Decimal:
    """Halve the angle until the series is short, then add it up."""
    doublings = 0
    while abs(x) > FEW_TERMS:
        x = x / (ONE + (ONE + x * x).sqrt())
        doublings += 1
    power = total = x
    number = 1
    while abs(power) > LEAST_TERM:
        power *= -x * x
        number += 2
        total += power / number
    return total * Decimal(2) ** doublings


@lru_cache(maxsize=1)
def _pi() -> Decimal:
    with exactly(PRECISION):
        return 4 * _arc_tangent(ONE)
