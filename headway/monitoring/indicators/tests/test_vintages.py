"""What was said as of a day: every dated assessment that was published is met, on its day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from headway.monitoring.indicators.models import Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.tests.published import cells_of
from headway.monitoring.indicators.tests.vintages import (
    BEGUN,
    READ,
    SHARED,
    Framework,
    Row,
    releases,
    rows,
    statements,
    tell,
)
from headway.monitoring.strategy.queries.editions import in_force

if TYPE_CHECKING:
    from decimal import Decimal

    from headway.monitoring.indicators.queries.answers import Answer

pytestmark = pytest.mark.django_db
PUBLISHED = rows()
PRECISION = 1e-9
FLIPPED = [
    ("2026-02-03", "1-3-1", "moderate_progress", "limited_progress"),
    ("2026-02-09", "3-5-1 / Both sexes / Ages 18 to 79", "deterioration", "moderate_progress"),
    ("2026-02-11", "3-5-1 / Both sexes / Ages 18 to 64", "deterioration", "moderate_progress"),
    ("2026-05-06", "1-1-1", "substantial_progress", "moderate_progress"),
]
"""Revisions of one year’s figure that changed the published word."""


def as_entered() -> Framework:
    """Tell every release when it was published."""
    framework = Framework()
    said = list(statements(PUBLISHED))
    for release in releases(PUBLISHED):
        framework.define(release)
        for row, period, value in said:
            if row.release == release[0].release:
                tell(framework.indicators[row.series], row, period, value, at=row.moment)
    return framework


def backwards() -> Framework:
    """Tell every figure long after it was published, the last one first."""
    framework = Framework()
    for release in releases(PUBLISHED):
        framework.define(release)
    for row, period, value in reversed(list(statements(PUBLISHED))):
        tell(framework.indicators[row.series], row, period, value, at=READ)
    return framework


def said_of(framework: Framework, row: Row) -> Answer | None:
    """Return what is said of a row’s series on its day, by what was known at its release.

    Nothing is said of a series that was taken out, some of them under a name never heard before.
    """
    if row.series not in framework.indicators:
        return None
    found = answers(
        framework.editions[row.release],
        on=row.published_on,
        as_of=row.moment,
        indicators=[framework.indicators[row.series].pk],
    )
    return found[0] if found else None


def difference(said: Answer | None, row: Row) -> str:
    """Tell how an answer differs from what was published; nothing if it does not."""
    given = row.given
    if said is None:
        return given["published_status"]
    made = said.assessment
    for name, number in (("published_value", made.value), ("published_score", made.score)):
        if not near(number, given[name]):
            return f"{row.series}: {name} {given[name]}, not {number}"
    if made.status != given["published_status"]:
        return f"{row.series}: {given['published_status']}, not {made.status}"
    return ""


def near(number: Decimal | None, published: str) -> bool:
    if number is None or not published:
        return number is None and not published
    return abs(float(number) - float(published)) <= PRECISION * max(1.0, abs(float(published)))


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(as_entered, id="as entered"),
        pytest.param(backwards, id="backwards", marks=pytest.mark.audit),
    ],
)
def test_every_published_assessment_is_met_as_of_its_date(told: type) -> None:
    framework = told()
    answered = [(row, said_of(framework, row)) for row in PUBLISHED]
    assert [found for row, said in answered if (found := difference(said, row))] == []
    assert flips(answered) == FLIPPED
    _as_of_the_end_of_a_day(framework)
    _before_the_first(framework)


def flips(answered: list[tuple[Row, Answer | None]]) -> list[tuple[str, str, str, str]]:
    """Return where the word for one year’s figure changed, as we say it."""
    found, before = [], dict[str, tuple[Row, str]]()
    for row, said in answered:
        if said is None:
            continue
        status = said.assessment.status
        last = before.get(row.series)
        if last and row.period and last[0].period == row.period and last[1] != status:
            found.append((str(row.published_on), row.series, last[1], status))
        before[row.series] = row, status
    return found


def _as_of_the_end_of_a_day(framework: Framework) -> None:
    """By the end of its day the last row of a series speaks, in the edition in force that day."""
    last = {(row.published_on, row.series): row for row in PUBLISHED}
    editions = tuple({each.pk: each for each in framework.editions.values()}.values())
    wrong = []
    for day in (PUBLISHED[0].published_on, PUBLISHED[-1].published_on):
        edition = in_force(editions, on=day)
        assert edition
        midnight = BEGUN.replace(year=day.year, month=day.month, day=day.day) + timedelta(days=1)
        known = {said.text.indicator_id: said for said in answers(edition, on=day, as_of=midnight)}
        spoken = {series: row for (on, series), row in last.items() if on <= day}
        for series, row in spoken.items():
            indicator = framework.indicators.get(series)
            found = difference(known.pop(indicator.pk, None) if indicator else None, row)
            wrong += [found] if found else []
        assert known == {}
    assert wrong == []


def _before_the_first(framework: Framework) -> None:
    first = PUBLISHED[0]
    before = answers(
        framework.editions[first.release],
        on=first.published_on,
        as_of=first.moment - timedelta(microseconds=1),
    )
    assert len(before) == len({row.series for row in PUBLISHED if row.release == first.release})
    assert {(said.values, said.facts.points, said.assessment.value) for said in before} == {
        ((), (), None)
    }
    assert Value.objects.unrestricted(reason="test").exists()


def test_the_extract_says_what_the_file_says() -> None:
    """It has every vintage; where the published file is at hand, figure by figure."""
    assert len(PUBLISHED) == 317
    names = {"published_value": "progress_value", "published_score": "score"}
    names["published_status"] = "status"
    for path in SHARED.parent.glob(SHARED.name):
        given = [
            {name: row[names.get(name, name)] for name in PUBLISHED[0].given}
            for row in cells_of(path)
        ]
        assert [row.given for row in PUBLISHED] == [
            {
                name: cell.removesuffix(".0") if "year" in name else cell
                for name, cell in row.items()
            }
            for row in given
        ]
