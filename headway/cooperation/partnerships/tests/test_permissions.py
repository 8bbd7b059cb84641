from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.cooperation.partnerships.models import led_by, works_as
from headway.cooperation.partnerships.permissions import (
    can_keep_project,
    can_keep_projects,
    can_see_project,
    can_write_for_region,
    leads,
    regions_written,
    takes_part,
)
from headway.cooperation.partnerships.queries import members_of, partnership, projects_inside
from headway.cooperation.partnerships.tests.factories import AT, MemberFactory, leave, partners
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.actors import SystemActor
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.partnerships.tests.factories import Partners
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
REASON = "a test changes roles"


def everybody(of: Partners) -> dict[str, User | SystemActor]:
    return {
        **of.people,
        "administrator": AdministratorFactory.create(),
        "command": SystemActor("headway demo"),
        "closed administrator": AdministratorFactory.create(is_active=False),
        "auditor": AuditorFactory.create(),
        "nobody": UserFactory.create(),
    }


LEADERS = ["lead reporter", "lead approver", "administrator", "command"]
EAST = ["east reporter", "east approver"]
READERS = ["lead reader", "east reader"]


def test_projects_are_added_by_administrators_and_commands_alone() -> None:
    verdicts = {name: can_keep_projects(who) for name, who in everybody(partners()).items()}
    assert [name for name, verdict in verdicts.items() if verdict] == ["administrator", "command"]
    assert {verdict.reason for verdict in verdicts.values() if not verdict} == {
        "Only an administrator can add a project."
    }


def test_a_project_is_kept_by_who_writes_for_its_lead_partner() -> None:
    of = partners()
    people = everybody(of)
    assert {name for name, who in people.items() if leads(who, of.project)} == {*LEADERS}
    verdicts = {name: can_keep_project(who, of.project) for name, who in people.items()}
    assert {name for name, verdict in verdicts.items() if verdict} == {*LEADERS}
    assert {verdict.reason for verdict in verdicts.values() if not verdict} == {
        f"Only the lead partner of {of.project} can do this: who reports or approves for it, or "
        "an administrator."
    }


def test_of_a_region_write_its_own_partners_and_the_lead_partner() -> None:
    of = partners()
    people = everybody(of)
    east, lead = of.east.region, of.lead.region
    assert east
    assert lead

    def writers(region: object) -> set[str]:
        return {
            name
            for name, who in people.items()
            if can_write_for_region(who, of.project, region)  # type: ignore[arg-type]  # a region
        }

    assert writers(east) == {*LEADERS, *EAST}
    assert writers(lead) == {*LEADERS}
    assert regions_written(of.people["east reporter"], of.project) == {east.pk}
    assert regions_written(of.people["lead reporter"], of.project) == {east.pk, lead.pk}
    assert regions_written(of.people["east reader"], of.project) == set()
    assert regions_written(of.people["stranger reporter"], of.project) == set()


def test_the_working_pages_are_seen_by_partners_in_whatever_role() -> None:
    of = partners()
    people = everybody(of)
    inside = {*READERS, *EAST, "lead reporter", "lead approver"}
    assert {n for n, who in people.items() if takes_part(who, of.project)} == {*inside, "command"}
    seeing = {n for n, who in people.items() if can_see_project(who, of.project)}
    assert seeing == {*inside, "administrator", "command", "auditor"}
    listed = {
        name
        for name, who in people.items()
        if not isinstance(who, SystemActor) and of.project in projects_inside(who)
    }
    assert listed == seeing - {"command"}


def test_whoever_worked_for_a_partner_once_keeps_nothing() -> None:
    of = partners()
    reporter = of.people["lead reporter"]
    roles = Membership.objects.unrestricted(reason=REASON).filter(user=reporter)
    roles.update(until=AT.date())
    assert not leads(reporter, of.project)
    assert not takes_part(reporter, of.project)
    assert list(projects_inside(reporter)) == []


@pytest.mark.parametrize("name", ["lead", "east"])
def test_a_partner_that_left_keeps_nothing_but_its_place_in_the_history(name: str) -> None:
    of = partners()
    member = getattr(of, name)
    reporter, other = of.people[f"{name} reporter"], "east" if name == "lead" else "lead"
    everything: dict[str, Callable[[User], bool]] = {
        "leads": lambda who: leads(who, of.project),
        "takes part": lambda who: takes_part(who, of.project),
        "sees": lambda who: bool(can_see_project(who, of.project)),
        "keeps": lambda who: bool(can_keep_project(who, of.project)),
        "writes": lambda who: bool(can_write_for_region(who, of.project, member.region)),
        "regions": lambda who: bool(regions_written(who, of.project)),
        "inside": lambda who: of.project in projects_inside(who),
        "led": lambda who: led_by(who).exists(),
        "works": lambda who: works_as(who).exists(),
    }
    able = {what for what, asks in everything.items() if asks(reporter)}
    assert able >= {"takes part", "sees", "writes", "regions", "inside", "works"}
    before = {what: asks(of.people[f"{other} reporter"]) for what, asks in everything.items()}
    leave(of.project, member.organisation)
    assert {what for what, asks in everything.items() if asks(reporter)} == set()
    after = {what: asks(of.people[f"{other} reporter"]) for what, asks in everything.items()}
    assert after == before
    assert [each.organisation for each in members_of(of.project)].count(member.organisation) == 1
    told = partnership(of.project).regions
    assert member.organisation in {each.organisation for one in told for each in one.members}


def test_a_closed_account_keeps_nothing() -> None:
    of = partners()
    reporter = of.people["lead reporter"]
    reporter.is_active = False
    reporter.save()
    assert not leads(reporter, of.project)
    assert not takes_part(reporter, of.project)
    assert list(projects_inside(reporter)) == []
    assert list(led_by(reporter)) == list(works_as(reporter)) == []


def test_a_lead_partner_keeps_its_own_projects_alone() -> None:
    of = partners()
    elsewhere = MemberFactory.create(organisation=of.lead.organisation).project
    person = MembershipFactory.create(organisation=of.lead.organisation, role=Role.REPORTER).user
    assert leads(person, of.project)
    assert not leads(person, elsewhere), "there it is a partner among others"
