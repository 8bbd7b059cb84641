from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.formats.formulas import guard, unguard
from headway.foundation.formats.tests.corpus import DANGEROUS, HARMLESS

STARTS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_gets_one_apostrophe(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_alone_in_both_directions(text: str) -> None:
    assert (guard(text), unguard(text)) == (text, text)


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n a1"), max_size=8) | st.text())
def test_any_text_comes_back_exactly_and_starts_with_no_sign(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(STARTS)
