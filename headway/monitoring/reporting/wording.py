"""How deadlines and senders are said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.conversations.queries import quoted, quoted_line
from headway.foundation.ui.clocks import moment_in_short, moment_worded
from headway.foundation.ui.names import named
from headway.foundation.ui.numbers import number_words
from headway.monitoring.reporting.queries.answering import measures_asked
from headway.monitoring.reporting.rules import days_late, is_past
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.people import coordinators_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.foundation.conversations.queries import CommentShown, ThreadShown
    from headway.foundation.core.periods import Period
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.reporting.models import Report, Round
    from headway.monitoring.strategy.models import Strategy


def deadline_worded(at: datetime, zone: str) -> str:
    """Say a deadline as every moment with its zone is said."""
    return moment_worded(at, zone)


def report_title(period: Period) -> str:
    """Call the report about a period: “Report for Q1 2026”, „2026 m. I ketvirčio ataskaita“."""
    said = {
        ("half_year", 1): _("Report for the first half of %(year)s"),
        ("half_year", 2): _("Report for the second half of %(year)s"),
        ("quarter", 1): _("Report for Q1 %(year)s"),
        ("quarter", 2): _("Report for Q2 %(year)s"),
        ("quarter", 3): _("Report for Q3 %(year)s"),
        ("quarter", 4): _("Report for Q4 %(year)s"),
    }
    if period.length == "year":
        return _("Report for %(year)s") % {"year": period.year}
    if sentence := said.get((str(period.length), period.number)):
        return sentence % {"year": period.year}
    return _("Report for %(period)s") % {"period": period.worded()}


class Told:
    """What letters say of a report, in the language that is active when they are written."""

    def __init__(
        self,
        report: Report,
        *,
        at: datetime,
        part_until: datetime | None = None,
        said: Sequence[tuple[ThreadShown, CommentShown]] = (),
    ) -> None:
        self.report, self.at, self._part_until, self._said_there = report, at, part_until, said

    @property
    def _zone(self) -> str:
        return self.report.round.strategy.time_zone

    @property
    def title(self) -> str:
        return report_title(self.report.round.when)

    @property
    def organisation(self) -> str:
        return named(self.report.organisation)

    @property
    def strategy(self) -> str:
        return named(self.report.round.strategy)

    @property
    def letter(self) -> str:
        letter: TranslatedText = self.report.round.letter
        return letter.passage(get_language() or "en").words

    @cached_property
    def _count(self) -> int:
        return measures_asked(self.report)

    @property
    def measures(self) -> str:
        """How many measures are asked about, in the strategy's own word; empty for none."""
        frame = self.report.round.edition.frame
        level = frame.levels[frame.counted_depth - 1]
        label = level.label(get_language() or "en", self._count)
        return f"{number_words(self._count)} {label}" if self._count else ""

    @property
    def deadline(self) -> str:
        return deadline_worded(self.report.deadline_at, self._zone)

    @property
    def due(self) -> str:
        return moment_in_short(self.report.deadline_at, self._zone)

    @property
    def is_late(self) -> bool:
        return is_past(self.report.deadline_at, at=self.at)

    @property
    def days_late(self) -> int:
        strategy: Strategy = self.report.round.strategy
        deadline = day_of(strategy, self.report.deadline_at)
        return days_late(deadline, today=day_of(strategy, self.at))

    @property
    def was_late(self) -> bool:
        """Whether the report was first handed in after its deadline."""
        first = self.report.first_submitted_at
        return first is not None and is_past(self.report.deadline_at, at=first)

    @property
    def submitted(self) -> str:
        return self._said(self.report.submitted_at)

    @property
    def submitted_day(self) -> str:
        at = self.report.submitted_at
        return moment_in_short(at, self._zone) if at else ""

    @property
    def wanted(self) -> str:
        return self._said(self.report.wanted_until)

    @property
    def wanted_day(self) -> str:
        until = self.report.wanted_until
        return moment_in_short(until, self._zone) if until else ""

    @property
    def part_until(self) -> str:
        return self._said(self._part_until)

    def _said(self, at: datetime | None) -> str:
        return deadline_worded(at, self._zone) if at else ""

    @property
    def comments(self) -> tuple[str, ...]:
        """What is still open in conversations, as lines."""
        return quoted(self.report)

    @property
    def new_comments(self) -> tuple[str, ...]:
        """What the letter is about, where it is about comments, as lines."""
        return tuple(quoted_line(thread, said) for thread, said in self._said_there)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes about a round: its strategy, in the person of the coordinator who is asked."""

    asked: Round
    name: str = ""
    email: str = ""

    def context(self) -> dict[str, Any]:
        """Return what a letter says of its sender: the role, and whom to ask."""
        ask = lazy(_ask, str)(self.name, self.email) if self.email else ""
        return {"role": lazy(_role, str)(self.asked), "ask": ask, "round": self.asked}

    def context_for_coordinators(self) -> dict[str, Any]:
        """Return what a letter to those who keep the round says of why they get it."""
        return {"role": lazy(_keeping, str)(self.asked), "round": self.asked}


def sender_of(asked: Round) -> Sender:
    """Return who writes about a round: the coordinator longest in the role. One query."""
    first = coordinators_of(asked.strategy).first()
    return Sender(asked, first.user.name, first.user.email) if first else Sender(asked)


def _role(asked: Round) -> str:
    sentence = _(
        "You get this mail because your organisation answers for measures of %(strategy)s."
    )
    return sentence % {"strategy": named(asked.strategy)}


def _keeping(asked: Round) -> str:
    sentence = _("You get this mail because you coordinate %(strategy)s.")
    return sentence % {"strategy": named(asked.strategy)}


def _ask(name: str, email: str) -> str:
    return _("Questions: %(name)s, coordinator of the strategy, %(email)s.") % {
        "name": name,
        "email": email,
    }
