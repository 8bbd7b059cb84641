"""A round from its questions to the public pages, with what must never be read there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.monitoring.reporting.services import (
    accept_report,
    close_round,
    publish_round,
    reopen_report,
    submit_report,
)
from headway.monitoring.reporting.tests.factories import (
    AT,
    answered,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from headway.monitoring.reporting.models import Round
    from headway.monitoring.reporting.tests.factories import World

CLOSED = AT + timedelta(days=30)
PUBLISHED = AT + timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Ended:
    """A round that was published, in which only the first of its partners reported."""

    of: World
    round: Round

    @property
    def strategy(self) -> str:
        return f"/en/strategies/{self.of.edition.strategy.slug}/"

    @property
    def measure(self) -> str:
        return f"{self.strategy}measures/1.1/"

    @property
    def page(self) -> str:
        return f"{self.strategy}rounds/{self.round.period}/"


def accepted(of: World, asked: Round, *, at: datetime = AT, number: int = 0, **said: Any) -> None:  # noqa: ANN401
    report = report_of(asked, of.partners[number])
    handed_in(report, by=of.reporters[number], at=at + timedelta(days=1), **said)
    accept_report(report_id=report.pk, by=of.coordinator, at=at + timedelta(days=2))


def reported_again(found: Ended, *, at: datetime, **said: Any) -> None:  # noqa: ANN401
    """Reopen the first partner's report, answer anew, and accept it."""
    report = report_of(found.round, found.of.partners[0])
    by, of = found.of.coordinator, found.of
    until = at + timedelta(days=9)
    reopen_report(report_id=report.pk, until=until, reason="An error", by=by, at=at)
    answered(report, by=of.reporters[0], at=at, **said)
    submit_report(report_id=report.pk, request_key=f"again-{at}", by=of.reporters[0], at=at)
    accept_report(report_id=report.pk, by=by, at=at)


def end(of: World, asked: Round, *, later: timedelta = timedelta()) -> Round:
    close_round(round_id=asked.pk, by=of.coordinator, at=CLOSED + later)
    return publish_round(round_id=asked.pk, by=of.coordinator, at=PUBLISHED + later)


def ended(partners: int = 2, measures: int = 1, **said: Any) -> Ended:  # noqa: ANN401
    """Return a published round of partners of whom the first alone reported."""
    of = world(partners=partners, measures=measures, figures=True)
    asked = opened(of)
    accepted(of, asked, **said)
    return Ended(of, end(of, asked))
