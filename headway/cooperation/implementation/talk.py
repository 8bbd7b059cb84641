"""The threads of a report as its page shows them, by planned action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.cooperation.implementation.wording import said
from headway.foundation.conversations.models import key_of, type_of
from headway.foundation.conversations.queries import threads_on
from headway.foundation.core.keys import new_key
from headway.foundation.ui.threads import ThreadBox

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.implementation.facts import ReportTold
    from headway.cooperation.implementation.models import ProgressReport
    from headway.foundation.accounts.models import User
    from headway.foundation.conversations.queries import ThreadShown
    from headway.foundation.core.verdicts import Verdict


def boxes_of(
    report: ProgressReport, told: ReportTold, *, by: User, may: Verdict, at: datetime
) -> dict[str, ThreadBox]:
    """Return a thread, or a place for one, for each action and the whole (“”). One query."""
    key = key_of(report)
    threads = threads_on(type_of(report), [key]).get(key, {})
    places = {"": _("the whole report")} | {each.key: said(each.title) for each in told.actions}
    return {
        place: box_of(report, place, name, threads.get(place), by=by, may=may, at=at)
        for place, name in places.items()
    }


def box_of(
    report: ProgressReport,
    place: str,
    name: str,
    thread: ThreadShown | None,
    *,
    by: User,
    may: Verdict,
    at: datetime,
    text: str = "",
    problem: str = "",
) -> ThreadBox:
    return ThreadBox(
        ident=ident_of(place),
        name=name,
        place=place,
        address=reverse("implementation:say", args=[report.plan.project.slug, report.key]),
        request_key=new_key(),
        may_write=may,
        may_resolve=may,
        thread=thread,
        offered_back=thread.offered_back(by, at) if thread else None,
        text=text,
        problem=problem,
    )


def ident_of(place: str) -> str:
    """Return what a thread is called on its page."""
    return f"thread-{place or 'report'}"
