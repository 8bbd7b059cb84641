from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.frame import Frame, Level, Sector, StatusOption
from headway.monitoring.strategy.models import Coordinator, Edition, Strategy
from headway.monitoring.strategy.services import add_node, open_draft, put_in_force
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.wording import Wording

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Node, NodeText

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("test")


def text(en: str, lt: str = "") -> TranslatedText:
    return TranslatedText.of({"en": en, "lt": lt or f"{en} (lt)"}, original="lt")


STATUSES = tuple(
    StatusOption(code, text(code), canonical)
    for code, canonical in (
        ("waiting", "not_started"),
        ("going", "in_progress"),
        ("finished", "done"),
    )
)
FRAME = Frame(
    levels=(
        Level(
            {
                "en": {"one": "objective", "other": "objectives"},
                "lt": {"one": "tikslas", "few": "tikslai", "other": "tikslų"},
            }
        ),
        Level(
            {
                "en": {"one": "measure", "other": "measures"},
                "lt": {
                    "one": "priemonė",
                    "few": "priemonės",
                    "many": "priemonės",
                    "other": "priemonių",
                },
            }
        ),
    ),
    counted_depth=2,
    horizon=PartialDate(2030),
    sectors=(Sector("port", text("Port")), Sector("tourism", text("Tourism"))),
)


class StrategyFactory(DjangoModelFactory[Strategy]):
    """A strategy in two languages, public as soon as an edition is in force."""

    key = LazyFunction(new_key)
    slug = Sequence(lambda number: f"strategy-{number}")
    name = Sequence(lambda number: text(f"Strategy {number}"))
    organisation = SubFactory(OrganisationFactory)
    languages = LazyFunction(lambda: ["lt", "en"])
    statuses = STATUSES
    is_public = True

    class Meta:
        model = Strategy


class EditionFactory(DjangoModelFactory[Edition]):
    """The first draft of a strategy of objectives and measures."""

    strategy = SubFactory(StrategyFactory)
    number = 1
    title = text("Strategy")
    frame = FRAME

    class Meta:
        model = Edition


class CoordinatorFactory(DjangoModelFactory[Coordinator]):
    strategy = SubFactory(StrategyFactory)
    user = SubFactory(UserFactory)
    since = date(2026, 1, 5)

    class Meta:
        model = Coordinator


def coordinator_of(strategy: Strategy) -> User:
    return CoordinatorFactory.create(strategy=strategy).user


def wording(title: str = "Measure", **said: Any) -> Wording:  # noqa: ANN401 -- any field of a wording
    return Wording(**({"title": text(title)} | said))


def settings_of(strategy: Strategy, **wanted: Any) -> Settings:  # noqa: ANN401 -- any setting
    standing = Settings(
        name=strategy.name,
        short_name=strategy.short_name,
        languages=tuple(strategy.languages),
        statuses=strategy.statuses,
        time_zone=strategy.time_zone,
        is_public=strategy.is_public,
        provenance=strategy.provenance,
    )
    return replace(standing, **wanted)


def add(
    draft: Edition,
    title: str = "Measure",
    parent: NodeText | None = None,
    **said: Any,  # noqa: ANN401 -- any field of a wording
) -> NodeText:
    key = said.pop("key", "")
    return add_node(
        draft_id=draft.pk,
        parent=parent.node if parent else None,
        wording=wording(title, **said),
        key=key,
        by=BY,
        at=AT,
    )


def adopt(draft: Edition, on: str = "2018") -> Edition:
    return put_in_force(draft_id=draft.pk, act=Act(PartialDate.parse(on)), by=BY, at=AT)


def draft_after(edition: Edition) -> Edition:
    return open_draft(strategy_id=edition.strategy_id, by=BY, at=AT)


def adopted(measures: int = 1, **strategy: Any) -> tuple[Edition, list[Node]]:  # noqa: ANN401
    """Return an edition in force with one objective, and the nodes below it."""
    draft = EditionFactory.create(strategy=StrategyFactory.create(**strategy))
    top = add(draft, "Objective", code="1")
    nodes = [
        add(draft, f"Measure {number}", top, code=f"1.{number}").node
        for number in range(1, measures + 1)
    ]
    return adopt(draft), nodes
