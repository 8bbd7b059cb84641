"""Decimals as they are kept: every digit that was given, none that was not."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = 60
"""Digits beside those of a number, so that it can be rounded to any place that is shown."""


def plain(number: Decimal) -> str:
    """Write a Decimal in digits alone: `1E+3` as `1000`, `-0` as `0`, `10.40` as it is."""
    return format(number or abs(number), "f")


@contextmanager
def room_for(number: Decimal | int) -> Iterator[None]:
    """Reckon within with all digits of a number; the 28 that are usual do not hold each.

    Whatever rounds or writes a number stops at one that its context cannot hold.
    """
    value = Decimal(number)
    with localcontext() as context:
        context.prec = max(abs(value.adjusted()), len(value.as_tuple().digits)) + ROOM
        yield


def rounded(number: Decimal, places: int) -> Decimal:
    """Round half up to so many decimals; what is rounded to zero has no sign.

    Source: common practice of statistical offices.
    """
    with room_for(number):
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) or Decimal(0)
