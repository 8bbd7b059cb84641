"""Letters about what is to be done: due and not yet sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.meetings import notices
from headway.monitoring.meetings.models import Activity, FollowUp
from headway.monitoring.meetings.queries.duties import activities_due, follow_ups_due
from headway.monitoring.meetings.services.common import REASON
from headway.monitoring.meetings.wording import ToldDuty, sender_context
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.notices.registry import Notice
    from headway.monitoring.meetings.queries.duties import Due


def send_follow_ups(*, at: datetime) -> int:
    """Tell the owners of follow-ups that are due; return in how many letters.

    Each follow-up is a transaction of its own. Called again, or after days on which nothing ran,
    it loses nothing and doubles nothing.
    """
    return sum(_send_follow_up(each.duty.pk, at=at) for each in follow_ups_due(at))


def send_activities(*, at: datetime) -> int:
    """Tell the owners of a programme's activities that are due, as `send_follow_ups` does."""
    return sum(_send_activity(each.duty.pk, at=at) for each in activities_due(at))


@transaction.atomic
def _send_follow_up(pk: int, *, at: datetime) -> int:
    """Tell the owners of one, unless they were told, or it was done, since it was found."""
    rows = FollowUp.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    list(rows.filter(pk=pk))
    found = follow_ups_due(at, only=pk)
    return sum(_write(notices.FOLLOW_UP, each, at=at) for each in found)


@transaction.atomic
def _send_activity(pk: int, *, at: datetime) -> int:
    rows = Activity.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    list(rows.filter(pk=pk))
    found = activities_due(at, only=pk)
    return sum(_write(notices.ACTIVITY, each, at=at) for each in found)


def _write(notice: Notice, due: Due, *, at: datetime) -> int:
    duty = due.duty
    today = day_of(duty.body.strategy, at)
    for person in due.people:
        post_notice(
            notice,
            to=Addressee(person.email, person.name, person.language, person.pk),
            about=duty,
            period=today.isoformat(),
            at=at,
            context={
                "of": ToldDuty(duty, today=today),
                **sender_context(duty.body),
                "role": "",
            },
            scope=strategy_scope(duty.body.strategy.key),
            reply_to=duty.body.organisation.email,
        )
    duty.told_on = today
    duty.save(update_fields=["told_on"])
    return len(due.people)
