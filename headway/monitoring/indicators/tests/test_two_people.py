"""Two people record values at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.foundation.core.periods import Period
from headway.foundation.core.tests.racing import at_once, refusals
from headway.monitoring.indicators.models import Indicator, Kept, Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.queries.kept import read, short
from headway.monitoring.indicators.services import record_values
from headway.monitoring.indicators.services import values as services
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.indicators.tests.factories import d, measured
from headway.monitoring.strategy.tests.factories import AT, BY

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]


def telling(indicator: Indicator, period: str, value: int) -> Callable[[], object]:
    said = Said(Period.parse(period), value=d(value))
    return lambda: record_values(indicator_id=indicator.pk, said=[said], by=BY, at=AT)


def vintages(indicator: Indicator) -> int:
    return Value.objects.unrestricted(reason="test").filter(indicator=indicator).count()


def test_of_two_values_of_one_period_one_is_told() -> None:
    _edition, _nodes, [indicator] = measured()
    outcomes = at_once(telling(indicator, "2024", 350), telling(indicator, "2024", 360))
    assert (refusals(outcomes), vintages(indicator)) == (1, 1)


def test_without_the_check_both_would_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_refuse_stale", lambda *_given: None)
    _edition, _nodes, [indicator] = measured()
    outcomes = at_once(telling(indicator, "2024", 350), telling(indicator, "2024", 360))
    assert (refusals(outcomes), vintages(indicator)) == (0, 2)


def test_the_kept_answer_knows_the_values_of_both() -> None:
    edition, _nodes, [indicator] = measured()
    years = [(str(year), 100 * (year - 2020)) for year in (2021, 2022, 2023, 2024)]
    at_once(*(telling(indicator, year, value) for year, value in years))
    [computed] = answers(edition, on=AT.date())
    kept = read(Kept.objects.unrestricted(reason="test").get(indicator=indicator))
    assert kept == short(computed)
    assert [point.value for point in kept.sparks] == [d(value) for _year, value in years]
