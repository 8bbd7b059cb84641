"""Decimals as they are kept: every digit that was given, none that was not."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal) -> str:
    """Write a Decimal in digits alone: `1E+3` as `1000`, `-0` as `0`, `10.40` as it is."""
    return format(number or abs(number), "f")
