"""A strategy to work on: one edition in force and a draft, in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.frame import Frame, Level, Sector, StatusOption
from headway.monitoring.strategy.services import (
    add_node,
    appoint_coordinator,
    change_strategy,
    create_strategy,
    open_draft,
    put_in_force,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Edition, Node, Strategy

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("test")
STATUSES = tuple(
    StatusOption(code, TranslatedText.of({"en": word, "lt": f"{word} (lt)"}), code)
    for code, word in (("in_progress", "being done"), ("done", "done"))
)
LEVELS = tuple(
    Level({"en": {"one": word, "other": f"{word}s"}, "lt": {"one": word, "other": word}})
    for word in ("objective", "measure")
)


@dataclass(frozen=True, slots=True)
class Worked:
    """A strategy with an objective and its measures; `draft` is None where none was opened."""

    strategy: Strategy
    objective: Node
    measures: tuple[Node, ...]
    draft: Edition | None


def both(words: str) -> TranslatedText:
    return TranslatedText.of({"en": words, "lt": f"{words} lietuviškai"})


def make(
    *,
    slug: str = "plan",
    measures: int = 1,
    is_public: bool = False,
    with_draft: bool = True,
    keeper: User | None = None,
) -> Worked:
    """Make a strategy with an edition in force, and a draft that reads as it does."""
    organisation = OrganisationFactory.create()
    wanted = Settings(
        name=both(slug), languages=("en", "lt"), statuses=STATUSES, is_public=is_public
    )
    frame = Frame(levels=LEVELS, counted_depth=2, sectors=(Sector("sea", both("Sea")),))
    strategy = create_strategy(
        slug=slug, organisation=organisation, wanted=wanted, frame=frame, by=BY, at=AT
    )
    if is_public:
        change_strategy(
            strategy_id=strategy.pk, wanted=wanted, version=strategy.version, by=BY, at=AT
        )
    first = strategy.editions.unrestricted(reason="test").get()
    top = add_node(
        draft_id=first.pk,
        parent=None,
        wording=Wording(code="1", title=both("Objective")),
        by=BY,
        at=AT,
    )
    added = [
        add_node(
            draft_id=first.pk,
            parent=top.node,
            wording=Wording(
                code=f"1.{number}",
                title=both(f"Measure {number}"),
                duties=(Duty(organisation.pk),),
            ),
            by=BY,
            at=AT,
        ).node
        for number in range(1, measures + 1)
    ]
    put_in_force(draft_id=first.pk, act=Act(PartialDate(2026)), by=BY, at=AT)
    if keeper:
        appoint_coordinator(strategy_id=strategy.pk, user=keeper, by=BY, at=AT)
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT) if with_draft else None
    return Worked(strategy, top.node, tuple(added), draft)
