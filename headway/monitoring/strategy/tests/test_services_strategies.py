from __future__ import annotations

from dataclasses import replace

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.frame import StatusOption
from headway.monitoring.strategy.models import Coordinator, Edition, Partner, Strategy
from headway.monitoring.strategy.services import (
    add_partner,
    appoint_coordinator,
    change_strategy,
    create_strategy,
    dismiss_coordinator,
)
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    FRAME,
    STATUSES,
    CoordinatorFactory,
    StrategyFactory,
    coordinator_of,
    settings_of,
    text,
)
from headway.monitoring.strategy.tests.reading import Changes

pytestmark = pytest.mark.django_db
WANTED = Settings(name=text("Klaipėda 2030"), languages=("lt", "en"), statuses=STATUSES)


def create(slug: str = "klaipeda", wanted: Settings = WANTED) -> Strategy:
    return create_strategy(
        slug=slug,
        organisation=OrganisationFactory.create(),
        wanted=wanted,
        frame=FRAME,
        by=AdministratorFactory.create(),
        at=AT,
    )


def test_a_new_strategy_begins_with_a_draft_and_is_not_public() -> None:
    changes = Changes()
    strategy = Strategy.objects.get(pk=create().pk)
    edition = Edition.objects.unrestricted(reason="test").get(strategy=strategy)
    assert settings_of(strategy) == WANTED
    assert (edition.number, edition.state, edition.title, edition.frame) == (
        1,
        "draft",
        WANTED.name,
        FRAME,
    )
    assert changes.both() == (["strategy_created"], [])


def test_only_an_administrator_creates_a_strategy() -> None:
    coordinator = coordinator_of(StrategyFactory.create())
    with pytest.raises(NotAllowed, match=r"^Only an administrator can create a strategy\.$"):
        create_strategy(
            slug="x", organisation=OrganisationFactory.create(), wanted=WANTED, frame=FRAME,
            by=coordinator, at=AT,
        )  # fmt: skip
    assert Strategy.objects.count() == 1


def test_every_wrong_setting_is_named() -> None:
    create()
    wrong = replace(WANTED, name=EMPTY, languages=("lt", "tlh"), time_zone="Klaipėda")
    with pytest.raises(BadInput) as refused:
        create("klaipeda", wrong)
    assert refused.value.problems == {
        "name": "The strategy has no name. Write it in at least one language.",
        "languages": "Unknown language “tlh”.",
        "time_zone": "“Klaipėda” is no time zone. Write one such as Europe/Vilnius.",
        "slug": "The address “klaipeda” is taken. Choose another.",
    }
    with pytest.raises(BadInput, match="at least one language"):
        create("other", replace(WANTED, languages=()))


@pytest.mark.parametrize("slug", ["", "mano planas", "Planas", "šiauliai", "a/b", "a--b", "a" * 61])
def test_what_cannot_stand_in_an_address_names_no_strategy(slug: str) -> None:
    with pytest.raises(BadInput, match="cannot stand in an address"):
        create(slug)


def change(strategy: Strategy, by: object = BY, version: int = 1, **wanted: object) -> Strategy:
    return change_strategy(
        strategy_id=strategy.pk,
        wanted=settings_of(strategy, **wanted),
        version=version,
        by=by,  # type: ignore[arg-type]  # a person or a command
        at=AT,
    )


def test_its_coordinator_changes_a_strategy_and_readers_get_it_anew() -> None:
    strategy = StrategyFactory.create()
    coordinator = coordinator_of(strategy)
    changes = Changes()
    changed = change(strategy, coordinator, name=text("New"))
    strategy.refresh_from_db()
    assert (strategy.name, strategy.version, changed.version) == (text("New"), 2, 2)
    assert changes.both() == (["strategy_changed"], ["strategy"])


def test_what_is_not_public_renews_nothing_until_it_is_and_as_it_ceases_to_be() -> None:
    strategy = StrategyFactory.create(is_public=False)
    hidden = Changes()
    change(strategy, name=text("Hidden"))
    assert hidden.both() == (["strategy_changed"], [])
    strategy.refresh_from_db()
    shown = Changes()
    change(strategy, version=2, is_public=True)
    assert shown.both() == (["strategy_changed", "strategy_published"], ["strategy"])
    strategy.refresh_from_db()
    withdrawn = Changes()
    change(strategy, version=3, is_public=False)
    assert withdrawn.both() == (
        ["strategy_changed", "strategy_withdrawn"],
        ["strategy"],
    )


def test_another_strategys_coordinator_changes_nothing() -> None:
    strategy = StrategyFactory.create()
    with pytest.raises(NotAllowed, match="Only a coordinator of this strategy"):
        change(strategy, coordinator_of(StrategyFactory.create()), name=text("Mine"))
    strategy.refresh_from_db()
    assert strategy.version == 1


