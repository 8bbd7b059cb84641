from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.periods import MONTHS, Period
from headway.foundation.formats.periods import AmbiguousPeriod, NotAPeriod, parse_period

READ = {
    "2026": "2026", "2026 m.": "2026", "2026-S1": "2026-S1", "2026H2": "2026-S2",
    "2026 m. I pusm.": "2026-S1", "2026\u00a0m. II pusmetis": "2026-S2", "I pusm. 2026": "2026-S1",
    "2026 m. pirmas pusmetis": "2026-S1", "2026 m. antrasis pusmetis": "2026-S2",
    "first half of 2026": "2026-S1", "2nd half 2026": "2026-S2", "H1 2026": "2026-S1",
    "1H 2026": "2026-S1", "2026 H1": "2026-S1", "S1/2026": "2026-S1",
    "Q2 2026": "2026-Q2", "2026 Q2": "2026-Q2", "2026K4": "2026-Q4", "2026 II ketv.": "2026-Q2",
    "2026 m. IV ketvirtis": "2026-Q4", "III ketv. 2026": "2026-Q3", "3Q 2026": "2026-Q3",
    "second quarter of 2026": "2026-Q2", "2026 trečias ketv.": "2026-Q3",
    "2026-06": "2026-06", "2026M06": "2026-06", "2026.10": "2026-10", "06/2026": "2026-06",
    "06.2026": "2026-06", "June 2026": "2026-06", "Jun 2026": "2026-06",
    "2026 m. birželis": "2026-06", "2026 m. birž.": "2026-06", "2026/7": "2026-07",
    "2026-06-30": "2026-06-30", "30.06.2026": "2026-06-30", "30/06/2026": "2026-06-30",
    "6/30/2026": "2026-06-30", "2026 m. birželio 30 d.": "2026-06-30", "5/5/2026": "2026-05-05",
}  # fmt: skip
ASKED = {
    "05/06/2026": ["2026-06-05", "2026-05-06"],
    "2026-1": ["2026-01", "2026-Q1", "2026-S1"],
    "2026/3": ["2026-03", "2026-Q3"],
    "2026.1": ["2026-01", "2026-Q1", "2026-S1", "2026-10"],
}
REFUSED = (
    "2026-13", "2026-02-30", "2026-W05", "2026-spring", "H3 2026", "III pusm. 2026", "Q5 2026",
    "I-II ketv. 2026", "2026-2027", "Jun-26", "pusmetis", "soon", "26", True, Decimal("2026.1"),
)  # fmt: skip


def test_periods_are_read_as_people_of_both_countries_write_them() -> None:
    assert {text: str(parse_period(text)) for text in READ} == READ


@pytest.mark.parametrize("text", ASKED)
def test_what_may_be_several_periods_is_asked_about(text: str) -> None:
    with pytest.raises(AmbiguousPeriod) as caught:
        parse_period(text)
    assert [str(each) for each in caught.value.choices] == ASKED[text]
    assert all(choice in str(caught.value) for choice in ASKED[text])


@pytest.mark.parametrize("cell", REFUSED)
def test_what_is_no_period_is_named_in_a_sentence(cell: object) -> None:
    with pytest.raises(NotAPeriod, match=r"^“.+” is no period\. Write 2026, 2026-S1"):
        parse_period(cell)


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(NotAPeriod) as caught:
        parse_period("9" * 100_000)
    assert len(str(caught.value)) < 200


def test_cells_of_workbooks_are_read_as_what_they_are() -> None:
    cells = (2026, date(2026, 6, 30), Period("quarter", 2026, 2), None, "", " \u00a0")
    assert [str(parse_period(cell) or "") for cell in cells] == [
        "2026", "2026-06-30", "2026-Q2", "", "", "",
    ]  # fmt: skip


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day = draw(st.dates(min_value=date(1955, 1, 1), max_value=date(2100, 1, 1)))
    return Period.containing(day, draw(st.sampled_from([*MONTHS, "day"])))


@given(period=periods(), language=st.sampled_from(["lt", "en"]))
def test_every_period_reads_back_from_its_code_and_from_its_words(
    period: Period, language: str
) -> None:
    with override(language):
        assert parse_period(str(period)) == parse_period(period.worded()) == period


@given(st.text(max_size=70))
def test_any_text_is_a_period_or_a_sentence(text: str) -> None:
    with suppress(NotAPeriod):
        found = parse_period(text)
        assert found is None or found.first_day <= found.last_day
