"""What a report tells whoever answers: what is left by when, who has it, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.ui.names import named
from headway.monitoring.reporting.queries.people import keeper_of
from headway.monitoring.reporting.rules import standing_of
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.reporting.wording import deadline_worded

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.states import Standing


def deadline_of(report: Report) -> str:
    return deadline_worded(report.deadline_at, report.round.strategy.time_zone)


def left_sentence(report: Report) -> str:
    """Say how much is left by when: “3 of 7 measures left, due 31 January 2027, 17:00, …”."""
    language = get_language() or "en"
    left = report.count_asked - report.count_done
    words = report.round.edition.frame.counted.of(language, report.count_asked)
    given = {
        "left": left,
        "asked": report.count_asked,
        "measures": words,
        "deadline": deadline_of(report),
    }
    if not left:
        return _("All %(asked)d answered. Check and submit by %(deadline)s.") % given
    return _("%(left)d of %(asked)d %(measures)s left, due %(deadline)s.") % given


def standing_now(report: Report) -> Standing:
    """Tell how a report stands in its round: an unfinished one of a round that is over is none."""
    return standing_of(
        round_state=report.round.state,
        report_state=report.state,
        is_started=report.started_at is not None,
        is_reopened=report.reopened_at is not None,
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a report now, what they will do by when, and whom to ask about it."""

    sentence: str
    ask: str = ""
    """A name and an address of e-mail; empty where nobody keeps the strategy."""
    email: str = ""


def holder_of(report: Report, *, approver: User | None, at: datetime) -> Holder:
    """Say who has a report: each state has one owner."""
    keeper = keeper_of(report)
    name, email = (keeper.name, keeper.email) if keeper else ("", "")
    return Holder(_sentence(report, approver, name, at), name, email)


def _sentence(report: Report, approver: User | None, keeper: str, at: datetime) -> str:
    given = {
        "organisation": named(report.organisation),
        "deadline": deadline_of(report),
        "person": approver or named(report.organisation),
        "coordinator": keeper or named(report.round.strategy),
    }
    if report.state == ReportState.SUBMITTED:
        return _has_submitted(report) % given
    if report.state == ReportState.ACCEPTED:
        return _("Accepted. The coordinator publishes it with the round; nothing is left to do.")
    return _still_has(report, approver, at) % given


def _still_has(report: Report, approver: User | None, at: datetime) -> str:
    if report.round.state != RoundState.OPEN and report.reopened_at is None:
        return _("The round is closed. %(coordinator)s can reopen it for %(organisation)s.")
    if report.state == ReportState.PREPARED:
        return _("%(person)s has it now, and submits it or sends it back by %(deadline)s.")
    if at > report.deadline_at:
        return _("%(organisation)s has it. It was due %(deadline)s and can still be sent.")
    if approver is not None:
        return _(
            "%(organisation)s has it, and hands it over to %(person)s for sign-off by %(deadline)s."
        )
    return _("%(organisation)s has it, and submits it by %(deadline)s.")


def _has_submitted(report: Report) -> str:
    if report.seen_at is None:
        return _(
            "%(coordinator)s has it now, and accepts or returns it before the round closes. "
            "Until they open it, it can be taken back."
        )
    return _("%(coordinator)s is reviewing it, and accepts or returns it before the round closes.")
