"""Reminders: what is due and not yet sent goes out, one letter for each person and strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.actors import SystemActor
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.reporting import notices
from headway.monitoring.reporting.links import address_of
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.queries.reminding import Due, grouped_reminders, reminders_due
from headway.monitoring.reporting.services.common import REASON
from headway.monitoring.reporting.services.letters import remember
from headway.monitoring.reporting.services.links import link_for
from headway.monitoring.reporting.wording import Told, sender_of
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SYSTEM = SystemActor("Headway")


def send_reminders(*, at: datetime) -> int:
    """Write every reminder that is due and not yet sent; return how many letters.

    All reports of a person in one strategy stand in one letter. Called again, or after days on
    which nothing ran, it loses nothing and doubles nothing. Each letter is a transaction of its
    own, so that the many do not keep others from writing.

    :raises WrongState: if the installation does not know its own address.
    """
    return sum(_send(due, at=at) for due in grouped_reminders(reminders_due(at)))


@transaction.atomic
def _send(found: tuple[Due, ...], *, at: datetime) -> bool:
    """Write one letter, unless it was written, or its reports handed in, since it was found."""
    keys = [each.report.pk for each in found]
    locked = Report.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    list(locked.filter(pk__in=keys).order_by("pk"))
    email = found[0].person.email
    due = [each for each in reminders_due(at, reports=keys) if each.person.email == email]
    if due:
        _write(due, at=at)
    return bool(due)


def _write(due: Iterable[Due], *, at: datetime) -> None:
    first, *others = sorted(due, key=lambda each: each.report.deadline_at)
    person, asked = first.person, first.report.round
    sender = sender_of(asked)
    link = ""
    if not first.stands_in:
        made = link_for(first.report, person, by=SYSTEM, at=at)
        link = address_of(made.key, language=person.language)
    post_notice(
        notices.REMINDER,
        to=Addressee(person.email, person.name, person.language, person.pk),
        about=first.report,
        period=first.due_on.isoformat(),
        at=at,
        context={
            "report": first.report,
            "of": Told(first.report, at=at),
            "others": [Told(each.report, at=at) for each in others],
            "stands_in": first.stands_in,
            **sender.context(),
        },
        link=link,
        scope=strategy_scope(asked.strategy.key),
        reply_to=sender.email,
    )
    today = day_of(asked.strategy, at)
    for each in (first, *others):
        remember(each.report, person.email, due_on=each.due_on, sent_on=today)
