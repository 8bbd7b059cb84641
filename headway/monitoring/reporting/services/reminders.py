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
from headway.monitoring.reporting.queries.reminding import Due, reminders_due
from headway.monitoring.reporting.rules import mailing_day
from headway.monitoring.reporting.services.letters import remember
from headway.monitoring.reporting.services.links import link_for
from headway.monitoring.reporting.wording import sender_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SYSTEM = SystemActor("Headway")


@transaction.atomic
def send_reminders(*, at: datetime) -> int:
    """Write every reminder that is due and not yet sent; return how many letters.

    All reports of a person in one strategy stand in one letter. Called again, or after days on
    which nothing ran, it loses nothing and doubles nothing.
    """
    grouped = grouped_reminders(reminders_due(at))
    for due in grouped:
        _write(due, at=at)
    return len(grouped)


def grouped_reminders(due: Iterable[Due]) -> tuple[tuple[Due, ...], ...]:
    """Put together what goes into one letter: the reports of a person in one strategy."""
    grouped: dict[tuple[str, int], list[Due]] = {}
    for each in due:
        grouped.setdefault((each.person.email, each.report.round.strategy_id), []).append(each)
    return tuple(tuple(own) for own in grouped.values())


def _write(due: tuple[Due, ...], *, at: datetime) -> None:
    first = min(due, key=lambda each: each.report.deadline_at)
    person, asked = first.person, first.report.round
    sender = sender_of(asked)
    links = {
        each.report.pk: address_of(
            link_for(each.report, person, by=SYSTEM, at=at).key, language=person.language
        )
        for each in due
    }
    post_notice(
        notices.REMINDER,
        to=Addressee(person.email, person.name, person.language, person.pk),
        about=first.report,
        period=first.due_on.isoformat(),
        at=at,
        context={
            "report": first.report,
            "others": [each.report for each in due if each is not first],
            "is_late": first.report.deadline_at < at,
            **sender.context(),
        },
        link=links[first.report.pk],
        scope=strategy_scope(asked.strategy.key),
        reply_to=sender.email,
    )
    today = mailing_day(at, asked.strategy.time_zone)
    for each in due:
        remember(each.report, person.email, due_on=each.due_on, sent_on=today)
