"""A level at a point in time: inhabitants, an average salary, a budget’s balance."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.monitoring.indicators.kinds.base import Kind


class Stock(Kind):
    """A year’s figure is that of its end; levels of several contributors add up."""

    code: ClassVar[str] = "stock"
    label = pgettext_lazy("kind of indicator", "level")
    summary = _("How much there is at the end of a period, such as inhabitants.")
