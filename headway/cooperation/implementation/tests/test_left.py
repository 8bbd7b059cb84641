"""What a partner that left the project still sees and does in its second phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.cooperation.implementation import services
from headway.cooperation.implementation.models import (
    MonitoringRound,
    PolicyChange,
    ProgressReport,
    ReportPart,
    StepProgress,
)
from headway.cooperation.implementation.permissions import (
    can_monitor,
    can_read_draft,
    can_read_implementation,
    can_read_live,
    can_tell_change,
    can_tell_of_step,
    can_write_report,
)
from headway.cooperation.implementation.queries.people import know_authors, projects_known
from headway.cooperation.implementation.queries.waiting import (
    changes_waiting,
    reminders_due,
    reports_to_read,
    reports_to_write,
)
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    DUE,
    REASON,
    change,
    opened,
    prepared,
    report_of,
    reports,
    submitted,
    told,
    world,
)
from headway.cooperation.partnerships.tests.factories import leave
from headway.cooperation.plans.models import Plan
from headway.foundation.notices.models import Mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.implementation.tests.factories import World
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def questions(of: World) -> dict[str, Callable[[User], object]]:
    """Open a round: the city owes its report, the agency handed in; a change is asked about."""
    told(of, "harbour-s1")
    one = opened(of)
    report = report_of(one, of.city)
    submitted(report_of(one, of.agency))
    asked = change(of)
    services.ask_about_change(change_id=asked.pk, words="Which?", by=BY, at=AT)
    change(of, "Another call")

    return (
        {
            "sees rounds": lambda who: MonitoringRound.objects.visible_to(who).exists(),
            "sees reports": lambda who: ProgressReport.objects.visible_to(who).exists(),
            "reads parts": lambda who: ReportPart.objects.visible_to(who).exists(),
            "sees steps": lambda who: StepProgress.objects.visible_to(who).exists(),
            "sees changes": lambda who: PolicyChange.objects.visible_to(who).exists(),
            "has to write": lambda who: reports_to_write(who).exists(),
            "has to read": lambda who: reports_to_read(who).exists(),
            "has changes": lambda who: changes_waiting(who).exists(),
        }
        | permissions(of, report, "")
        | permissions(of, report, "known: ")
    )


def permissions(
    of: World, report: ProgressReport, prefix: str
) -> dict[str, Callable[[User], object]]:
    """Return what one may do, asked of rows, or with a prefix of what pages know beforehand."""

    def plan(who: User) -> Plan:
        rows = Plan.objects.unrestricted(reason=REASON).select_related("project")
        found: Plan = rows.get(pk=of.plan.pk)
        if prefix:
            know_authors(found, projects_known(who).get(pk=of.project.pk), user=who)
        return found

    def written(who: User) -> ProgressReport:
        found = reports().get(pk=report.pk)
        found.plan = plan(who)
        return found

    return {
        f"{prefix}follows": lambda who: can_read_implementation(who, plan(who).project),
        f"{prefix}monitors": lambda who: can_monitor(who, plan(who).project),
        f"{prefix}reads the table": lambda who: can_read_live(who, plan(who)),
        f"{prefix}tells of steps": lambda who: can_tell_of_step(who, plan(who), of.city.slug),
        f"{prefix}tells of changes": lambda who: can_tell_change(who, plan(who)),
        f"{prefix}writes": lambda who: can_write_report(who, written(who)),
        f"{prefix}reads the draft": lambda who: can_read_draft(who, written(who)),
    }


def able(who: User, asked: dict[str, Callable[[User], object]]) -> set[str]:
    return {name for name, question in asked.items() if question(who)}


LEADS = {"monitors", "known: monitors", "has to read"}


def test_an_author_that_left_neither_reads_nor_tells_anything() -> None:
    of = world()
    writer, other, asked = of.person(of.city), of.person(of.agency), questions(of)
    everything = set(asked) - LEADS
    assert able(writer, asked) == everything
    before = able(other, asked)
    assert "reads the table" in before
    leave(of.project, of.city)
    assert able(writer, asked) == set()
    assert able(other, asked) == before, "who writes the plan with them goes on"


def test_a_lead_partner_that_left_monitors_no_more() -> None:
    of = world()
    lead, asked = of.person(of.lead), questions(of)
    assert able(lead, asked) >= LEADS | {
        "sees rounds",
        "sees reports",
        "reads the table",
        "follows",
    }
    leave(of.project, of.lead)
    assert able(lead, asked) == set()


def test_what_was_confirmed_of_a_partner_that_left_stays_public() -> None:
    of = world()
    told_of = change(of)
    services.confirm_change(change_id=told_of.pk, by=BY, at=AT)
    leave(of.project, of.city)
    [found] = PolicyChange.objects.visible_to(AnonymousUser())
    assert found.organisation == of.city


def test_a_round_asks_no_partner_that_left() -> None:
    of = world()
    writer = of.person(of.city)
    one = prepared(of)
    leave(of.project, of.city)
    services.open_round(round_id=one.pk, by=BY, at=AT)
    asked = {report.organisation for report in reports().filter(round=one)}
    assert asked == {of.agency, of.abroad}
    mails = Mail.objects.unrestricted(reason=REASON)
    assert not mails.filter(recipient=writer.email).exists()


def test_nobody_reminds_a_partner_that_left() -> None:
    of = world()
    one = opened(of)

    def reminded() -> set[str]:
        return {report.organisation.slug for report, _day in reminders_due(DUE)}

    assert reminded() == {of.city.slug, of.agency.slug, of.abroad.slug}
    leave(of.project, of.city)
    assert reminded() == {of.agency.slug, of.abroad.slug}
    assert report_of(one, of.city).state == "draft", "what it was asked stays on record"
