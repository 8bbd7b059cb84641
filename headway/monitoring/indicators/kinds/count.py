"""Things counted during a period: companies founded, visitors."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.monitoring.indicators.kinds.flow import Flow


class Count(Flow):
    """A flow in whole numbers that cannot be negative."""

    code = "count"
    label = pgettext_lazy("kind of indicator", "number of a period")
    summary = _("How many were counted during a period, such as a year’s visitors. Months add up.")
    is_whole: ClassVar[bool] = True
    floor: ClassVar[Decimal | None] = Decimal(0)
