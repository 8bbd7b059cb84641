"""The indicators of a draft: added, defined anew, ended. What is in force is never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.audit.services import record
from headway.foundation.core.errors import Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.monitoring.indicators.checks import refuse_bad_definition
from headway.monitoring.indicators.definition import (
    Definition,
    Wanted,
    definition_of,
    wanted_of,
)
from headway.monitoring.indicators.models import Indicator, IndicatorText, Placement, Target
from headway.monitoring.indicators.permissions import can_define_indicator
from headway.monitoring.indicators.services.clashes import definition_clashes
from headway.monitoring.indicators.verbs import (
    INDICATOR_ADDED,
    INDICATOR_CHANGED,
    INDICATOR_ENDED,
)
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.services.drafts import locked_draft
from headway.monitoring.strategy.services.rows import discard_rows, end_row, write_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.monitoring.strategy.models import Edition, Node

PLACE_STEP = 10
"""Gap between neighbours, so that one can be put between two without moving others."""


@transaction.atomic
def add_indicator(
    *,
    draft_id: int,
    said: Definition,
    by: User | SystemActor,
    at: datetime,
    key: str = "",
) -> IndicatorText:
    """Add an indicator to a draft, after those that it has.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    :raises BadInput: for a definition that cannot be; see `checks.definition_problems`.
    """
    draft = locked_draft(draft_id)
    require(can_define_indicator(by, draft))
    said = said.in_order()
    refuse_bad_definition(said, nodes_known=_nodes_known(draft, said))
    indicator = _indicator_of(draft, key)
    places = IndicatorText.objects.of(draft).order_by("-place").values_list("place", flat=True)
    text = IndicatorText.objects.create(
        indicator=indicator,
        strategy=draft.strategy,
        from_number=draft.number,
        place=(places.first() or 0) + PLACE_STEP,
        **said.columns(),
    )
    _write_places(draft, indicator, said)
    _write_targets(draft, indicator, said.targets)
    payload = {"edition": draft.number}
    record(INDICATOR_ADDED, indicator, by=by, at=at, name=str(text), payload=payload)
    return text


@transaction.atomic
def change_indicator(
    *,
    draft_id: int,
    indicator: Indicator,
    said: Definition,
    token: str,
    by: User | SystemActor,
    at: datetime,
) -> IndicatorText:
    """Define an indicator anew. The token is `definition_token` of what the writer saw.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    :raises BadInput: for a definition that cannot be; see `checks.definition_problems`.
    :raises Conflict: if somebody else changed it since; nothing is kept of either.
    """
    draft = locked_draft(draft_id)
    require(can_define_indicator(by, draft))
    said = said.in_order()
    refuse_bad_definition(said, nodes_known=_nodes_known(draft, said))
    text = IndicatorText.objects.of(draft).get(indicator=indicator)
    before = _standing(draft, text)
    if token != definition_token(text):
        clashes = definition_clashes(draft, before, said)
        raise Conflict(stale_sentence(), clashes=clashes, token=definition_token(text))
    changed = before.differing(said)
    if not changed:
        return text
    write_row(text, draft, said.columns())
    _write_places(draft, indicator, said)
    _write_targets(draft, indicator, said.targets)
    payload = {"edition": draft.number, "fields": list(changed)}
    record(INDICATOR_CHANGED, indicator, by=by, at=at, name=str(text), payload=payload)
    return text


@transaction.atomic
def end_indicator(
    *, draft_id: int, indicator: Indicator, by: User | SystemActor, at: datetime
) -> IndicatorText:
    """End an indicator with this draft; earlier editions keep it, and its values stay.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    """
    draft = locked_draft(draft_id)
    require(can_define_indicator(by, draft))
    text = IndicatorText.objects.of(draft).get(indicator=indicator)
    for model in (Placement, Target):
        for row in model.objects.of(draft).filter(indicator=indicator):
            end_row(row, draft)
    payload = {"edition": draft.number}
    record(INDICATOR_ENDED, indicator, by=by, at=at, name=str(text), payload=payload)
    end_row(text, draft)
    Indicator.objects.filter(pk=indicator.pk, texts__isnull=True, values__isnull=True).delete()
    return text


@transaction.atomic
def end_at_nodes(*, draft: Edition, nodes: Iterable[Node]) -> None:
    """Take indicators away from nodes that end with a draft. Called by the strategy's hook.

    One that stands nowhere else stands at the strategy's edition without a place until its keeper
    gives it one or ends it: nothing that has values goes unseen.
    """
    for place in Placement.objects.of(draft).filter(node__in=list(nodes)):
        end_row(place, draft)


@transaction.atomic
def take_back_with(*, edition: Edition) -> None:
    """Take back what an edition says of indicators, to be said again. Called by the hook."""
    for model in (Placement, Target, IndicatorText):
        discard_rows(model, edition)


@transaction.atomic
def discard_with(*, draft: Edition) -> None:
    """Take back what a discarded draft says of indicators. Called by the strategy's hook."""
    for model in (Placement, Target, IndicatorText):
        discard_rows(model, draft)
    _drop_unread(draft)


def definition_token(text: IndicatorText) -> str:
    """Return what a form carries to say which definition its writer saw."""
    return f"{text.pk}.{text.version}"


def _indicator_of(draft: Edition, key: str) -> Indicator:
    """Return a new indicator; with a key, the one that an edition taken back had left."""
    left = Indicator.objects.filter(strategy=draft.strategy, key=key, texts__isnull=True).first()
    return left or Indicator.objects.create(strategy=draft.strategy, key=key or new_key())


def _drop_unread(draft: Edition) -> None:
    """Remove indicators that no edition speaks of; only a draft can have had them."""
    strategy = draft.strategy_id
    Indicator.objects.filter(strategy=strategy, texts__isnull=True, values__isnull=True).delete()


def _standing(draft: Edition, text: IndicatorText) -> Definition:
    return definition_of(
        text,
        Placement.objects.of(draft).filter(indicator=text.indicator_id),
        Target.objects.of(draft).filter(indicator=text.indicator_id),
    )


def _nodes_known(draft: Edition, said: Definition) -> frozenset[int]:
    texts = NodeText.objects.of(draft).filter(node__in=said.node_ids)
    return frozenset(texts.values_list("node", flat=True))


def _write_places(draft: Edition, indicator: Indicator, said: Definition) -> None:
    wanted: set[int | None] = set(said.node_ids) | ({None} if said.is_ambition else set())
    rows = list(Placement.objects.of(draft).filter(indicator=indicator))
    for row in rows:
        if row.node_id not in wanted:
            end_row(row, draft)
    standing = {row.node_id for row in rows}
    Placement.objects.bulk_create(
        Placement(
            indicator=indicator,
            strategy=draft.strategy,
            node_id=node_id,
            from_number=draft.number,
        )
        for node_id in sorted(wanted - standing, key=lambda pk: pk or 0)
    )


def _write_targets(draft: Edition, indicator: Indicator, wanted: tuple[Wanted, ...]) -> None:
    standing = [
        (wanted_of(row), row) for row in Target.objects.of(draft).filter(indicator=indicator)
    ]
    for said, row in standing:
        if said not in wanted:
            end_row(row, draft)
    kept = [said for said, _row in standing]
    Target.objects.bulk_create(
        Target(
            indicator=indicator,
            strategy=draft.strategy,
            from_number=draft.number,
            period=str(said.period),
            by_day=said.period.last_day,
            low=said.low,
            high=said.high,
            is_milestone=said.is_milestone,
            reason=said.reason,
            provenance=said.provenance,
        )
        for said in wanted
        if said not in kept
    )
