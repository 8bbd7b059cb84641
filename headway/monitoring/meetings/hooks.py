"""Which pages of higher apps the pages of a meeting lead to."""

from headway.monitoring.strategy.hooks import Ways

MEETING_WAYS = Ways()
"""From a meeting, by its key."""
