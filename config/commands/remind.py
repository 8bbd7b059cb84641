"""Writes the reminders that are due, or says what would go out: to whom, about what, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from config.arguments import OK
from config.commands.serve import refuse_unprepared
from config.refusals import Refusal
from headway.cooperation.implementation.queries.waiting import letters_due as progress_due
from headway.cooperation.implementation.rules import reminder_reason as progress_reason
from headway.cooperation.implementation.services import send_report_reminders
from headway.cooperation.peerreview.queries.reminding import reminders_due as reviews_due
from headway.cooperation.peerreview.services import send_review_reminders
from headway.foundation.core.errors import WrongState
from headway.monitoring.meetings.models import FollowUp
from headway.monitoring.meetings.queries.duties import duties_due
from headway.monitoring.meetings.rules import telling_reason
from headway.monitoring.meetings.services import send_activities, send_follow_ups
from headway.monitoring.reporting.queries.reminding import grouped_reminders, reminders_due
from headway.monitoring.reporting.rules import reminder_reason
from headway.monitoring.reporting.services import send_reminders
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from headway.cooperation.implementation.queries.waiting import DueReminder as DueProgress
    from headway.cooperation.peerreview.queries.reminding import DueReminder
    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.queries.duties import Due
    from headway.monitoring.reporting.queries.reminding import Due as DueReport


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    at = timezone.now()
    letters = [_letter(due) for due in grouped_reminders(reminders_due(at))]
    duties = [_duty(due, person) for due in duties_due(at) for person in due.people]
    reviews = [_owed(due, person) for due in reviews_due(at) for person in due.people]
    progress = [_told(due, person) for due in progress_due(at) for person in due.people]
    sent = 0 if options.dry_run else _send(at)
    if options.json:
        told = {"sent": sent, "letters": letters, "duties": duties, "reviews": reviews}
        print(json.dumps(told | {"progress": progress}, ensure_ascii=False))
        return OK
    lines = [
        *map(_line, letters),
        *map(_duty_line, duties),
        *map(_owed_line, reviews),
        *map(_told_line, progress),
    ]
    for line in lines:
        print(line)
    many = len(lines)
    print(f"{many} letters would go out." if options.dry_run else f"{sent} letters sent.")
    return OK


def _send(at: datetime) -> int:
    told = send_follow_ups(at=at) + send_activities(at=at)
    told += send_review_reminders(at=at) + send_report_reminders(at=at)
    try:
        return told + send_reminders(at=at)
    except WrongState as problem:
        sentence = f"{problem} Letters about other things written: {told}."
        raise Refusal(sentence if told else str(problem)) from problem


def _letter(due: tuple[DueReport, ...]) -> dict[str, Any]:
    return {"to": due[0].person.email, "reports": [_report(each) for each in due]}


def _report(due: DueReport) -> dict[str, str]:
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


def _duty(due: Due, person: User) -> dict[str, str]:
    duty = due.duty
    return {
        "to": person.email,
        "strategy": duty.body.strategy.slug,
        "body": duty.body.slug,
        "kind": "follow-up" if isinstance(duty, FollowUp) else "activity",
        "words": duty.words.passage(person.language).words,
        "due_on": duty.due_on.isoformat(),
        "why": telling_reason(due.day, due_on=duty.due_on),
    }


def _duty_line(duty: dict[str, str]) -> str:
    return (
        f"{duty['to']}  {duty['body']}, {duty['kind']} due {duty['due_on']} “{duty['words']}”: "
        f"{duty['why']}"
    )


def _owed(due: DueReminder, person: User) -> dict[str, str]:
    return {
        "to": person.email,
        "project": due.session.project.slug,
        "session": due.session.key,
        "unit": due.unit.name,
        "kind": due.kind,
        "due_on": due.until.isoformat(),
    }


def _owed_line(owed: dict[str, str]) -> str:
    return (
        f"{owed['to']}  {owed['project']}, {owed['unit']}: {owed['kind']} of plans due "
        f"{owed['due_on']}"
    )


def _told(due: DueProgress, person: User) -> dict[str, str]:
    report = due.report
    return {
        "to": person.email,
        "project": report.round.project.slug,
        "period": report.round.period,
        "organisation": report.organisation.slug,
        "state": report.state,
        "due_on": report.round.due_on.isoformat(),
        "why": progress_reason(due.day, due_on=report.round.due_on),
    }


def _told_line(told: dict[str, str]) -> str:
    return (
        f"{told['to']}  {told['project']} {told['period']}, {told['organisation']} "
        f"({told['state']}): {told['why']}"
    )


def _line(letter: dict[str, Any]) -> str:
    about = "; ".join(
        f"{each['strategy']} {each['period']}, {each['organisation']} ({each['state']}): "
        f"{each['why']}"
        for each in letter["reports"]
    )
    return f"{letter['to']}  {about}"
