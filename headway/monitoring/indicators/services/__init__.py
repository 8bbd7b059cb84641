"""Every write to indicators: permission, state, change, audit, in one transaction."""

from headway.monitoring.indicators.services.definitions import (
    add_indicator,
    change_indicator,
    end_indicator,
)
from headway.monitoring.indicators.services.kept import rebuild, renew_due
from headway.monitoring.indicators.services.methods import choose_method
from headway.monitoring.indicators.services.values import record_value, record_values

__all__ = [
    "add_indicator",
    "change_indicator",
    "choose_method",
    "end_indicator",
    "rebuild",
    "record_value",
    "record_values",
    "renew_due",
]
