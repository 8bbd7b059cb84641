"""Exact arithmetic for the methods: enough digits, and none left over to mislead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, localcontext

WORKING = 60
"""Digits in which is computed."""
KEPT = 40
"""Digits to which a result is rounded, so that a figure exactly on a limit counts as on it.

A root is never exact: 1.005² has a square root of 1.00499… or 1.00500… in the last digit.
"""
ZERO, ONE = Decimal(0), Decimal(1)


@contextmanager
def exactly(digits: int = WORKING) -> Iterator[None]:
    """Compute within with so many digits."""
    with localcontext() as context:
        context.prec = digits
        yield


def kept(value: Decimal) -> Decimal:
    """Round to the digits that are kept; a zero loses its sign.

    Source: own decision, see `KEPT`.
    """
    with localcontext() as context:
        context.prec = KEPT
        return +value or ZERO


def growth(*, start: Decimal, end: Decimal, years: Decimal) -> Decimal:
    """Return the compound annual growth rate, as a fraction: 0.015 is 1.5 % a year.

    `start` is not zero, `end` has its sign or is zero, `years` is not zero.

    Source: methods, section 1.1 B, CAGR.
    """
    with exactly():
        return kept((end / start) ** (ONE / years) - ONE)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Return part of whole as a fraction; `whole` is not zero.

    Source: common practice.
    """
    with exactly():
        return kept(part / whole)
