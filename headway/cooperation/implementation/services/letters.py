"""Letters to partners and to the lead partner; reminders of reports that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from headway.cooperation.implementation import notices, verbs
from headway.cooperation.implementation.queries.people import speakers_for
from headway.cooperation.implementation.queries.waiting import letters_due, reminders_due
from headway.cooperation.implementation.services.common import locked_report
from headway.cooperation.implementation.states import WRITTEN
from headway.cooperation.implementation.wording import change_letter, letter_of
from headway.cooperation.partnerships.queries import is_partner_now, lead_of
from headway.foundation.audit.services import record
from headway.foundation.core.actors import SystemActor
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.rules import mailing_day
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import partnership_scope

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.implementation.models import PolicyChange, ProgressReport
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User
    from headway.foundation.notices.registry import Notice
    from headway.foundation.organisations.models import Organisation

SYSTEM = SystemActor("Headway")


def write_to_partner(
    notice: Notice, report: ProgressReport, *, at: datetime, words: str = "", period: str = ""
) -> int:
    """Write about a report to all who write for its partner; return to how many."""
    people = _speakers(report.organisation, report.plan.project)
    return _write(notice, report, people, at=at, words=words, period=period)


def write_to_lead(notice: Notice, report: ProgressReport, *, at: datetime) -> int:
    """Write about a report to all who write for the lead partner; return to how many."""
    project = report.plan.project
    return _write(notice, report, _speakers(lead_of(project), project), at=at)


def _speakers(house: Organisation | None, project: Project) -> list[User]:
    """Return who writes for a partner; nobody, once it has left the project."""
    if house is None or not is_partner_now(house, project):
        return []
    return speakers_for([house.pk]).get(house.pk, [])


def _write(
    notice: Notice,
    report: ProgressReport,
    people: list[User],
    *,
    at: datetime,
    words: str = "",
    period: str = "",
) -> int:
    for person in people:
        letter = letter_of(notice, report, language=person.language, words=words)
        post_notice(
            notice,
            to=Addressee(person.email, person.name, person.language, person.pk),
            about=report,
            period=period or f"v{report.version}",
            at=at,
            context=letter.context(),
            scope=partnership_scope(report.plan.project.key),
        )
    return len(people)


def write_about_change(
    notice: Notice, change: PolicyChange, *, at: datetime, words: str = ""
) -> int:
    """Write about a policy change to the side that is to act; return to how many."""
    to_lead = notice is notices.CHANGE_TOLD
    project = change.plan.project
    people = _speakers(lead_of(project) if to_lead else change.organisation, project)
    for person in people:
        letter = change_letter(notice, change, language=person.language, words=words)
        post_notice(
            notice,
            to=Addressee(person.email, person.name, person.language, person.pk),
            about=change,
            period=f"v{change.version}",
            at=at,
            context=letter.context(),
            scope=partnership_scope(change.plan.project.key),
        )
    return len(people)


def send_report_reminders(*, at: datetime) -> int:
    """Write every reminder of a report that is due and not yet sent; return how many letters.

    Called again, or after days on which nothing ran, it loses nothing and doubles nothing.
    """
    return sum(_remind(each.report.pk, at=at) for each in letters_due(at))


@transaction.atomic
def _remind(report_id: int, *, at: datetime) -> int:
    """Remind of one report, unless it was submitted or reminded of since it was found."""
    report = locked_report(report_id)
    today = mailing_day(at, settings.TIME_ZONE)
    due = dict(reminders_due(today, only=report_id)) if today else {}
    if report.state not in WRITTEN or report not in due:
        return 0
    report.reminded_on = today
    report.save(update_fields=["reminded_on"])
    period = f"due {due[report].isoformat()}"
    number = write_to_partner(notices.REMINDER, report, at=at, period=period)
    payload = {"letters": number}
    record(verbs.REPORT_REMINDED, report, by=SYSTEM, at=at, payload=payload, name=report.key)
    return number
