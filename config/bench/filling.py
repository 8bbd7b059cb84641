"""Fills an installation: a strategy of the wanted size, and beside it one whose partners report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.bench.bulk import extend
from config.bench.data import PATTERN, SLUG, make
from config.bench.reports import REASON, Desk, desk
from config.commands.doctor import found_now
from config.findings import FINE
from headway.foundation.core.statistics import renew_statistics
from headway.foundation.organisations.models import Organisation
from headway.monitoring.indicators.models import IndicatorText, Placement
from headway.monitoring.indicators.services.kept import renew_strategy
from headway.monitoring.reporting.models import Report
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Edition

LANGUAGE = "lt"
DESK = "reporting"
ROUNDS = 3
LOOKED_AT = ("editions", "kept answers", "audit trail", "migrations")
"""What the doctor has to find in order before anything is measured."""


def fill(
    *, measures: int, values: int, partners: int, by_services: int, at: datetime
) -> dict[str, Any]:
    """Make the data and let the doctor look it over; return the pages to ask for.

    :raises RuntimeError: for anything that the doctor finds fault with.
    """
    edition = made(measures, values, by_services=by_services, at=at)
    told: dict[str, Any] = {}
    with translation.override(LANGUAGE):
        if values:
            told |= {"public": _public(edition), "tables": _tables()}
        if partners:
            told |= _desk(desk(DESK, partners=partners, rounds=ROUNDS, at=at), at=at)
    renew_statistics()
    _look(at)
    return told


def made(measures: int, values: int, *, by_services: int, at: datetime) -> Edition:
    """Make the strategy: through the services, or with rows that are copied for the rest of it."""
    if measures <= by_services or not values:
        return make(measures, at=at, values=values)
    edition = make(PATTERN, at=at, values=values)
    partners = Organisation.objects.filter(slug__startswith=f"{SLUG}-").order_by("pk")
    extend(edition, measures, partners=list(partners.values_list("pk", flat=True)), at=at)
    return edition


def _public(edition: Edition) -> dict[str, str]:
    """Return the pages that all read: the strategy, a measure in its middle, its indicator."""
    measures = NodeText.objects.of(edition).filter(depth=edition.frame.counted_depth)
    text = measures.order_by("path")[measures.count() // 2]
    placed = Placement.objects.of(edition).get(node=text.node_id)
    said = IndicatorText.objects.of(edition).select_related("indicator")
    indicator = said.get(indicator=placed.indicator_id).indicator
    return {
        "strategy": reverse("portal:strategy", args=[SLUG]),
        "measure": reverse("portal:measure", args=[SLUG, text.code]),
        "indicator": reverse("portal:indicator", args=[indicator.key]),
    }


def _tables() -> dict[str, str]:
    wanted = ("measures.json", "measures.csv", "measures.xlsx", "indicators.xlsx")
    return {
        name: f"{reverse('api:table', args=name.split('.'))}?strategy={SLUG}" for name in wanted
    }


def _desk(of: Desk, *, at: datetime) -> dict[str, Any]:
    """Return the coordinator's screens, and the reports that each partner can hand in."""
    renew_strategy(strategy=of.strategy, at=at)
    slug, asked = of.strategy.slug, of.rounds[-1]
    reports = Report.objects.unrestricted(reason=REASON).filter(round=asked)
    own = dict(reports.values_list("organisation", "key"))
    keeper = cookie_of(of.coordinator)
    return {
        "screens": {
            "workspace": reverse("workspace:home"),
            "collecting": reverse("reporting:collecting", args=[slug]),
            "an open round": reverse("reporting:round", args=[slug, asked.key]),
            "reports to review": reverse("reporting:reports", args=[slug, asked.key]),
        },
        "keeper": keeper,
        "writers": [
            [cookie_of(person), reverse("reporting:check", kwargs={"key": own[partner.pk]})]
            for person, partner in zip(of.reporters, of.partners, strict=True)
        ],
    }


def cookie_of(person: User) -> str:
    """Sign somebody in and return the cookie that says so."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _look(at: datetime) -> None:
    faults = [f for f in found_now(at) if f.about in LOOKED_AT and f.level != FINE]
    if faults:
        message = "; ".join(f"{fault.about}: {fault.sentence}" for fault in faults)
        raise RuntimeError(message)
