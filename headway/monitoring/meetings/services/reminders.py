"""Letters about follow-ups: due and not yet sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.meetings import notices
from headway.monitoring.meetings.models import FollowUp
from headway.monitoring.meetings.queries.duties import follow_ups_due, people_for
from headway.monitoring.meetings.services.common import REASON
from headway.monitoring.meetings.wording import ToldDuty, sender_context
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import datetime


def send_follow_ups(*, at: datetime) -> int:
    """Tell the owners of follow-ups that are due; return of how many.

    Each is a transaction of its own. Called again, or after days on which nothing ran, it loses
    nothing and doubles nothing.
    """
    return sum(_send(each.pk, at=at) for each in follow_ups_due(at))


@transaction.atomic
def _send(follow_up_id: int, *, at: datetime) -> bool:
    """Tell the owners of one, unless they were told, or it was done, since it was found."""
    rows = FollowUp.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    list(rows.filter(pk=follow_up_id))
    for each in follow_ups_due(at, follow_ups=[follow_up_id]):
        _write(each, at=at)
        return True
    return False


def _write(follow_up: FollowUp, *, at: datetime) -> None:
    today = day_of(follow_up.body.strategy, at)
    for person in people_for(follow_up):
        post_notice(
            notices.FOLLOW_UP,
            to=Addressee(person.email, person.name, person.language, person.pk),
            about=follow_up,
            period=today.isoformat(),
            at=at,
            context={
                "of": ToldDuty(follow_up, today=today),
                **sender_context(follow_up.body),
                "role": "",
            },
            scope=strategy_scope(follow_up.body.strategy.key),
            reply_to=follow_up.body.organisation.email,
        )
    follow_up.told_on = today
    follow_up.save(update_fields=["told_on"])
