from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.periods import Period
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.pasted import Pasted, read_pasted
from headway.foundation.formats.statuses import Mark

YEARS = tuple(Period("year", year) for year in (2024, 2025, 2026))


def values(pasted: Pasted) -> list[tuple[str, str]]:
    """Return what was understood: periods with values, or with what stands in their place."""
    return [
        (str(each.period or "?"), each.said if each.value is None else str(each.value))
        for each in pasted.observations
    ]


def test_periods_with_values_are_read_under_their_headings() -> None:
    text = "Laikotarpis\tReikšmė\r\n2026 m. I pusm.\t1\u00a0234,5\r\nQ3 2026\t7\r\n2026\t−0,25\r\n"
    pasted = read_pasted(text)
    assert pasted.header == ("Laikotarpis", "Reikšmė")
    assert values(pasted) == [("2026-S1", "1234.5"), ("2026-Q3", "7"), ("2026", "-0.25")]
    assert pasted.problems == ()
    assert [each.row for each in pasted.observations] == [2, 3, 4]


def test_semicolons_cut_where_there_are_no_tabs_and_commas_never_do() -> None:
    assert values(read_pasted("2024;1,5\n2025;2")) == [("2024", "1.5"), ("2025", "2")]
    with pytest.raises(Unreadable, match="One column was pasted"):
        read_pasted("2024,15\n2025,2")


def test_values_alone_stand_for_the_periods_given() -> None:
    pasted = read_pasted("12,5\n\n–\n", periods=YEARS)
    assert values(pasted) == [("2024", "12.5"), ("2025", ""), ("2026", "–")]
    assert [each.is_blank for each in pasted.observations] == [False, True, False]
    assert [each.needs_reason for each in pasted.observations] == [False, False, True]


def test_a_heading_above_values_alone_is_told_and_not_counted() -> None:
    pasted = read_pasted("Reikšmė\n1\n2\n3\n\n", periods=YEARS)
    assert pasted.header == ("Reikšmė",)
    assert values(pasted) == [("2024", "1"), ("2025", "2"), ("2026", "3")]


@pytest.mark.parametrize("text", ["1\n2", "1\n2\n3\n4", "Reikšmė\n1\n2\n3\n4"])
def test_values_alone_must_be_as_many_as_the_periods(text: str) -> None:
    with pytest.raises(Unreadable, match=r"there are 3 periods\. Copy one cell for each period"):
        read_pasted(text, periods=YEARS)


def test_a_column_of_periods_beside_blank_values_is_not_taken_for_values() -> None:
    assert values(read_pasted("2024\t\n2025\t\n2026\t\n", periods=YEARS)) == [
        ("2024", ""), ("2025", ""), ("2026", ""),
    ]  # fmt: skip


def test_blank_values_are_never_nought_and_nought_is_a_value() -> None:
    pasted = read_pasted("2024\t0\n2025\t\n\n2026\t \n")
    assert [each.value for each in pasted.observations] == [Decimal(0), None, None]
    assert [each.is_blank for each in pasted.observations] == [False, True, True]


def test_signs_for_no_value_ask_for_the_reason_unless_they_say_it() -> None:
    observations = read_pasted("2023\t-\n2024\tn/a\n2025\t:\n2026\t: c").observations
    assert [each.value for each in observations] == [None] * 4
    assert [each.needs_reason for each in observations] == [True, True, True, False]
    assert observations[-1].marks == (Mark.CONFIDENTIAL,)


def test_a_comma_before_three_digits_is_asked_about_with_both_meanings() -> None:
    (problem,) = read_pasted("2025\t1,234\n2026\t7").problems
    assert (problem.cell, problem.value) == ("B1", "1,234")
    assert [choice.answer for choice in problem.choices] == ["1234", "1.234"]
    assert problem.proposed is None
    assert str(problem) == (
        "Line 1, column B: “1,234” may mean 1234 or 1.234. Write it as one of these two."
    )


@pytest.mark.parametrize(
    ("other", "proposed"),
    [("12,5", "1.234"), ("12.5", "1234"), ("1,234,567", "1234"), ("0,125", "1.234"), ("7", None)],
)
def test_other_cells_propose_a_meaning_and_still_somebody_confirms_it(
    other: str, proposed: str | None
) -> None:
    text = f"2025\t1,234\n2026\t{other}"
    pasted = read_pasted(text)
    (problem,) = pasted.problems
    assert (problem.proposed.answer if problem.proposed else None) == proposed
    assert pasted.observations[0].value is None
    if proposed:
        assert f"as if it were {proposed}: confirm it." in problem.sentence


def test_cells_that_contradict_each_other_propose_nothing() -> None:
    (problem,) = read_pasted("2024\t1,234\n2025\t12,5\n2026\t12.5").problems
    assert problem.proposed is None


def test_a_point_before_three_digits_is_asked_about_beside_decimal_commas_only() -> None:
    assert values(read_pasted("2025\t1.234\n2026\t12.5")) == [("2025", "1.234"), ("2026", "12.5")]
    (problem,) = read_pasted("2025\t1.234\n2026\t12,5").problems
    assert [choice.answer for choice in problem.choices] == ["1234", "1.234"]
    assert problem.proposed == problem.choices[0]


