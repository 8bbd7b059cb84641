"""Services of indicators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.foundation.core.periods import Period
from headway.monitoring.indicators import services as indicators
from headway.monitoring.indicators.services import kept
from headway.monitoring.indicators.services.definitions import (
    definition_token,
    discard_with,
    end_at_nodes,
    take_back_with,
)
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.indicators.tests.factories import d, defining, measured, tell, text_of
from headway.monitoring.strategy.tests.factories import draft_after
from tests.scenarios.table import AT, BY, STRATEGY, writes

if TYPE_CHECKING:
    from headway.monitoring.indicators.models import Indicator
    from headway.monitoring.strategy.models import Edition, Node

LATER = AT + timedelta(days=500)


def measure() -> tuple[Edition, Node, Indicator]:
    edition, [node], [indicator] = measured()
    return edition, node, indicator


def drafted() -> tuple[Edition, Node, Indicator]:
    edition, node, indicator = measure()
    return draft_after(edition), node, indicator


def hidden() -> Indicator:
    edition, _node, indicator = measure()
    edition.strategy.is_public = False
    edition.strategy.save()
    return indicator


# -- definitions: text of a draft, which no public page shows -----------------------------------


@writes("indicators.services.definitions.add_indicator", "indicator_added")
def _() -> Callable[[], object]:
    draft, node, _indicator = drafted()
    return lambda: indicators.add_indicator(
        draft_id=draft.pk, said=defining(node_ids=(node.pk,)), by=BY, at=AT
    )


@writes("indicators.services.definitions.change_indicator", "indicator_changed")
def _() -> Callable[[], object]:
    draft, node, indicator = drafted()
    token = definition_token(text_of(indicator, draft))
    return lambda: indicators.change_indicator(
        draft_id=draft.pk,
        indicator=indicator,
        said=defining(node_ids=(node.pk,), baseline=d(1)),
        token=token,
        by=BY,
        at=AT,
    )


@writes("indicators.services.definitions.end_indicator", "indicator_ended")
def _() -> Callable[[], object]:
    draft, _node, indicator = drafted()
    return lambda: indicators.end_indicator(draft_id=draft.pk, indicator=indicator, by=BY, at=AT)


@writes("indicators.services.definitions.end_at_nodes")
def _() -> Callable[[], object]:
    draft, node, _indicator = drafted()
    return lambda: end_at_nodes(draft=draft, nodes=[node])


@writes("indicators.services.definitions.take_back_with")
def _() -> Callable[[], object]:
    draft, _node, _indicator = drafted()
    return lambda: take_back_with(edition=draft)


@writes("indicators.services.definitions.discard_with")
def _() -> Callable[[], object]:
    draft, _node, _indicator = drafted()
    return lambda: discard_with(draft=draft)


# -- values and methods: life, which readers see at once ----------------------------------------


def record_one(indicator: Indicator) -> Callable[[], object]:
    said = Said(Period.parse("2024"), value=d(7))
    return lambda: indicators.record_value(indicator_id=indicator.pk, said=said, by=BY, at=AT)


writes("indicators.services.values.record_value", "value_recorded", scopes=STRATEGY)(
    lambda: record_one(measure()[2])
)
writes("indicators.services.values.record_value hidden", "value_recorded")(
    lambda: record_one(hidden())
)


@writes("indicators.services.values.record_value again", "value_corrected", scopes=STRATEGY)
def _() -> Callable[[], object]:
    _edition, _node, indicator = measure()
    tell(indicator, "2024", 7)
    return lambda: tell(indicator, "2024", 8)


@writes("indicators.services.values.record_value as it stands")
def _() -> Callable[[], object]:
    _edition, _node, indicator = measure()
    tell(indicator, "2024", 7)
    return record_one(indicator)


@writes("indicators.services.values.record_values", "values_recorded", scopes=STRATEGY)
def _() -> Callable[[], object]:
    _edition, _node, indicator = measure()
    said = [Said(Period.parse(year), value=d(7)) for year in ("2023", "2024")]
    return lambda: indicators.record_values(indicator_id=indicator.pk, said=said, by=BY, at=AT)


@writes("indicators.services.methods.choose_method", "method_chosen", scopes=STRATEGY)
def _() -> Callable[[], object]:
    edition, _node, _indicator = measure()
    return lambda: indicators.choose_method(
        strategy_id=edition.strategy_id, method="growth-ratio", by=BY, at=AT
    )


# -- kept answers: the same as computed, so readers see nothing new -----------------------------


@writes("indicators.services.kept.renew_kept")
def _() -> Callable[[], object]:
    edition, _node, indicator = measure()
    return lambda: kept.renew_kept(indicators=[indicator], strategy=edition.strategy, at=LATER)


@writes("indicators.services.kept.renew_strategy")
def _() -> Callable[[], object]:
    edition, _node, _indicator = measure()
    return lambda: kept.renew_strategy(strategy=edition.strategy, at=LATER)


@writes("indicators.services.kept.renew_with")
def _() -> Callable[[], object]:
    edition, _node, _indicator = measure()
    return lambda: kept.renew_with(edition=edition, at=LATER)


@writes("indicators.services.kept.renew_due")
def _() -> Callable[[], object]:
    measure()
    return lambda: kept.renew_due(at=LATER)


@writes("indicators.services.kept.rebuild")
def _() -> Callable[[], object]:
    measure()
    return lambda: kept.rebuild(at=LATER)
