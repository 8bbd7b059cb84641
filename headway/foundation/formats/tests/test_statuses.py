from __future__ import annotations

import pytest

from headway.foundation.formats.statuses import CODES, Mark, marks_of, says_no_value

READ = {
    "": (), "p": ("provisional",), "bp": ("break", "provisional"), "b, p": ("break", "provisional"),
    "(e)": ("estimated",), "P": ("secret",), "c": ("confidential",), "C": ("confidential",),
    "z": ("not_applicable",), "m": ("not_applicable",), "r": ("revised",), "pp": ("provisional",),
    ":": ("not_available",), "u": ("low_reliability",), "n": ("not_significant",),
}  # fmt: skip


def test_statuses_of_eurostat_are_read_old_and_new() -> None:
    assert {status: marks_of(status) for status in READ} == {
        status: (marks, "") for status, marks in READ.items()
    }


def test_upper_case_means_something_else() -> None:
    assert CODES["p"] is Mark.PROVISIONAL
    assert CODES["P"] is Mark.SECRET


def test_what_is_not_known_is_kept_as_it_is() -> None:
    assert marks_of("p, Q7 bq") == ((Mark.PROVISIONAL,), "Q7 bq")


@pytest.mark.parametrize("text", ["-", "–", "—", ":", "..", "n/a", "N/A", "n.d.", "nėra", ": c"])
def test_signs_for_no_value_are_known(text: str) -> None:
    assert says_no_value(text)


@pytest.mark.parametrize("text", ["0", "-5", "", "yes", "na 5", ": 5", "nėra 3", "e"])
def test_other_cells_are_no_such_sign(text: str) -> None:
    assert not says_no_value(text)
