"""The tables of amendments: proposals, their operations, what partners say of them."""

from headway.monitoring.amendments.models.amendments import (
    Agreement,
    Amendment,
    Operation,
)

__all__ = ["Agreement", "Amendment", "Operation"]
