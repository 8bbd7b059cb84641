"""The check that asks whether an entry is right, on made and on published series."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.kinds import KINDS, Entry
from headway.monitoring.indicators.rules import FEWEST_CONSIDERED, Jump, jump
from headway.monitoring.indicators.tests.published import rows_of
from headway.monitoring.indicators.tests.samples import d, entry, month, plain, year

pytestmark = pytest.mark.once
VINTAGES = Path(__file__).parent / "published" / "vintages.csv"


def asked(code: str, value: str | int, *before: str | int) -> Jump | None:
    """Enter a value for 2025 after one for each of the years before."""
    others = [entry(year(2025 - back), one) for back, one in enumerate(reversed(before), 1)]
    return jump(kind=KINDS[code], entry=entry(year(2025), value), others=others)


@pytest.mark.parametrize(("since", "reason"), [(59, "change"), (60, "zero")])
def test_of_a_long_series_the_latest_tell_how_it_moves(since: int, reason: str) -> None:
    found = asked("stock", 0, *[0] * 20, *[10] * since)
    assert (found and found.reason) == reason


@pytest.mark.parametrize(
    ("code", "value", "before", "reason", "near"),
    [
        ("stock", "13.6", ("41.8", "49.2"), "low", "41.8"),
        ("stock", "46.2", ("41.8", "49.2"), None, None),
        ("stock", "98.5", ("41.8", "49.2"), "high", "49.2"),
        ("stock", "98.4", ("41.8", "49.2"), None, None),
        ("stock", "20.9", ("41.8", "49.2"), None, None),
        ("stock", "1", ("41.8",), None, None),
        ("stock", "1000000", (), None, None),
        # zero, and the sign
        ("stock", "0", ("41.8", "49.2"), "zero", "49.2"),
        ("stock", "0", ("-41.8", "-49.2"), "zero", "-49.2"),
        ("stock", "0", ("0", "49.2"), None, None),
        ("stock", "5", ("0", "0"), None, None),
        ("stock", "-5", ("0", "10"), None, None),
        ("stock", "-41.8", ("41.8", "49.2"), "sign", "49.2"),
        ("stock", "41.8", ("-41.8", "-49.2"), "sign", "-49.2"),
        ("stock", "41.8", ("-41.8", "49.2"), None, None),
        ("stock", "-500", ("-41.8", "-49.2"), None, None),
        ("stock", "500", ("-41.8", "49.2"), None, None),
        # five values and more: the usual change
        ("stock", "126000", (154000, 153000, 151500, 150500, 149000), "change", "149000"),
        ("stock", "147500", (154000, 153000, 151500, 150500, 149000), None, None),
        ("stock", "140000", (154000, 153000, 151500, 150500, 149000), None, None),
        ("stock", "100", (10, 20, 40, 80, 160), "change", "160"),
        ("stock", "240", (10, 20, 40, 80, 160), None, None),
        ("stock", "31", (10, 10, 10, 10, 10), "change", "10"),
        ("stock", "10", (10, 10, 10, 10, 10), None, None),
        ("stock", "-20", (-5, 5, -5, 5, -5), None, None),
        ("stock", "-200", (-5, 4, -5, 5, -6), "change", "-6"),
        # counts below ten vary by chance
        ("count", "9", (1, 2), None, None),
        ("count", "0", (1, 2), None, None),
        ("count", "10", (1, 2), "high", "2"),
        ("stock", "9", (1, 2), "high", "2"),
        # running totals
        ("cumulative", "4", (5,), "falls", "5"),
        ("cumulative", "5", (5,), None, None),
        ("cumulative", "24", (5, 12), None, None),
        ("cumulative", "25", (5, 12), "high", "12"),
        # answers and words
        ("yes_no", "0", (1, 1, 1, 1, 1), None, None),
        ("qualitative", "1", (5, 5, 5), None, None),
    ],
)  # fmt: skip
def test_what_is_asked_about(
    code: str, value: str, before: tuple[str | int, ...], reason: str | None, near: str | None
) -> None:
    found = asked(code, value, *before)
    assert (found and found.reason, found and found.near.value) == (reason, near and d(near))


def test_a_share_is_compared_by_its_percentage() -> None:
    others = [entry(year(2023), 50), Entry(year(2024), numerator=d(45), denominator=d(100))]
    one = Entry(year(2025), numerator=d(400), denominator=d(4000))
    found = jump(kind=KINDS["share"], entry=one, others=others)
    assert (found and found.reason, found and found.value) == ("low", d(10))
    assert jump(kind=KINDS["share"], entry=Entry(year(2025)), others=others) is None


def test_a_season_is_compared_with_the_same_season() -> None:
    summers = [entry(month(7, number), 9000) for number in (2023, 2024)]
    winters = [entry(month(1, number), 900) for number in (2023, 2024, 2025)]
    july, januaries = entry(month(7), 9500), entry(month(1, 2026), 9500)
    assert jump(kind=KINDS["count"], entry=july, others=summers + winters) is None
    found = jump(kind=KINDS["count"], entry=januaries, others=summers + winters)
    assert (found and found.reason, found and found.considered) == ("high", 3)


def test_a_unit_that_ends_in_a_stop_ends_its_sentence() -> None:
    found = asked("stock", "99", "41", "49")
    assert found
    assert found.sentence(lambda value: f"{value} pcs.") == (
        "99 pcs. is more than twice the highest value so far, 49 pcs. Is it right?"
    )


def test_others_values_later_ones_and_other_lengths_are_not_compared() -> None:
    others = [
        entry(year(2023), 10, "port"),
        entry(year(2024), 10, "port"),
        entry(year(2026), 10),
        entry(year(2025), 10),
        entry(Period("half_year", 2024, 1), 10),
        entry(Period("half_year", 2024, 2), 10),
    ]
    assert jump(kind=KINDS["stock"], entry=entry(year(2025), 5000), others=others) is None


def test_a_revision_is_not_compared_with_what_it_replaces() -> None:
    others = [entry(year(2023), 10), entry(year(2024), 11), entry(year(2025), 5000)]
    found = jump(kind=KINDS["stock"], entry=entry(year(2025), 4000), others=others)
    assert (found and found.reason, found and found.near.value) == ("high", d(11))
    assert jump(kind=KINDS["stock"], entry=entry(year(2025), 12), others=others) is None


@settings(max_examples=50)
@given(
    st.lists(st.decimals(-1000, 1000, places=1), max_size=8),
    st.decimals(-1000, 1000, places=1),
    st.integers(),
)
def test_the_order_of_the_others_does_not_matter(
    before: list[Decimal], value: Decimal, seed: int
) -> None:
    others = [Entry(year(2000 + number), one) for number, one in enumerate(before)]
    shuffled = list(others)
    Random(seed).shuffle(shuffled)  # noqa: S311
    one = Entry(year(2025), value)
    found = jump(kind=KINDS["stock"], entry=one, others=others)
    assert jump(kind=KINDS["stock"], entry=one, others=shuffled) == found
    assert found is None or found.considered >= FEWEST_CONSIDERED


@pytest.mark.parametrize(
    ("found", "english", "lithuanian"),
    [
        (
            asked("cumulative", 4, 5),
            "A running total does not fall, and it stood at 5 u. Is it now 4 u?",
            "Suma nuo pradžios nemažėja, o ji jau buvo 5 u. Ar dabar tikrai 4 u?",
        ),
        (
            asked("stock", 0, 5, 6),
            "No value so far was zero; the last was 6 u. Is it now 0 u?",
            "Iki šiol nulio nebuvo; paskutinė reikšmė – 6 u. Ar dabar tikrai 0 u?",
        ),
        (
            asked("stock", -5, 5, 6),
            "Every value so far was on the other side of zero. Is it now -5 u?",
            "Visos ligšiolinės reikšmės buvo kitoje nulio pusėje. Ar dabar tikrai -5 u?",
        ),
        (
            asked("stock", "13.6", "41.8", "49.2"),
            "13.6 u is less than half of the lowest value so far, 41.8 u. Is it right?",
            "13.6 u nesiekia nė pusės mažiausios ligšiolinės reikšmės – 41.8 u. Ar tikrai taip?",
        ),
        (
            asked("stock", 99, "41.8", "49.2"),
            "99 u is more than twice the highest value so far, 49.2 u. Is it right?",
            "99 u daugiau kaip dvigubai viršija didžiausią ligšiolinę reikšmę – 49.2 u. "
            "Ar tikrai taip?",
        ),
        (
            asked("stock", 40, 10, 12, 13, 15, 17),
            "From 17 u to 40 u is a change of +23 u, and the usual one is +2 u. Is it right?",
            "Nuo 17 u iki 40 u – +23 u pokytis, o įprastas pokytis yra +2 u. Ar tikrai taip?",
        ),
    ],
)
def test_a_finding_asks_in_both_languages(
    found: Jump | None, english: str, lithuanian: str
) -> None:
    assert found is not None
    said = []
    for language in ("en", "lt"):
        with translation.override(language):
            said.append(found.sentence(plain))
    assert said == [english, lithuanian]


# -- on what a statistical office published ----------------------------------------------------


@dataclass(frozen=True)
class Published:
    """One figure as it was published, and what is said of it given what was known by then."""

    series: str
    year: int
    value: Decimal
    is_considered: bool
    found: Jump | None


def published() -> list[Published]:
    """Enter every vintage in the order of publication, after its series’ baseline."""
    known: dict[str, dict[int, Decimal]] = {}
    result = []
    for row in rows_of(VINTAGES):
        given = row.given
        series, at, value = given["series"], given["current_year"], given["current_value"]
        if not value:
            continue
        figures = known.setdefault(series, {})
        figures[int(given["base_year"])] = Decimal(given["base_value"])
        found = jump(
            kind=KINDS["stock"],
            entry=Entry(year(int(at)), Decimal(value)),
            others=[Entry(year(number), figure) for number, figure in figures.items()],
        )
        before = [number for number in figures if number < int(at)]
        considered = len(before) >= FEWEST_CONSIDERED
        result.append(Published(series, int(at), Decimal(value), considered, found))
        figures[int(at)] = Decimal(value)
    return result


def test_the_published_mistake_is_asked_about_and_hardly_anything_else() -> None:
    entered = published()
    assert (len(entered), sum(one.is_considered for one in entered)) == (303, 115)
    assert [
        (one.series, str(one.value), one.found.reason) for one in entered if one.found is not None
    ] == [("13-2-1", "46.0", "high"), ("3-5-1 / Both sexes / Ages 18 to 79", "13.6", "low")]


def test_the_correction_of_the_published_mistake_is_not_asked_about() -> None:
    corrected = [one for one in published() if one.value == d("46.2")]
    assert [(one.year, one.is_considered, one.found) for one in corrected] == [(2024, True, None)]
