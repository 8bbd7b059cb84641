from __future__ import annotations

import pytest

from headway.foundation.accounts.models import User
from headway.foundation.accounts.permissions import (
    can_change_person,
    can_deactivate_person,
    can_give_site_role,
    can_invite_person,
    can_reactivate_person,
    can_see_people,
)
from headway.foundation.accounts.states import SiteRole
from headway.foundation.core.actors import SystemActor

OTHER = User(pk=9, email="other@example.org")
PEOPLE: dict[str, User | SystemActor] = {
    "administrator": User(pk=1, site_role=SiteRole.ADMINISTRATOR),
    "auditor": User(pk=2, site_role=SiteRole.AUDITOR),
    "person": User(pk=3),
    "closed administrator": User(pk=4, site_role=SiteRole.ADMINISTRATOR, is_active=False),
    "command": SystemActor("headway init"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_do_what_to_somebody_else(name: str) -> None:
    user = PEOPLE[name]
    verdicts = {
        "invite": can_invite_person(user),
        "see": can_see_people(user),
        "change": can_change_person(user, OTHER),
        "role": can_give_site_role(user, OTHER),
        "close": can_deactivate_person(user, OTHER),
        "open": can_reactivate_person(user),
    }
    everything = set(verdicts)
    expected = {"administrator": everything, "command": everything, "auditor": {"see"}}
    assert {what for what, verdict in verdicts.items() if verdict} == expected.get(name, set())
    assert all(verdict or verdict.reason for verdict in verdicts.values())


def test_people_change_their_own_account() -> None:
    person = User(pk=3)
    assert can_change_person(person, person)


def test_a_closed_account_does_not_change_itself() -> None:
    closed = User(pk=3, is_active=False)
    assert not can_change_person(closed, closed)


def test_administrators_neither_close_nor_promote_themselves() -> None:
    own = User(pk=1, site_role=SiteRole.ADMINISTRATOR)
    assert [can_deactivate_person(own, own).reason, can_give_site_role(own, own).reason] == [
        "Nobody closes their own account. Ask another administrator.",
        "Nobody changes their own role. Ask another administrator.",
    ]
