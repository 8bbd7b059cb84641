"""The tables of indicators: definitions by edition, values in vintages, kept answers."""

from headway.monitoring.indicators.models.definitions import (
    Indicator,
    IndicatorText,
    MethodChoice,
    Placement,
    Target,
)
from headway.monitoring.indicators.models.values import Kept, Value

__all__ = ["Indicator", "IndicatorText", "Kept", "MethodChoice", "Placement", "Target", "Value"]
