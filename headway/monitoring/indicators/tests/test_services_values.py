from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.tests.factories import LINKING
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed
from headway.foundation.core.periods import Period
from headway.monitoring.indicators.models import Kept, Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.rules import MOST_CONSIDERED, Jump, jump
from headway.monitoring.indicators.services import record_values, values
from headway.monitoring.indicators.services.values import Implausible, Said, doubts_of
from headway.monitoring.indicators.tests.factories import d, measured, tell, text_of
from headway.monitoring.strategy.tests.factories import AT, BY, coordinator_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.indicators.kinds.base import Entry, Kind

pytestmark = pytest.mark.django_db
MAY = datetime(2025, 5, 6, 9, tzinfo=UTC)
JUNE = datetime(2025, 6, 6, 9, tzinfo=UTC)


QUERIES = 23


def said(period: str, value: str | int | None = None, **more: object) -> Said:
    return Said(Period.parse(period), value=None if value is None else d(value), **more)  # type: ignore[arg-type]


def test_a_coordinator_records_a_value_and_a_stranger_does_not() -> None:
    edition, _nodes, [indicator] = measured()
    keeper = coordinator_of(edition.strategy)
    stranger = UserFactory.create()
    record_values(indicator_id=indicator.pk, said=[said("2024", 7)], by=keeper, at=AT)
    with pytest.raises(NotAllowed):
        record_values(indicator_id=indicator.pk, said=[said("2023", 7)], by=stranger, at=AT)
    assert [row.value for row in indicator.values.unrestricted(reason="test")] == [d(7)]


def test_zero_is_a_value_and_a_blank_is_none() -> None:
    _edition, _nodes, [indicator] = measured()
    assert tell(indicator, "2024", 0).value == 0
    with pytest.raises(BadInput) as refused:
        tell(indicator, "2023", None)
    assert list(refused.value.problems) == ["2023"]
    assert tell(indicator, "2023", None, missing="not_collected").value is None


def test_a_correction_keeps_what_was_said_before() -> None:
    edition, _nodes, [indicator] = measured()
    tell(indicator, "2024", 350, at=MAY)
    tell(indicator, "2024", 410, at=JUNE, reason="a firm was left out")
    rows = indicator.values.unrestricted(reason="test").order_by("received_at")
    assert [(row.value, row.is_latest) for row in rows] == [(d(350), False), (d(410), True)]
    on = JUNE.date()
    [then] = answers(edition, on=on, as_of=MAY)
    [now] = answers(edition, on=on)
    assert (then.verdict, now.verdict) == ("behind", "on_path")


def test_who_saw_another_value_loses_nothing() -> None:
    _edition, _nodes, [indicator] = measured()
    first = tell(indicator, "2024", 350)
    tell(indicator, "2024", 360)
    with pytest.raises(Conflict) as stopped:
        tell(indicator, "2024", 370, seen=first.pk)
    [clash] = stopped.value.clashes
    assert (clash.theirs, clash.mine) == ("360", "370")
    assert indicator.values.unrestricted(reason="test").count() == 2


def test_the_same_value_again_is_no_vintage() -> None:
    _edition, _nodes, [indicator] = measured()
    row = tell(indicator, "2024", 350)
    again = said("2024", 350, seen=row.pk)
    assert record_values(indicator_id=indicator.pk, said=[again], by=BY, at=JUNE) == ()


def test_an_implausible_value_is_asked_about_and_kept_when_sure() -> None:
    _edition, _nodes, [indicator] = measured(kind="stock")
    for year, value in (("2021", 100), ("2022", 104), ("2023", 109)):
        tell(indicator, year, value)
    with pytest.raises(Implausible) as asked:
        tell(indicator, "2024", 1090, is_sure=False)
    assert "2024" in asked.value.doubts
    assert tell(indicator, "2024", 1090).value == d(1090)


def test_all_values_are_kept_or_none() -> None:
    _edition, _nodes, [indicator] = measured()
    with pytest.raises(BadInput):
        record_values(
            indicator_id=indicator.pk, said=[said("2023", 5), said("2090", 5)], by=BY, at=AT
        )
    assert not Value.objects.unrestricted(reason="test").exists()


def test_a_late_vintage_does_not_take_the_place_of_a_newer_one() -> None:
    _edition, _nodes, [indicator] = measured()
    tell(indicator, "2024", 410, at=JUNE)
    late = tell(indicator, "2024", 350, at=JUNE, received_at=MAY)
    assert not late.is_latest
    [standing] = indicator.values.unrestricted(reason="test").filter(is_latest=True)
    assert standing.value == d(410)


def test_the_answer_is_kept_with_the_value() -> None:
    _edition, _nodes, [indicator] = measured()
    tell(indicator, "2024", 410, at=MAY)
    kept = Kept.objects.unrestricted(reason="test").get(indicator=indicator)
    assert (kept.verdict, kept.value, kept.period) == ("on_path", d(410), "2024")
    tell(indicator, "2024", 390, at=JUNE)
    kept.refresh_from_db()
    assert (kept.verdict, kept.value) == ("behind", d(390))


@pytest.mark.parametrize("number", [1, 3])
def test_recording_asks_a_fixed_number_of_queries(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _edition, _nodes, [indicator] = measured()
    for year in range(2021, 2024):
        tell(indicator, str(year), year - 2020)
    seen = {row.period: row.pk for row in indicator.values.unrestricted(reason="test")}
    fresh = [said(str(year), year, seen=seen[str(year)]) for year in range(2021, 2021 + number)]
    with django_assert_num_queries(QUERIES + LINKING[connection.vendor]):
        record_values(indicator_id=indicator.pk, said=fresh, by=BY, at=JUNE, is_sure=True)


def test_a_long_column_is_not_compared_with_all_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """5,000 values, as many as may come at once, took ten minutes to be looked at."""
    edition, _nodes, (jobs,) = measured(kind="stock")
    compared = []

    def counting(*, kind: Kind, entry: Entry, others: Iterable[Entry]) -> Jump | None:
        found = list(others)
        compared.append((str(entry.period), [str(other.period) for other in found]))
        return jump(kind=kind, entry=entry, others=found)

    monkeypatch.setattr(values, "jump", counting)
    months = [Period("month", 2000 + n // 12, n % 12 + 1) for n in range(200)]
    column = [Said(month, value=d(9000 if n == 100 else n + 10)) for n, month in enumerate(months)]
    doubts = doubts_of(list(reversed(column)), {}, text_of(jobs, edition))
    assert "2008-05" in doubts
    assert sorted(compared) == [
        (str(month), [str(other) for other in months[max(n - MOST_CONSIDERED, 0) : n]])
        for n, month in enumerate(months)
    ]
