"""What a body decided on an amendment in its meeting, from which the act is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.amendments.facts import PROPOSAL
from headway.monitoring.meetings.models import Decision

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.amendments.models import Amendment


def decision_on(amendment: Amendment, *, user: User) -> Decision | None:
    """Return the last decision that this person sees at a point about an amendment. One query."""
    rows = Decision.objects.visible_to(user).filter(
        point__origin_type=PROPOSAL, point__origin_key=amendment.key
    )
    return rows.select_related("meeting__body__strategy").order_by("-made_at", "-pk").first()
