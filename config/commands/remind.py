"""Writes the reminders that are due, or says what would go out: to whom, about what, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from config.arguments import OK
from config.commands.serve import refuse_unprepared
from config.refusals import Refusal
from headway.foundation.core.errors import WrongState
from headway.monitoring.reporting.queries.reminding import grouped_reminders, reminders_due
from headway.monitoring.reporting.rules import reminder_reason
from headway.monitoring.reporting.services import send_reminders
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from headway.monitoring.reporting.queries.reminding import Due


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    at = timezone.now()
    letters = [_letter(due) for due in grouped_reminders(reminders_due(at))]
    sent = 0 if options.dry_run else _send(at)
    if options.json:
        print(json.dumps({"sent": sent, "letters": letters}, ensure_ascii=False))
        return OK
    for letter in letters:
        print(_line(letter))
    print(f"{len(letters)} letters would go out." if options.dry_run else f"{sent} letters sent.")
    return OK


def _send(at: datetime) -> int:
    try:
        return send_reminders(at=at)
    except WrongState as problem:
        raise Refusal(str(problem)) from problem


def _letter(due: tuple[Due, ...]) -> dict[str, Any]:
    return {"to": due[0].person.email, "reports": [_report(each) for each in due]}


def _report(due: Due) -> dict[str, str]:
    asked = due.report.round
    deadline = day_of(asked.strategy, due.report.deadline_at)
    return {
        "strategy": asked.strategy.slug,
        "period": asked.period,
        "organisation": due.report.organisation.slug,
        "state": due.report.state,
        "deadline": due.report.deadline_at.isoformat(),
        "due_on": due.due_on.isoformat(),
        "why": reminder_reason(due.due_on, deadline=deadline),
    }


def _line(letter: dict[str, Any]) -> str:
    about = "; ".join(
        f"{each['strategy']} {each['period']}, {each['organisation']} ({each['state']}): "
        f"{each['why']}"
        for each in letter["reports"]
    )
    return f"{letter['to']}  {about}"
