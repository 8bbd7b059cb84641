"""Organisations that an import names: who may add them, and which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.core.errors import BadInput, NotAllowed
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
)
from headway.monitoring.strategy import services
from headway.monitoring.strategy.models import (
    ImportDraft,
)
from headway.monitoring.strategy.tests.factories import StrategyFactory
from headway.monitoring.strategy.tests.importing import (
    AT,
    BY,
    FIRST,
    MAPPING,
    World,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.accounts.models import User

NAMED = 'create_organisations = ["Nauja įstaiga"]\n' + MAPPING
ROWS = (*FIRST[:2], "1.2;Vouchers;Nauja įstaiga;;;;")


def named(world: World, by: User, mapping: str = NAMED) -> ImportDraft:
    """Upload a file that names a new organisation, and look at its preview."""
    draft = upload(world, by, *ROWS)
    services.map_import(import_id=draft.pk, mapping=mapping, version=1, by=by, at=AT)
    services.preview_import(import_id=draft.pk, by=by, at=AT)
    draft.refresh_from_db()
    return draft


def new_organisations() -> list[str]:
    known = Organisation.objects.exclude(slug__in=("owner", "ona", "jonas"))
    return [str(one) for one in known]


def test_coordinator_adds_the_organisation_that_was_asked_for(
    world: World, coordinator: User
) -> None:
    draft = named(world, coordinator)
    assert draft.result["previews"]["lt"]["organisations"] == ["Nauja įstaiga"]
    assert new_organisations() == []
    services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)
    assert new_organisations() == ["Nauja įstaiga"]
    entries = Entry.objects.unrestricted(reason="test").order_by("-pk")
    added = entries.get(verb="organisation_added", actor_id=str(coordinator.pk))
    assert added.payload.content == f'{{"file":"plan.csv","strategy":"{world.strategy.key}"}}'
    imported = entries.filter(verb="strategy_imported")[0]
    assert '"organisations":["Nauja įstaiga"]' in imported.payload.content


def test_in_the_workspace_no_organisation_is_added_that_was_not_ticked(
    world: World, coordinator: User
) -> None:
    draft = named(world, coordinator, "create_organisations = true\n" + MAPPING)
    [unknown] = draft.result["previews"]["lt"]["unknown_organisations"]
    assert (unknown["name"], unknown["row"], unknown["can_be_new"]) == ("Nauja įstaiga", 4, True)
    with pytest.raises(BadInput):
        services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)
    assert new_organisations() == []


@pytest.mark.parametrize("who", ["coordinator elsewhere", "reporter", "reader", "nobody"])
def test_nobody_else_adds_an_organisation_through_an_import(
    world: World, coordinator: User, who: str
) -> None:
    draft = named(world, coordinator)
    other: User = UserFactory.create()
    if who == "coordinator elsewhere":
        own = StrategyFactory.create()
        services.appoint_coordinator(strategy_id=own.pk, user=other, by=BY, at=AT)
    elif who != "nobody":
        MembershipFactory.create(user=other, organisation=world.strategy.organisation, role=who)
    before = new_organisations()
    plan = world.plan(*FIRST[:2], "1.2;Vouchers;ona;;;;", "1.3;Slaptas planas;;;;;")
    plan = replace(plan, organisations=("Nauja įstaiga",))
    attempts: list[Callable[[], object]] = [
        lambda: services.apply_import_draft(import_id=draft.pk, by=other, at=AT),
        lambda: services.preview_import(import_id=draft.pk, by=other, at=AT),
        lambda: services.map_import(
            import_id=draft.pk, mapping=NAMED, version=draft.version, by=other, at=AT
        ),
        lambda: world.apply(plan, by=other),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed) as refused:
            attempt()
        assert "įstaiga" not in str(refused.value)
    assert new_organisations() == before
    assert list(ImportDraft.objects.visible_to(other)) == []


def test_coordinator_elsewhere_adds_through_an_import_of_their_own(
    world: World, coordinator: User
) -> None:
    strategy = StrategyFactory.create(languages=["en"])
    other: User = UserFactory.create()
    services.appoint_coordinator(strategy_id=strategy.pk, user=other, by=BY, at=AT)
    named(world, coordinator)
    own = World(strategy)
    draft = named(own, other)
    services.apply_import_draft(import_id=draft.pk, by=other, at=AT)
    assert new_organisations().count("Nauja įstaiga") == 1
