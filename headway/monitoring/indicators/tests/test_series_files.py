"""A file of series, as people and programs write it."""

from __future__ import annotations

from io import BytesIO
from itertools import permutations

import pytest

from headway.foundation.formats.errors import Unreadable
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.series_files import COLUMNS, Judged, JudgedFile, judge_file
from headway.monitoring.indicators.states import Word

pytestmark = pytest.mark.once

HEADER = ",".join(COLUMNS)
GOOD = "10,2015,20,2025,30,2030,1,"


def judged(text: str | bytes, method: str = "planned-path", name: str = "x.csv") -> JudgedFile:
    data = text if isinstance(text, bytes) else text.encode()
    return judge_file(BytesIO(data), name, METHODS[method])


def row(cells: str, method: str = "planned-path") -> Judged:
    (only,) = judged(f"{HEADER}\n{cells}\n", method).rows
    return only


def test_a_row_is_judged_by_every_method() -> None:
    found = [(row(GOOD, method).status, row(GOOD, method).verdict) for method in METHODS]
    assert found == [
        ("behind", Word.BEHIND),
        ("moderate_progress", Word.BEHIND),
        ("fair", Word.BEHIND),
        ("", Word.NOT_ASSESSABLE),
    ]
    assert "at least four yearly values" in row(GOOD, "weather").sentence


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("abc,2015,20,2025,30,2030,1,", "Column “base_value”: “abc” is no number."),
        ("10,2015,20 %,2025,30,2030,1,", "Column “current_value”: “20 %” is no number."),
        ("10,2015,nan,2025,30,2030,1,", "Column “current_value”: “nan” is no number."),
        ("10,2015,20,2025,NA,2030,1,", "Column “target”: “NA” is no number."),
        ('10,2015,"1,234",2025,30,2030,1,', "“1,234” may mean 1234 or 1.234."),
        ("10,abc,20,2025,30,2030,1,", "Column “base_year”: “abc” is no year."),
        ("10,2015.5,20,2025,30,2030,1,", "“2015.5” is no year. Write a whole year"),
        ("10,15,20,2025,30,2030,1,", "Column “base_year”: “15” is no year."),
        ("10,2015,20,2014,30,2030,1,", "current_year 2014 comes before base_year 2015."),
        ("10,2015,20,2025,30,2015,1,", "target_year 2015 does not come after base_year 2015."),
        ("10,2015,20,2025,30,2010,1,", "target_year 2010 does not come after base_year 2015."),
        ("10,,20,2025,30,2030,1,", "“base_value” has no year. Write it in “base_year”."),
        ("10,2015,20,,30,2030,1,", "“current_value” has no year."),
        ("10,2015,20,2025,30,,1,", "“target” has no year."),
        ("10,2015,20,2025,30,2030,0,", "“0” is no direction. Write 1 if more is better"),
        ("10,2015,20,2025,30,2030,,", "“” is no direction."),
        ("10,2015,20,2025,30,2030,higher,", "“higher” is no direction."),
        ("10,2015,20,2025,30,2030,1,x", "Column “limit”: “x” is no number."),
        ("10,2015,20,2025,30,2030,1,,7", "The row has more cells than there are headings."),
    ],
)
def test_a_row_that_cannot_be_read_says_why(cells: str, sentence: str) -> None:
    for method in METHODS:
        found = row(cells, method)
        assert sentence in found.sentence
        assert found.is_bad
        assert (found.value, found.score, found.verdict) == ("", "", Word.NOT_ASSESSABLE)
    assert row(cells, "growth-ratio").status == "not_available"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    sentence = row("a,b,20,2025,30,2030,x,").sentence
    assert [word in sentence for word in ("“a”", "“b”", "“x”")] == [True, True, True]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (",2015,,,,2030,1,100", "there is no value"),
        (",,,,,,,", "there is no value"),
        (",2015,20,2025,,2030,1,100", "there is no baseline"),
        ("10,2015,10,2015,,2030,1,100", "the value is of the baseline’s own year"),
    ],
)
def test_what_is_blank_is_missing_and_not_wrong(cells: str, reason: str) -> None:
    (found,) = judged(f"name,{HEADER}\nA,{cells}\n", "growth-ratio").rows
    assert found.sentence == f"Not assessable: {reason}."
    assert not found.is_bad
    assert found.status == "not_available"


@pytest.mark.parametrize("missing", ["base_value", "base_year", "current_value", "direction"])
def test_a_missing_column_is_said_in_every_row(missing: str) -> None:
    header = ",".join("other" if name == missing else name for name in COLUMNS)
    found = judged(f"{header}\n{GOOD}\n{GOOD}\n")
    assert [each.sentence for each in found.rows] == [
        f"The file has no column “{missing}”. Add it."
    ] * 2
    assert found.bad == 2


def test_all_missing_columns_are_said_at_once() -> None:
    (found,) = judged("base_value,current_value,direction\n1,2,1\n").rows
    assert [name in found.sentence for name in COLUMNS] == [
        name in {"base_year", "current_year"} for name in COLUMNS
    ]


def test_a_file_without_headings_is_refused_and_no_row_is_taken_for_them() -> None:
    with pytest.raises(Unreadable, match="no column “base_value”"):
        judged(f"{GOOD}\n")


