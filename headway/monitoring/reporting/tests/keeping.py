"""A coordinator at the keyboard: rounds with partners in every standing, and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.monitoring.reporting.tests.factories import (
    World,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from django.test import Client

    from headway.monitoring.reporting.models import Report, Round

A_DAY = timedelta(days=1)


@dataclass
class Desk:
    """What a coordinator has open: a round and the addresses about it."""

    of: World
    asked: Round
    opened_at: datetime

    @property
    def reports(self) -> list[Report]:
        return [report_of(self.asked, partner) for partner in self.of.partners]

    def at(self, name: str, **parts: Any) -> str:  # noqa: ANN401 -- parts of an address
        return reverse(f"reporting:{name}", kwargs={"slug": self.of.edition.strategy.slug} | parts)

    def round(self, name: str, **parts: Any) -> str:  # noqa: ANN401 -- parts of an address
        return self.at(name, key=self.asked.key, **parts)

    def report(self, name: str, number: int = 0, **parts: Any) -> str:  # noqa: ANN401 -- parts of an address
        return self.round(name, report=self.reports[number].key, **parts)

    def hand_in(self, number: int = 0, **said: Any) -> Report:  # noqa: ANN401 -- what is said
        report = self.reports[number]
        at = self.opened_at + A_DAY
        handed_in(report, by=self.of.reporters[number], at=at, **said)
        return self.reports[number]


def desk(client: Client, partners: int = 1, *, late: bool = False, **options: Any) -> Desk:  # noqa: ANN401 -- as world takes
    """Open a round, its deadline ahead or passed, and sign its coordinator in."""
    of = world(partners, **options)
    client.force_login(with_second_factor(of.coordinator))
    now = timezone.now()
    begun = now - 10 * A_DAY
    deadline = now - 2 * A_DAY if late else now + 10 * A_DAY
    return Desk(of, opened(of, at=begun, deadline_at=deadline), begun)