def test_a_wrong_setting_is_refused_when_changed_too() -> None:
    with pytest.raises(BadInput, match="Choose at least one language"):
        change(StrategyFactory.create(), languages=())


def test_who_saves_second_gets_both_settings_and_keeps_nothing() -> None:
    strategy = StrategyFactory.create(name=text("Old", "Senas"))
    mine = settings_of(
        strategy,
        name=text("Mine", "Senas"),
        time_zone="Europe/Riga",
        is_public=False,
        languages=("lt",),
        statuses=(*STATUSES, StatusOption("dropped", text("dropped"), "dropped")),
    )
    change(strategy, name=text("Theirs", "Senas"))
    changes = Changes()
    with pytest.raises(Conflict, match="Somebody else saved this while") as conflict:
        change_strategy(strategy_id=strategy.pk, wanted=mine, version=1, by=BY, at=AT)
    assert conflict.value.clashes == (
        Clash("name.en", "Name (en)", "Theirs", "Mine"),
        Clash("languages", "Languages", "lt, en", "lt"),
        Clash("time_zone", "Time zone", "Europe/Vilnius", "Europe/Riga"),
        Clash("is_public", "Public", "yes", "no"),
        Clash(
            "statuses-dropped",
            "Status",
            "",
            "Word (lt): dropped (lt)\nWord (en): dropped\nMeans: dropped",
        ),
    )
    assert conflict.value.token == "2"
    assert changes.both() == ([], [])


def test_an_administrator_appoints_and_dismisses_a_coordinator_and_no_page_changes() -> None:
    strategy, ona = StrategyFactory.create(), UserFactory.create(name="Ona")
    boss = AdministratorFactory.create(name="Boss")
    changes = Changes()
    coordinator = appoint_coordinator(strategy_id=strategy.pk, user=ona, by=boss, at=AT)
    same = appoint_coordinator(strategy_id=strategy.pk, user=ona, by=boss, at=AT)
    assert (same, coordinator.since) == (coordinator, AT.date())
    for _ in range(2):
        dismiss_coordinator(coordinator_id=coordinator.pk, by=boss, at=AT)
    coordinator.refresh_from_db()
    assert coordinator.until == AT.date()
    assert changes.both() == (["coordinator_appointed", "coordinator_dismissed"], [])
    assert [told.sentence for told in history_of(strategy, user=boss)] == [
        f"Boss ended Ona’s work as a coordinator of {strategy}.",
        f"Boss made Ona a coordinator of {strategy}.",
    ]


def test_a_dismissed_coordinator_can_be_appointed_again() -> None:
    ended = CoordinatorFactory.create(until=AT.date())
    again = appoint_coordinator(strategy_id=ended.strategy_id, user=ended.user, by=BY, at=AT)
    assert (again.pk != ended.pk, again.until) == (True, None)


def test_a_coordinator_does_not_extend_their_own_circle() -> None:
    strategy = StrategyFactory.create()
    ona = coordinator_of(strategy)
    colleague = CoordinatorFactory.create(strategy=strategy)
    with pytest.raises(NotAllowed, match="Only an administrator can appoint"):
        appoint_coordinator(strategy_id=strategy.pk, user=UserFactory.create(), by=ona, at=AT)
    with pytest.raises(NotAllowed):
        dismiss_coordinator(coordinator_id=colleague.pk, by=ona, at=AT)
    assert Coordinator.objects.filter(until__isnull=True).count() == 2


def test_a_partner_is_added_once_and_readers_see_it() -> None:
    strategy, one = StrategyFactory.create(), OrganisationFactory.create()
    ona = coordinator_of(strategy)
    changes = Changes()
    since = PartialDate(2018)
    partner = add_partner(
        strategy_id=strategy.pk, organisation=one, role="founding", since=since, by=ona, at=AT
    )
    partner.refresh_from_db()
    assert (partner.organisation, partner.role, partner.since) == (one, "founding", since)
    assert changes.both() == (["strategy_partner_added"], ["strategy"])
    with pytest.raises(BadInput, match="is a partner already"):
        add_partner(strategy_id=strategy.pk, organisation=one, role="partner", by=ona, at=AT)
    with pytest.raises(BadInput, match="no such role"):
        add_partner(
            strategy_id=strategy.pk, organisation=OrganisationFactory.create(), role="king",
            by=ona, at=AT,
        )  # fmt: skip
    assert Partner.objects.count() == 1


def test_nobody_else_adds_a_partner() -> None:
    strategy = StrategyFactory.create()
    with pytest.raises(NotAllowed):
        add_partner(
            strategy_id=strategy.pk, organisation=strategy.organisation, role="partner",
            by=UserFactory.create(), at=AT,
        )  # fmt: skip
    assert not Partner.objects.exists()
