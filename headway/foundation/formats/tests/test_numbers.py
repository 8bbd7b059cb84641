from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.formats.numbers import AmbiguousNumber, NotANumber, parse_number

READ = {
    "1 234,5": "1234.5", "1\u00a0234,5": "1234.5", "1\u2009234,5": "1234.5",
    "1\u202f234": "1234", "1234.5": "1234.5", "1234,5": "1234.5", "0,125": "0.125",
    "1.234": "1.234", "1,234.5": "1234.5", "1.234,5": "1234.5", "1,234,567": "1234567",
    "1.234.567": "1234567", "1234,567": "1234.567", "1 234,567": "1234.567", " 7 ": "7",
    "−5": "-5", "–5,0": "-5.0", "+3": "3", "- 5": "-5", "007": "7",
}  # fmt: skip
REFUSED = (
    "1,5 mln.", "5 %", "1e5", "12 34", "1 234.567.890", ",5", "5,", "1.2.3", "--5", "٣", "n/a",
    "1'234", "NaN", "Infinity", "1" * 41,
)  # fmt: skip


def test_numbers_are_read_as_people_of_both_countries_write_them() -> None:
    assert {text: str(parse_number(text)) for text in READ} == READ


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_named_in_a_sentence(text: str) -> None:
    with pytest.raises(NotANumber, match=r"^“.+” is no number\. Write digits only"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "meanings"),
    [("1,234", "1234 or 1.234"), ("-12,500", "-12500 or -12.500"), ("999,000", "999000 or 999.0")],
)
def test_one_comma_before_three_digits_is_asked_about(text: str, meanings: str) -> None:
    with pytest.raises(AmbiguousNumber, match=f"“{text}” may mean {meanings}"):
        parse_number(text)


def test_cells_that_are_numbers_pass_and_others_do_not() -> None:
    assert [parse_number(cell) for cell in (3, Decimal("1.10"), None, "", "  ")] == [
        Decimal(3), Decimal("1.10"), None, None, None,
    ]  # fmt: skip
    for cell in (True, date(2026, 11, 22)):
        with pytest.raises(NotANumber):
            parse_number(cell)


def _grouped(digits: str, mark: str) -> str:
    return f"{int(digits):,}".replace(",", mark)


@given(
    whole=st.integers(min_value=0, max_value=10**15),
    part=st.text(alphabet="0123456789", min_size=1, max_size=6),
    style=st.sampled_from([("", "."), (" ", ","), ("\u00a0", ","), (",", "."), (".", ",")]),
    sign=st.sampled_from(["", "-", "−"]),
)
def test_a_number_reads_the_same_in_every_style_or_is_asked_about(
    whole: int, part: str, style: tuple[str, str], sign: str
) -> None:
    mark, point = style
    written = sign + _grouped(str(whole), mark) + point + part
    expected = Decimal(f"{'-' if sign else ''}{whole}.{part}")
    try:
        assert parse_number(written) == expected
    except AmbiguousNumber:
        assert (point, len(part)) == (",", 3)
        assert 0 < whole < 1000


@given(st.text(max_size=50))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    with suppress(NotANumber):
        found = parse_number(text)
        assert found is None or found.is_finite()


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    )
)
def test_what_our_own_files_say_reads_back_exactly(number: Decimal) -> None:
    assert parse_number(format(number, "f")) == number
