from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from inline_snapshot import snapshot

from headway.foundation.accounts.queries import must_have_second_factor
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.actors import SystemActor
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.strategy.permissions import (
    can_add_organisations,
    can_appoint_coordinator,
    can_create_strategy,
    can_edit_draft,
    can_keep_strategy,
    can_see_strategy,
    can_set_life,
)
from headway.monitoring.strategy.queries.people import strategies_kept_by
from headway.monitoring.strategy.states import EditionState
from headway.monitoring.strategy.tests.factories import (
    AT,
    CoordinatorFactory,
    EditionFactory,
    StrategyFactory,
    coordinator_of,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.core.verdicts import Verdict
    from headway.monitoring.strategy.models import Strategy

pytestmark = pytest.mark.django_db
KEEPERS = "Only a coordinator of this strategy can do this. Ask an administrator for the role."


def verdicts(user: User | SystemActor, public: Strategy, hidden: Strategy) -> dict[str, Verdict]:
    editions = {
        state: EditionFactory.build(strategy=hidden, state=state) for state in EditionState.values
    }
    return {
        "create": can_create_strategy(user),
        "keep": can_keep_strategy(user, hidden),
        "appoint": can_appoint_coordinator(user, hidden),
        "add organisations": can_add_organisations(user, hidden),
        "edit draft": can_edit_draft(user, editions["draft"]),
        "edit in force": can_edit_draft(user, editions["in_force"]),
        "edit discarded": can_edit_draft(user, editions["discarded"]),
        "set life": can_set_life(user, hidden),
        "see public": can_see_strategy(user, public),
        "see hidden": can_see_strategy(user, hidden),
    }


def people(hidden: Strategy) -> dict[str, User | SystemActor]:
    left = CoordinatorFactory.create(strategy=hidden, until=AT.date()).user
    member = MembershipFactory.create(organisation=hidden.organisation, role=Role.APPROVER).user
    closed = coordinator_of(hidden)
    closed.is_active = False
    fallen = AdministratorFactory.create(is_active=False)
    return {
        "administrator": AdministratorFactory.create(),
        "command": SystemActor("headway demo"),
        "auditor": AuditorFactory.create(),
        "coordinator": coordinator_of(hidden),
        "coordinator elsewhere": coordinator_of(StrategyFactory.create()),
        "former coordinator": left,
        "closed coordinator": closed,
        "closed administrator": fallen,
        "approver of its organisation": member,
        "nobody": UserFactory.create(),
    }


def test_who_may_do_what_to_a_strategy() -> None:
    public, hidden = StrategyFactory.create(), StrategyFactory.create(is_public=False)
    matrix = {
        name: [action for action, verdict in verdicts(user, public, hidden).items() if verdict]
        for name, user in people(hidden).items()
    }
    assert matrix == snapshot(
        {
            "administrator": [
                "create",
                "keep",
                "appoint",
                "add organisations",
                "edit draft",
                "set life",
                "see public",
                "see hidden",
            ],
            "command": [
                "create",
                "keep",
                "appoint",
                "add organisations",
                "edit draft",
                "set life",
                "see public",
                "see hidden",
            ],
            "auditor": ["see public", "see hidden"],
            "coordinator": [
                "keep",
                "add organisations",
                "edit draft",
                "set life",
                "see public",
                "see hidden",
            ],
            "coordinator elsewhere": ["see public"],
            "former coordinator": ["see public"],
            "closed coordinator": ["see public"],
            "closed administrator": ["see public"],
            "approver of its organisation": ["see public"],
            "nobody": ["see public"],
        }
    )


def test_every_refusal_says_why_and_what_to_do() -> None:
    public, hidden = StrategyFactory.create(), StrategyFactory.create(is_public=False)
    reasons = {
        action: verdict.reason
        for action, verdict in verdicts(UserFactory.create(), public, hidden).items()
        if not verdict
    }
    assert reasons == {
        "create": "Only an administrator can create a strategy.",
        "keep": KEEPERS,
        "appoint": "Only an administrator can appoint coordinators.",
        "add organisations": "Only a coordinator of this strategy can add the organisations that "
        "its import names. Send them the names.",
        "edit draft": KEEPERS,
        "edit in force": "This edition is in force. Open a draft to change the text.",
        "edit discarded": "This draft was discarded. Open a new one to change the text.",
        "set life": KEEPERS,
        "see hidden": KEEPERS,
    }


def test_administrators_and_coordinators_need_a_second_factor() -> None:
    hidden = StrategyFactory.create()
    need = {
        name: must_have_second_factor(user)
        for name, user in people(hidden).items()
        if not isinstance(user, SystemActor)
    }
    assert [name for name, needed in need.items() if needed] == [
        "administrator",
        "coordinator",
        "coordinator elsewhere",
        "closed coordinator",
    ]


def test_a_coordinator_keeps_their_strategies_and_an_administrator_all() -> None:
    mine, other = StrategyFactory.create(slug="b"), StrategyFactory.create(slug="a")
    CoordinatorFactory.create(strategy=other, until=AT.date(), user=(ona := coordinator_of(mine)))
    assert list(strategies_kept_by(ona)) == [mine]
    assert list(strategies_kept_by(AdministratorFactory.create())) == [other, mine]
    assert list(strategies_kept_by(AuditorFactory.create())) == []
