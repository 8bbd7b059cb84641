"""What phase 2 says in sentences: letters, the table month by month, what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.cooperation.implementation import notices
from headway.cooperation.implementation.states import ChangeState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.foundation.core.words import worded as in_both
from headway.monitoring.strategy.hooks import Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from headway.cooperation.implementation.models import PolicyChange, ProgressReport
    from headway.foundation.core.texts import Passage, TranslatedText
    from headway.foundation.notices.registry import Notice
    from headway.monitoring.strategy.hooks import Row

TO_WRITE, TO_READ, CHANGE = "progress_to_write", "progress_to_read", "policy_change"
"""What waits for people in phase 2."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: its subject, its paragraphs, and where to go on."""

    subject: str
    sentences: tuple[str, ...]
    address: str

    def context(self) -> dict[str, object]:
        return {"subject": self.subject, "sentences": self.sentences, "address": self.address}


def said(text: TranslatedText) -> str:
    """Return words in the language of the page."""
    return str(text.passage(get_language() or "en"))


def passage(text: TranslatedText) -> Passage:
    """Return words as `said` does, with the language that they are in."""
    return text.passage(get_language() or "en")


def day(on: date) -> str:
    return PartialDate.of(on).worded()


def month_words(month: date) -> str:
    """Return a month in words: “March 2022”."""
    return date_format(month, "YEAR_MONTH_FORMAT")


def page_of(route: str, *arguments: str, language: str) -> str:
    """Return the whole address of a page; nothing, if the site does not know its own."""
    if not settings.SITE_ADDRESS:
        return ""
    with translation.override(language):
        return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse(route, args=arguments)}"


def letter_of(notice: Notice, report: ProgressReport, *, language: str, words: str = "") -> Letter:
    """Word a letter about a report, in a language."""
    with translation.override(language):
        given = {
            "project": report.plan.project.acronym,
            "organisation": said(report.organisation.name),
            "period": report.round.when.worded(),
            "day": day(report.round.due_on),
        }
        subject, sentence = _LETTERS[notice.code]()
        quoted = (_("“%(words)s”") % {"words": words},) if words else ()
        slug = report.plan.project.slug
        address = page_of("implementation:report", slug, report.key, language=language)
        return Letter(subject % given, (sentence % given, *quoted), address)


def _opened() -> tuple[str, str]:
    return (
        _("%(project)s: please report on %(period)s"),
        _(
            "The lead partner of %(project)s asks %(organisation)s how its action plan was carried "
            "out in %(period)s. The report is due on %(day)s. Fill in the monitoring table, say a "
            "few words on each action, and submit."
        ),
    )


def _reminder() -> tuple[str, str]:
    return (
        _("%(project)s: the report on %(period)s is due on %(day)s"),
        _(
            "The report of %(organisation)s on %(period)s is not submitted yet. "
            "It is due on %(day)s. What was written is kept; submit it when it is ready."
        ),
    )


def _submitted() -> tuple[str, str]:
    return (
        _("%(project)s: %(organisation)s reported on %(period)s"),
        _(
            "%(organisation)s submitted its report on %(period)s. "
            "Read it, then ask about it or close it."
        ),
    )


def _asked() -> tuple[str, str]:
    return (
        _("%(project)s: a question about the report on %(period)s"),
        _(
            "The lead partner asks %(organisation)s about its report on %(period)s. "
            "Change what is needed and submit it again."
        ),
    )


def _closed() -> tuple[str, str]:
    return (
        _("%(project)s: the report on %(period)s is closed"),
        _(
            "The lead partner closed the report of %(organisation)s on %(period)s. "
            "All partners and the public can now read what happened."
        ),
    )


_LETTERS: dict[str, Callable[[], tuple[str, str]]] = {
    notices.ROUND_OPENED.code: _opened,
    notices.REMINDER.code: _reminder,
    notices.SUBMITTED.code: _submitted,
    notices.ASKED.code: _asked,
    notices.CLOSED.code: _closed,
}


def change_letter(
    notice: Notice, change: PolicyChange, *, language: str, words: str = ""
) -> Letter:
    """Word a letter about a policy change, in a language."""
    with translation.override(language):
        given = {
            "project": change.plan.project.acronym,
            "organisation": said(change.organisation.name),
            "title": said(change.title),
        }
        subject, sentence = _CHANGES[notice.code]()
        quoted = (_("“%(words)s”") % {"words": words},) if words else ()
        slug = change.plan.project.slug
        address = page_of("implementation:change", slug, change.key, language=language)
        return Letter(subject % given, (sentence % given, *quoted), address)


def _change_told() -> tuple[str, str]:
    return (
        _("%(project)s: a policy change is told"),
        _(
            "%(organisation)s tells that policy changed: “%(title)s”. "
            "Look at the evidence, then ask about it or confirm it."
        ),
    )


def _change_asked() -> tuple[str, str]:
    return (
        _("%(project)s: a question about a policy change"),
        _("The lead partner asks about the policy change “%(title)s”. Answer by revising it."),
    )


def _change_confirmed() -> tuple[str, str]:
    return (
        _("%(project)s: a policy change is confirmed"),
        _("The lead partner confirmed the policy change “%(title)s”. It is public now."),
    )


_CHANGES: dict[str, Callable[[], tuple[str, str]]] = {
    notices.CHANGE_TOLD.code: _change_told,
    notices.CHANGE_ASKED.code: _change_asked,
    notices.CHANGE_CONFIRMED.code: _change_confirmed,
}


def report_task(row: Row, at: datetime) -> Task:
    """Tell of a report that waits for its partner, or for the lead partner to read it."""
    del at  # what waits is kept, not reckoned
    title = in_both(
        lambda: (
            _("%(organisation)s on %(period)s, %(project)s: %(instrument)s")
            % {
                "organisation": said(row.of),
                "period": Period.parse(row.besides).worded(),
                "project": row.name,
                "instrument": said(row.words),
            }
        )
    )
    if row.kind == TO_WRITE and row.due_on:
        sentence = _("The report is due on %(day)s.") % {"day": day(row.due_on)}
    else:
        sentence = _("The report waits for you to close it or to ask.")
    return Task(title, _page_of("report", row), sentence, row.kind)


def change_task(row: Row, at: datetime) -> Task:
    """Tell of a policy change that waits for who told of it, or for the lead partner."""
    del at
    if row.besides == ChangeState.ASKED:
        sentence = _("The lead partner asks about this policy change.")
    else:
        sentence = _("This policy change waits for you to confirm it or to ask.")
    return Task(row.words, _page_of("change", row), sentence, row.kind)


def _page_of(name: str, row: Row) -> str:
    return reverse(f"implementation:{name}", args=[row.slug, row.key])
