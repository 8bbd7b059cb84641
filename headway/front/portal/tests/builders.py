"""Strategies for the portal's tests, made as people make them: through the services."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_organisation
from headway.monitoring.strategy.frame import Frame, Level, StatusOption
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.services import (
    add_node,
    change_strategy,
    create_strategy,
    put_in_force,
    set_life,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Node, Strategy

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = SystemActor("the tests")
LEVELS = (
    Level({"en": {"one": "objective", "other": "objectives"}}),
    Level({"en": {"one": "measure", "other": "measures"}}),
)
STATUSES = (
    StatusOption("vykdoma", TranslatedText.of({"en": "going on", "lt": "vykdoma"}), "in_progress"),
    StatusOption("baigta", TranslatedText.of({"en": "finished", "lt": "baigta"}), "done"),
)


def both(words: str) -> TranslatedText:
    return TranslatedText.of({"en": words, "lt": f"{words} (lt)"})


def an_organisation(name: str = "Port of Nida") -> Organisation:
    return add_organisation(name=both(name), by=BY, at=AT)


def settings(name: str, *, is_public: bool = True) -> Settings:
    return Settings(
        name=both(name),
        short_name=both(name.split()[0]),
        languages=("en", "lt"),
        statuses=STATUSES,
        is_public=is_public,
    )


def a_strategy(
    *, slug: str = "plan", measures: int = 3, is_public: bool = True, in_force: str = "2018"
) -> Strategy:
    """Return a strategy in force: one objective, so many measures, the first one going on."""
    owner = an_organisation(f"Town of {slug}")
    strategy = create_strategy(
        slug=slug,
        organisation=owner,
        wanted=settings(f"Plan {slug}", is_public=False),
        frame=Frame(levels=LEVELS, counted_depth=2, horizon=PartialDate(2030)),
        by=BY,
        at=AT,
    )
    draft = draft_of(strategy)
    top = a_node(draft, code="1", title="Top objective")
    nodes = [
        a_node(draft, code=f"1.{n}", title=f"Measure number {n}", parent=top, lead=owner)
        for n in range(1, measures + 1)
    ]
    put_in_force(draft_id=draft.pk, act=Act(in_force_on=PartialDate.parse(in_force)), by=BY, at=AT)
    if nodes:
        set_life(node_id=nodes[0].pk, status="vykdoma", by=BY, at=AT)
    wanted = settings(f"Plan {slug}", is_public=is_public)
    return change_strategy(
        strategy_id=strategy.pk, wanted=wanted, version=strategy.version, by=BY, at=AT
    )


def a_node(
    draft: Edition,
    *,
    code: str,
    title: str,
    parent: Node | None = None,
    lead: Organisation | None = None,
) -> Node:
    duties = (Duty(lead.pk),) if lead else ()
    wording = Wording(code=code, title=both(title), duties=duties)
    text = add_node(draft_id=draft.pk, parent=parent, wording=wording, by=BY, at=AT)
    return text.node


def draft_of(strategy: Strategy) -> Edition:
    return Edition.objects.unrestricted(reason="a test").get(strategy=strategy, state="draft")
