"""Which pages of higher apps the pages of a plan lead to."""

from headway.monitoring.strategy.hooks import Ways

PLAN_WAYS = Ways()
"""From a plan, by the addresses of its project and its own."""
STEP_WAYS: dict[str, str] = {}
"""Steps that are taken on pages of a higher app: the route of each, by the same addresses."""
