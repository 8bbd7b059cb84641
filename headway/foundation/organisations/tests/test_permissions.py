from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.actors import SystemActor
from headway.foundation.organisations.permissions import (
    can_change_organisation,
    can_give_role,
    can_keep_directory,
)
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def may(user: User | SystemActor, organisation: Organisation) -> list[bool]:
    verdicts = (
        can_keep_directory(user),
        can_change_organisation(user, organisation),
        can_give_role(user),
    )
    assert all(verdict or verdict.reason for verdict in verdicts)
    return [bool(verdict) for verdict in verdicts]


def person(role: str, organisation: Organisation) -> User:
    membership = MembershipFactory.create(organisation=organisation, role=role)
    return membership.user


def test_who_may_keep_the_directory_change_an_organisation_and_give_roles() -> None:
    one, other = OrganisationFactory.create(), OrganisationFactory.create()
    users: dict[str, User | SystemActor] = {
        "administrator": AdministratorFactory.create(),
        "command": SystemActor("headway demo"),
        "auditor": AuditorFactory.create(),
        "approver": person(Role.APPROVER, one),
        "reporter": person(Role.REPORTER, one),
        "reader": person(Role.READER, one),
        "approver elsewhere": person(Role.APPROVER, other),
        "nobody": UserFactory.create(),
    }
    assert {name: may(user, one) for name, user in users.items()} == {
        "administrator": [True, True, True],
        "command": [True, True, True],
        "auditor": [False, False, False],
        "approver": [False, True, False],
        "reporter": [False, False, False],
        "reader": [False, False, False],
        "approver elsewhere": [False, False, False],
        "nobody": [False, False, False],
    }


def test_an_ended_role_and_a_closed_account_open_nothing() -> None:
    membership = MembershipFactory.create(role=Role.APPROVER)
    assert can_change_organisation(membership.user, membership.organisation)
    membership.user.is_active = False
    assert not can_change_organisation(membership.user, membership.organisation)
    membership.user.is_active = True
    membership.until = membership.since
    membership.save()
    assert not can_change_organisation(membership.user, membership.organisation)