def test_what_a_sentence_says_to_write_is_read_without_another_question() -> None:
    (problem,) = read_pasted("2025\t1,234\n2026\t12,5").problems
    assert "two. The second one without doubt: 1,2340. The other" in problem.sentence
    for written, value in (("1234", Decimal(1234)), ("1,2340", Decimal("1.234"))):
        pasted = read_pasted(f"2025\t{written}\n2026\t12,5")
        assert (pasted.problems, pasted.observations[0].value) == ((), value)


def test_an_answer_settles_the_cell_it_was_given_for() -> None:
    text = "2024\t1,234\n2025\t1,234\n05/06/2026\t5"
    pasted = read_pasted(text, answers={"B1": "1234", "B2": "9", "A3": "2026-06-05"})
    assert values(pasted) == [("2024", "1234"), ("2025", ""), ("2026-06-05", "5")]
    assert [problem.cell for problem in pasted.problems] == ["B2"]


@pytest.mark.parametrize(
    ("other", "proposed"), [("13/06/2026", "2026-06-05"), ("6/13/2026", "2026-05-06"), ("2026", "")]
)
def test_other_dates_propose_an_order(other: str, proposed: str) -> None:
    (problem,) = read_pasted(f"05/06/2026\t1\n{other}\t2").problems
    assert [choice.answer for choice in problem.choices] == ["2026-06-05", "2026-05-06"]
    assert (problem.proposed.answer if problem.proposed else "") == proposed


def test_every_problem_names_its_line_and_column() -> None:
    text = "Year\tValue\n2024\t5 %\n\t7\nsoon\t8\n2025\t1\n2025\t2"
    assert [str(problem)[:50] for problem in read_pasted(text).problems] == [
        "Line 2, column B: “5 %” is no number. Write digits",
        "Line 3, column A: The period is missing. Write it ",
        "Line 4, column A: “soon” is no period. Write 2026,",
        "Line 6, column A: This period stands in line 5 alr",
    ]


def test_problems_are_told_in_lithuanian() -> None:
    with override("lt"):
        (problem,) = read_pasted("2025\t1,234\n2026\t7,5").problems
        assert "„1,234“ gali reikšti 1234 arba 1.234" in str(problem)
        assert "Line" not in str(problem)
        assert "confirm" not in str(problem)


@pytest.mark.parametrize(
    "first", ["\tReikšmė", "Metai\tReikšmė 2020 m. kainomis", "Year\tValue (EUR)"]
)
def test_headings_are_known(first: str) -> None:
    assert len(read_pasted(f"{first}\n2026\t5").observations) == 1


@pytest.mark.parametrize("first", ["2025\tdaug", "birželis\tnėra", "birželis\t5", "birželis\t"])
def test_a_line_that_may_be_a_value_is_no_heading(first: str) -> None:
    pasted = read_pasted(f"{first}\n2026\t5")
    assert pasted.header == ()
    assert pasted.problems


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n\t\n", "Nothing was pasted"),
        ("2026\t1\t2", "3 columns were pasted"),
        ("1\n" * 10_001, "More than 10000 lines"),
        ("9" * 400_001, "More than 10000 lines"),
        ("2026\t" + "9" * 200_000, "too long to be a value"),
        ("5", "One column was pasted"),
    ],
)
def test_what_is_no_pasted_column_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_pasted(text)


def test_marks_without_width_do_not_spoil_numbers() -> None:
    assert values(read_pasted("\ufeff2026\t\u200e12,5\u200b")) == [("2026", "12.5")]


@given(
    numbers=st.lists(
        st.decimals(-(10**9), 10**9, places=2, allow_nan=False), min_size=3, max_size=3
    ),
    style=st.sampled_from([("", "."), ("\u00a0", ","), ("\u2009", ","), (" ", ","), ("", ",")]),
    separator=st.sampled_from("\t;"),
)
def test_what_either_country_pastes_reads_back(
    numbers: list[Decimal], style: tuple[str, str], separator: str
) -> None:
    mark, point = style
    lines = [
        f"{period}{separator}" + f"{number:,.2f}".replace(",", mark).replace(".", point)
        for period, number in zip(YEARS, numbers, strict=True)
    ]
    pasted = read_pasted("\r\n".join(lines))
    assert pasted.problems == ()
    assert [each.value for each in pasted.observations] == numbers
    assert tuple(each.period for each in pasted.observations) == YEARS


@given(st.text(alphabet=st.sampled_from("0123456789,.-:/\t;\n\r \"Qx'm\u00a0"), max_size=60))
def test_any_text_is_read_or_answered_with_a_sentence(text: str) -> None:
    for periods in ((), YEARS):
        with suppress(Unreadable):
            for each in read_pasted(text, periods=periods).observations:
                assert each.value is None or each.value.is_finite()
                assert each.value is None or not each.said
