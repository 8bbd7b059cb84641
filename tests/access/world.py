"""One of each role, and the things that routes are about: what the access tests walk through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
)
from headway.monitoring.strategy.models import Coordinator, Strategy

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Membership, Organisation

ANONYMOUS = "anonymous"
DEACTIVATED = "deactivated"
NOBODY = frozenset({ANONYMOUS, DEACTIVATED})
SIGNED_IN = frozenset({"reader", "reporter", "approver", "coordinator", "administrator", "auditor"})
ROLES = (*sorted(NOBODY), *sorted(SIGNED_IN))
READS_EVERYTHING = frozenset({"administrator", "auditor"})


@dataclass(frozen=True, slots=True)
class World:
    """`organisation` is that of the reader, reporter and approver; `other` is nobody's here."""

    people: dict[str, User]
    organisation: Organisation
    other: Organisation
    membership: Membership
    strategy: Strategy


def make() -> World:
    """Make one of each role; those who need a second factor have one."""
    ours, other = (
        OrganisationFactory.create(region=RegionFactory.create()),
        OrganisationFactory.create(),
    )
    members = {
        role: MembershipFactory.create(organisation=ours, role=role)
        for role in (Role.READER, Role.REPORTER, Role.APPROVER)
    }
    people = {str(role): membership.user for role, membership in members.items()} | {
        "administrator": with_second_factor(AdministratorFactory.create()),
        "auditor": AuditorFactory.create(),
        "coordinator": with_second_factor(UserFactory.create()),
        DEACTIVATED: AdministratorFactory.create(is_active=False),
    }
    strategy = Strategy.objects.create(
        key="strategy22", slug="strategy", organisation=ours, languages=["lt", "en"]
    )
    Coordinator.objects.create(
        strategy=strategy, user=people["coordinator"], since=members[Role.READER].since
    )
    return World(people, ours, other, members[Role.REPORTER], strategy)
