"""A report in each of its states, for the services of reporting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import override_settings

from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting import services as reporting
from headway.monitoring.reporting.models import ReportingLine
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    World,
    answered,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report, Round

Act = Callable[[], object]
LATER = AT + timedelta(days=2)
AFTER = DEADLINE + timedelta(days=7)
SITE = override_settings(SITE_ADDRESS="https://strategy.example.org")
"""Letters need the address of the site."""


def writing(act: Act) -> Act:
    return SITE(act)


def running() -> tuple[World, Round, Report, User]:
    with SITE:
        of = world()
        asked = opened(of)
    return of, asked, report_of(asked, of.partners[0]), of.reporters[0]


def submitted() -> tuple[World, Round, Report, User]:
    of, asked, report, by = running()
    with SITE:
        handed_in(report, by=by)
    return of, asked, report, by


def accepted() -> tuple[World, Round, Report, User]:
    of, asked, report, by = submitted()
    with SITE:
        reporting.accept_report(report_id=report.pk, by=of.coordinator, at=LATER)
    return of, asked, report, by


def signed_off() -> tuple[World, Report, User]:
    """Return a report that was answered, of an organisation where somebody signs off."""
    of, _asked, report, by = running()
    partner = of.partners[0]
    approver = MembershipFactory.create(organisation=partner, role=Role.APPROVER).user
    ReportingLine.objects.create(
        strategy=of.edition.strategy, organisation=partner, approver=approver
    )
    answered(report, by=by)
    return of, report, approver
