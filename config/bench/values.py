"""Indicators without a service, for those whose reports are what is measured."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from headway.foundation.core.keys import new_key
from headway.foundation.core.periods import Period
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.indicators.models import Indicator, IndicatorText, Placement, Target
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Edition

AT_A_TIME = 1000
"""Rows that are written by one statement."""
TARGET = Period.parse("2040")


@transaction.atomic
def add_indicators(edition: Edition, number: int, *, frequency: str = "year") -> list[Indicator]:
    """Spread indicators over the measures, each with a target."""
    nodes = list(islice(cycle(_paths(edition)), number))
    own = {"strategy": edition.strategy, "from_number": edition.number}
    made = Indicator.objects.bulk_create(
        Indicator(strategy=edition.strategy, key=new_key()) for _ in range(number)
    )
    rows: tuple[list[Any], ...] = (
        [
            IndicatorText(
                indicator=row, place=n, kind="stock", title=_title(n), baseline=Decimal(0),
                baseline_period="2020", frequency=frequency, **own,
            )
            for n, row in enumerate(made)
        ],
        [Placement(indicator=row, node_id=pk, **own) for row, pk in zip(made, nodes, strict=True)],
        [
            Target(
                indicator=row, period=str(TARGET), by_day=TARGET.last_day, low=Decimal(1000),
                high=Decimal(1000), **own,
            )
            for row in made
        ],
    )  # fmt: skip
    for each in rows:
        type(each[0])._default_manager.bulk_create(each, batch_size=AT_A_TIME)
    return made


def _paths(edition: Edition) -> dict[int, str]:
    """Return where each measure stands, by node."""
    measures = NodeText.objects.of(edition).filter(depth=len(edition.frame.levels))
    return dict(measures.order_by("pk").values_list("node", "path"))


def _title(number: int) -> TranslatedText:
    return TranslatedText.of({"lt": f"Rodiklis {number}", "en": f"Indicator {number}"})
