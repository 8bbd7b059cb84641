"""A new strategy for a file that belongs to none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.texts import TranslatedText
from headway.monitoring.strategy.imports.vocabulary import new_frame, new_statuses
from headway.monitoring.strategy.services.strategies import Settings, create_strategy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.imports.mapping import FileMapping
    from headway.monitoring.strategy.imports.plan import Plan
    from headway.monitoring.strategy.models import Strategy


@transaction.atomic
def create_from_plan(
    *,
    slug: str,
    name: str,
    organisation: Organisation,
    languages: Sequence[str],
    mapping: FileMapping,
    plan: Plan,
    by: User | SystemActor,
    at: datetime,
) -> Strategy:
    """Create a strategy as the plan of its file needs it: statuses, levels, sectors.

    The plan is to be applied next, in the same transaction.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for an address that is taken, or an unknown language.
    """
    depth = max((created.depth for created in plan.created), default=1)
    return create_strategy(
        slug=slug,
        organisation=organisation,
        wanted=Settings(
            name=TranslatedText.of({mapping.original: name}),
            languages=tuple(dict.fromkeys((mapping.original, *languages))),
            statuses=new_statuses(mapping),
        ),
        frame=new_frame(mapping, depth=depth, sectors=plan.sectors),
        by=by,
        at=at,
    )
