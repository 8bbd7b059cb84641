"""A rate that is to stay between two bounds: unemployment of 4–6 %."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.monitoring.indicators.kinds.base import Kind
from headway.monitoring.indicators.states import Direction


class Band(Kind):
    """Rates of several contributors are neither summed nor averaged: one organisation enters it."""

    code: ClassVar[str] = "band"
    label = pgettext_lazy("kind of indicator", "rate within a band")
    summary = _(
        "A rate that is neither to rise nor to fall too far, such as unemployment of 4–6 %."
    )
    has_several: ClassVar[bool] = False
    directions: ClassVar[tuple[Direction, ...]] = (Direction.BAND,)