@pytest.mark.parametrize("blank", [",,,,,,,", " , ,,,,,,", ","])
def test_a_row_in_which_nothing_stands_comes_out_too(blank: str) -> None:
    found = judged(f"{HEADER}\n{GOOD}\n{blank}\n{GOOD}\n\n{blank}\n")
    assert [each.sentence.partition(":")[0] for each in found.rows] == [
        "Behind",
        "Not assessable",
        "Behind",
        "Not assessable",
    ]
    assert found.bad == 0


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("1", Word.BEHIND),
        ("+1", Word.BEHIND),
        ("1.0", Word.BEHIND),
        ('"1,0"', Word.BEHIND),
        ("1.00", Word.BEHIND),
        ("UP", Word.BEHIND),
        ("Down", Word.ACHIEVED),
        ("-1", Word.ACHIEVED),
        ("−1", Word.ACHIEVED),
        ("-1.00", Word.ACHIEVED),
        ('"−1,0"', Word.ACHIEVED),
    ],
)
def test_a_direction_is_a_word_or_the_number_one(written: str, verdict: Word) -> None:
    assert row(f"10,2015,20,2025,30,2030,{written},").verdict == verdict


def test_target_and_limit_may_be_left_out() -> None:
    text = "base_value,base_year,current_value,current_year,direction\n100,2015,150,2025,1\n"
    (found,) = judged(text, "growth-ratio").rows
    assert found.status == "substantial_progress"


def test_a_doubled_column_is_said() -> None:
    (found,) = judged(f"{HEADER},target\n{GOOD},5\n").rows
    assert found.sentence == "The file has several columns “target”. Rename all but one."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_mark_separator_and_decimal_comma_are_read(mark: str, separator: str) -> None:
    cells = ["14,5", "2015,0", "10,4", "2023", "7,25", "2030", "−1", ""]
    quoted = [f'"{cell}"' for cell in cells]
    text = f"{mark}{separator.join(COLUMNS)}\r\n{separator.join(quoted)}\r\n"
    found = judged(text, "growth-ratio")
    assert found.separator == separator
    assert found.header[0] == "base_value"
    assert found.rows[0].value.startswith("0.90108995469762")
    assert found.rows[0].cells == tuple(cells)


@pytest.mark.parametrize(
    ("other", "unsure", "value"),
    [
        ("14,5", "81,444", "81.444"),
        ("0,25", "81,444", "81.444"),
        ("14.5", "81,444", "81444"),
        ("14.5", "81.444", "81.444"),
        ("7", "81.444", "81.444"),
        ("14,5", "1 234,5", "1234.5"),
        ("1 234,5", "81,444", "81.444"),
        ("7", "1e-2", "0.01"),
        ("7", "1.5E+3", "1500"),
    ],
)
def test_the_other_numbers_show_how_a_file_writes_them(other: str, unsure: str, value: str) -> None:
    text = (
        f"{HEADER.replace(',', ';')}\n{other};2015;1;2020;2;2030;1;\n0;2015;{unsure};2020;1;2030;1;"
    )
    assert judged(text).rows[1].value == value


@pytest.mark.parametrize(
    ("other", "unsure"), [("7", "81,444"), ("14,5", "81.444"), ("14,5;2015;1.5", "81,444")]
)
def test_what_may_mean_two_things_is_asked_about(other: str, unsure: str) -> None:
    first = other if ";" in other else f"{other};2015;1"
    text = f"{HEADER.replace(',', ';')}\n{first};2020;2;2030;1;\n0;2015;{unsure};2020;1;2030;1;"
    assert f"“{unsure}” may mean" in judged(text).rows[1].sentence


def test_rows_keep_their_order_and_what_else_they_hold() -> None:
    bad = "x,2015,20,2025,30,2030,1,"
    lines = [f"{name},{cells}" for name, cells in (("b", GOOD), ("a", bad), ("b", GOOD))]
    found = judged("\n".join([f"Pavadinimas,{HEADER}", *lines, "", ""]))
    assert found.header == ("Pavadinimas", *COLUMNS)
    assert [each.cells[0] for each in found.rows] == ["b", "a", "b"]
    assert [each.is_bad for each in found.rows] == [False, True, False]
    assert found.bad == 1


def test_the_order_of_rows_changes_no_answer() -> None:
    lines = [GOOD, "10,2015,5,2025,30,2030,1,", "9,2015,5,2025,3,2030,-1,"]
    answers = set()
    for order in permutations(lines):
        found = judged("\n".join([HEADER, *order]))
        answers.add(frozenset((each.cells, each.appended) for each in found.rows))
    assert len(answers) == 1


def test_a_heading_of_ours_is_kept_under_another_name() -> None:
    header = f"score,given_score,{HEADER},status"
    found = judged(f"{header}\n1,2,{GOOD},good\n")
    assert found.header == ("given_given_score", "given_score", *COLUMNS, "given_status")
    assert found.rows[0].cells == ("1", "2", *GOOD.split(","), "good")


def test_a_limit_is_a_ceiling_or_a_floor_by_the_direction() -> None:
    up = row("90,2015,92,2025,,,1,100", "growth-ratio")
    down = row("90,2015,88,2025,,,-1,80", "growth-ratio")
    assert up.assessment
    assert down.assessment
    assert {"limit", "scale"} <= set(up.assessment.figures) & set(down.assessment.figures)


def test_zero_stays_zero() -> None:
    """Regression: a zero became a blank, or was imported as “not available”."""
    found = row("0,2015,0,2020,10,2030,1,0")
    assert (found.value, found.verdict) == ("0", Word.NO_CHANGE)


def test_negative_values_count() -> None:
    """Regression: a pattern that begins with a digit dropped negative values."""
    assert row("-10,2015,-5,2020,0,2025,1,").verdict == Word.ON_PATH


def test_figures_are_written_in_seventeen_digits_and_never_as_a_power() -> None:
    assert row("0,2015,1,2020,3,2030,1,").value == "0.33333333333333333"
    assert row("0,2015,1,2020,1e9,2030,1,").value == "0.000000001"


def test_a_file_without_rows_is_a_header() -> None:
    assert judged(f"{HEADER}\n").rows == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"MZ\x00\x01"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        judged(data)
