"""Secret calendar addresses: made, renewed, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.audit.services import record
from headway.foundation.core.keys import new_key
from headway.foundation.core.verdicts import require
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import Body, CalendarLink
from headway.monitoring.meetings.permissions import can_end_feed, can_make_feed
from headway.monitoring.meetings.services.common import REASON

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User


@transaction.atomic
def make_feed(*, body_id: int | None, by: User, at: datetime) -> CalendarLink:
    """Make a secret address at which a calendar reads a person's meetings, of one body or of all.

    One that there was for the same ends: whoever has it reads nothing more.

    :raises NotAllowed: for a body that the person does not belong to.
    """
    body = Body.objects.unrestricted(reason=REASON).get(pk=body_id) if body_id else None
    require(can_make_feed(by, body))
    feeds = CalendarLink.objects.visible_to(by)
    feeds.filter(body=body, ended_at__isnull=True).update(ended_at=at)
    feed = CalendarLink.objects.unrestricted(reason=REASON).create(
        key=new_key(), person=by, body=body, made_at=at
    )
    record(verbs.FEED_MADE, by, by=by, at=at, payload={"body": str(body or "")})
    return feed


@transaction.atomic
def end_feed(*, feed_id: int, by: User, at: datetime) -> CalendarLink:
    """End a secret address: whoever has it reads nothing more. A second time changes nothing.

    :raises NotAllowed: unless its owner or an administrator does it.
    """
    feeds = CalendarLink.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    feed = feeds.get(pk=feed_id)
    require(can_end_feed(by, feed))
    if feed.ended_at is None:
        feed.ended_at = at
        feed.save(update_fields=["ended_at"])
        record(verbs.FEED_ENDED, feed.person, by=by, at=at)
    return feed
