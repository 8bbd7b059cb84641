"""The dated vintages of the Canadian Indicator Framework, told through the services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.monitoring.indicators.definition import Definition, Wanted
from headway.monitoring.indicators.models import Indicator, IndicatorText, Value
from headway.monitoring.indicators.services import (
    add_indicator,
    change_indicator,
    choose_method,
    end_indicator,
    record_value,
)
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.indicators.tests.published import cells_of
from headway.monitoring.strategy.services import put_in_force
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests.factories import BY, EditionFactory, add, draft_after, text

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Edition

FILE = Path(__file__).parent / "published" / "vintages.csv"
SHARED = Path(__file__).parents[5] / "shared" / "data" / "oracle" / "statcan_cif_vintages.csv"
"""The file itself, where it is at hand; `FILE` is its figures alone."""
BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
READ = datetime(2026, 8, 1, tzinfo=UTC)
DIRECTIONS = {"1": "up", "-1": "down"}


@dataclass(frozen=True)
class Row:
    """One series as one release published it. A row without a direction took the series out."""

    release: int
    given: dict[str, str]

    @property
    def series(self) -> str:
        return self.given["series"]

    @cached_property
    def published_on(self) -> date:
        return date.fromisoformat(self.given["published_on"])

    @property
    def moment(self) -> datetime:
        """Noon, and a minute later for each release, so that those of one day follow."""
        return datetime.combine(self.published_on, time(12), UTC) + timedelta(minutes=self.release)

    @property
    def period(self) -> Period | None:
        return year(self.given["current_year"])

    @property
    def value(self) -> Decimal | None:
        return number(self.given["current_value"])

    @property
    def definition(self) -> Definition | None:
        given = self.given
        if not given["direction"]:
            return None
        base, limit = number(given["base_value"]), number(given["limit"])
        target = number(given["target"])
        is_up = given["direction"] == "1"
        return Definition(
            title=text(self.series),
            kind="stock",
            direction=DIRECTIONS[given["direction"]],
            baseline=base,
            baseline_period=None if base is None else year(given["base_year"]),
            ceiling=limit if is_up else None,
            floor=None if is_up else limit,
            frequency="irregular",
            targets=()
            if target is None
            else (Wanted(Period.parse(given["target_year"]), target, target),),
            is_ambition=True,
        )


def year(written: str) -> Period | None:
    return Period.parse(written) if written else None


def number(written: str) -> Decimal | None:
    return Decimal(written) if written else None


def rows() -> list[Row]:
    return [Row(int(given.pop("release")), given) for given in cells_of(FILE)]


def releases(found: Iterable[Row]) -> Iterator[list[Row]]:
    for _release, each in groupby(found, key=lambda row: row.release):
        yield list(each)


@dataclass
class Framework:
    """A strategy whose editions are what each release said of baselines, targets and limits."""

    editions: dict[int, Edition] = field(default_factory=dict)
    """The edition that each release was judged by."""
    indicators: dict[str, Indicator] = field(default_factory=dict)
    _said: dict[str, Definition] = field(default_factory=dict)

    def define(self, release: list[Row]) -> None:
        """Put an edition in force, if a release defines anything otherwise than before."""
        fresh = {row.series: row.definition for row in release}
        changed = {series: said for series, said in fresh.items() if said != self._said.get(series)}
        edition = next(reversed(self.editions.values()), None)
        if changed:
            draft = draft_after(edition) if edition else self._first()
            for series, said in changed.items():
                self._define(draft, series, said, at=release[0].moment)
            act = Act(PartialDate.of(release[0].published_on))
            edition = put_in_force(draft_id=draft.pk, act=act, by=BY, at=release[0].moment)
        assert edition
        self.editions[release[0].release] = edition

    def _first(self) -> Edition:
        draft = EditionFactory.create(strategy__time_zone="UTC")
        add(draft, "Goal", code="1")
        choose_method(strategy_id=draft.strategy_id, method="growth-ratio", by=BY, at=BEGUN)
        return draft

    def _define(
        self, draft: Edition, series: str, said: Definition | None, *, at: datetime
    ) -> None:
        what: dict[str, Any] = {"draft_id": draft.pk, "by": BY, "at": at}
        if said is None:
            end_indicator(indicator=self.indicators[series], **what)
            del self._said[series]
            return
        if series in self._said:
            seen = IndicatorText.objects.of(draft).get(indicator=self.indicators[series])
            what |= {"indicator": self.indicators[series], "token": definition_token(seen)}
            change_indicator(said=said, **what)
        else:
            self.indicators[series] = add_indicator(said=said, **what).indicator
        self._said[series] = said


def statements(found: Iterable[Row]) -> Iterator[tuple[Row, Period, Decimal | None]]:
    """Yield what each row says of a period; a figure that is taken back is withdrawn."""
    standing: dict[str, dict[Period, Decimal]] = {}
    for row in found:
        known = standing.setdefault(row.series, {})
        later = [period for period in known if row.period is None or period > row.period]
        for period in later:
            del known[period]
            yield row, period, None
        if row.period and row.value is not None and known.get(row.period) != row.value:
            known[row.period] = row.value
            yield row, row.period, row.value


def tell(
    indicator: Indicator, row: Row, period: Period, value: Decimal | None, *, at: datetime
) -> None:
    """Record a figure as known when it was published, or that it was withdrawn then."""
    standing = Value.objects.unrestricted(reason="test").filter(
        indicator=indicator, period=str(period), is_latest=True
    )
    said = Said(
        period,
        value=value,
        missing="withdrawn" if value is None else "",
        received_at=row.moment,
        seen=standing.values_list("pk", flat=True).first(),
    )
    record_value(indicator_id=indicator.pk, said=said, by=BY, at=at, is_sure=True)
