from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.cooperation.partnerships.permissions import can_keep_projects
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.actors import SystemActor
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def test_projects_are_kept_by_administrators_and_commands_alone() -> None:
    people: dict[str, User | SystemActor] = {
        "administrator": AdministratorFactory.create(),
        "command": SystemActor("headway demo"),
        "closed administrator": AdministratorFactory.create(is_active=False),
        "auditor": AuditorFactory.create(),
        "approver": MembershipFactory.create(role=Role.APPROVER).user,
        "nobody": UserFactory.create(),
    }
    verdicts = {name: can_keep_projects(person) for name, person in people.items()}
    assert [name for name, verdict in verdicts.items() if verdict] == ["administrator", "command"]
    assert {verdict.reason for verdict in verdicts.values() if not verdict} == {
        "Only an administrator can change a project."
    }
