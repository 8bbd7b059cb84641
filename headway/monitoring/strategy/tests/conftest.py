"""Fixtures of the imports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import (
    OrganisationFactory,
)
from headway.monitoring.strategy import services
from headway.monitoring.strategy.commands import import_strategy
from headway.monitoring.strategy.models import (
    Strategy,
)
from headway.monitoring.strategy.queries.imports import edition_compared
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests.importing import (
    AT,
    BY,
    FIRST,
    MAPPING,
    World,
    csv,
)

if TYPE_CHECKING:
    from pytest_django import Settings as DjangoSettings

    from headway.foundation.accounts.models import User


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    owner = OrganisationFactory.create(slug="owner")
    OrganisationFactory.create(slug="ona", name=TranslatedText.of({"en": "Ona"}))
    OrganisationFactory.create(slug="jonas", name=TranslatedText.of({"en": "Jonas"}))
    file, mapping = tmp_path / "keds.csv", tmp_path / "mapping.toml"
    file.write_bytes(csv(*FIRST))
    mapping.write_text(MAPPING)
    outcome = import_strategy(
        file=file, mapping=mapping, create_in=owner.slug, languages=["en"], at=AT
    )
    assert outcome.code == 0, outcome.lines()
    strategy = Strategy.objects.get(slug="keds")
    draft = edition_compared(strategy)
    assert draft is not None
    act = Act(in_force_on=PartialDate.parse("2020"))
    services.put_in_force(draft_id=draft.pk, act=act, by=BY, at=AT)
    Strategy.objects.update(is_public=True)
    return World(strategy)


@pytest.fixture
def coordinator(world: World, tmp_path: Path, settings: DjangoSettings) -> User:
    settings.MEDIA_ROOT = tmp_path / "files"
    user: User = UserFactory.create()
    services.appoint_coordinator(strategy_id=world.strategy.pk, user=user, by=BY, at=AT)
    return user
