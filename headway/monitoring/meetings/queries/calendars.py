"""What a calendar reads at a secret address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from headway.monitoring.meetings.models import CalendarLink, Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import Body

HOW_LONG_BACK = timedelta(days=366)


def feed_of(user: User, body: Body | None) -> CalendarLink | None:
    """Return the secret address that a person has for a body, or for all. One query."""
    feeds = CalendarLink.objects.visible_to(user).filter(ended_at__isnull=True)
    return feeds.filter(body=body).first()


def open_feed(key: str) -> CalendarLink | None:
    """Return the feed of an address, unless it was ended or its owner may not sign in."""
    feeds = CalendarLink.objects.unrestricted(reason="whoever has the address may read the feed")
    found = feeds.filter(key=key, ended_at__isnull=True, person__is_active=True)
    return found.select_related("person", "body").first() if key else None


def meetings_in(feed: CalendarLink, *, at: datetime) -> tuple[Meeting, ...]:
    """Return the meetings of a feed: those that its owner may see now. One query.

    Of those that are over, the ones of the last year.
    """
    seen = Meeting.objects.visible_to(feed.person).filter(ends_at__gte=at - HOW_LONG_BACK)
    if feed.body_id:
        seen = seen.filter(body=feed.body_id)
    rows = seen.select_related("body__strategy", "body__organisation")
    return tuple(rows.order_by("starts_at", "pk"))
