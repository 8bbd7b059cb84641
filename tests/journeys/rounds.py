"""Prepares, in the data folder of a running product, what a journey of reporting begins with.

Run with the product's surroundings: python -m tests.journeys.rounds. Prints JSON, a list of reports
that wait: the path of the task link of a partner with five measures that were reported on before,
the report's key, and the path of the link of a colleague who was handed the first measure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.journeys.product import ROOT, environment

if TYPE_CHECKING:
    from tests.journeys.product import Product

MEASURES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that waits: the path of its task link without the language, and its key."""

    link: str
    key: str
    email: str
    colleague: str
    """The path of the link that opens the first part alone."""


AT_ONCE = 4
"""So many are made by one process: it takes longer to start than to make them."""
_waiting: dict[str, list[Asked]] = {}


def ask(product: Product) -> Asked:
    """Open a round for a partner of its own in the product; every call gives another."""
    waiting = _waiting.setdefault(product.address, [])
    if not waiting:
        waiting += _asked_of(product)
    return waiting.pop()


def _asked_of(product: Product) -> list[Asked]:
    surroundings = environment(product.data, product.database) | {
        "HEADWAY_ADDRESS": product.address,
        "HEADWAY_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    words = [sys.executable, "-m", "tests.journeys.rounds"]
    done = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [Asked(**told) for told in json.loads(done.stdout.splitlines()[-1])]


def _open() -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up first

    from headway.foundation.accounts.tests.factories import UserFactory  # noqa: PLC0415
    from headway.foundation.core.periods import Period  # noqa: PLC0415
    from headway.foundation.organisations.tests.factories import (  # noqa: PLC0415
        OrganisationFactory,
    )
    from headway.monitoring.reporting.links import token_of  # noqa: PLC0415
    from headway.monitoring.reporting.models import Report, TaskLink  # noqa: PLC0415
    from headway.monitoring.reporting.services import hand_over_part  # noqa: PLC0415
    from headway.monitoring.reporting.tests import factories  # noqa: PLC0415
    from headway.monitoring.strategy.tests.factories import StrategyFactory  # noqa: PLC0415

    taken = Report.objects.unrestricted(reason=factories.REASON).count()
    for factory in (OrganisationFactory, StrategyFactory, UserFactory):
        # names that no earlier call took
        factory.reset_sequence((taken + 1) * 100, force=True)  # type: ignore[no-untyped-call]
    now = timezone.now()
    before = now - timedelta(days=100)
    of = factories.world(measures=MEASURES)
    first = factories.opened(
        of, at=before, period=Period.parse("2025-S2"), deadline_at=before + timedelta(days=20)
    )
    partner, reporter = of.partners[0], of.reporters[0]
    factories.handed_in(factories.report_of(first, partner), by=reporter, at=before)
    second = factories.opened(
        of, at=now, period=Period.parse("2026-S1"), deadline_at=now + timedelta(days=10)
    )
    report = factories.report_of(second, partner)
    links = TaskLink.objects.unrestricted(reason=factories.REASON)
    link = links.get(report=report, person=reporter)
    handed = hand_over_part(
        answer_id=factories.answers_of(report)[0].pk,
        name="Rasa Rasaitė",
        email="rasa@example.org",
        by=reporter,
        at=now,
    )
    return {
        "link": f"task/{token_of(link.key)}/",
        "key": report.key,
        "email": reporter.email,
        "colleague": f"task/{token_of(handed.key)}/",
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    django.setup()
    sys.stdout.write(f"{json.dumps([_open() for _ in range(AT_ONCE)])}\n")
