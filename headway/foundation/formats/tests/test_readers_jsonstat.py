from __future__ import annotations

import io
import json
import tracemalloc
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.observations import observations
from headway.foundation.formats.readers import json_tree
from headway.foundation.formats.readers.jsonstat import read_dataset
from headway.foundation.formats.readers.values import LARGEST, read_values
from headway.foundation.formats.statuses import Mark

GEO = {"label": "Region", "category": {"index": {"EE": 1, "LT": 0}, "label": {"LT": "Lithuania"}}}
TIME = {"label": "Time", "category": {"index": ["2024", "2025-S1", "2025-Q3"]}}
UNIT = {"category": {"label": {"PC": "Percentage"}}}
CUBE: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "label": "Unemployment",
    "source": "ESTAT",
    "updated": "2026-02-06T23:00:00+0100",
    "value": {"0": 1.10, "2": 3, "4": None},
    "status": {"2": "bp", "3": "c", "4": ":"},
    "id": ["unit", "geo", "time"],
    "size": [1, 2, 3],
    "dimension": {"unit": UNIT, "geo": GEO, "time": TIME},
    "role": {"time": ["time"], "geo": ["geo"], "metric": ["unit", "missing"]},
    "extension": {"status": {"label": {"c": "confidential, says the file"}}, "deep": [[{}]]},
}


def cube(**changes: object) -> bytes:
    return json.dumps({**CUBE, **changes}).encode()


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in CUBE.items() if key != name}).encode()


def table(data: bytes) -> list[tuple[object, ...]]:
    sheet = read_values(io.BytesIO(data), "x.json").workbook.sheet()
    return [row.cells for row in sheet.rows]


def dimension(**category: object) -> dict[str, Any]:
    return {**CUBE["dimension"], "geo": {"category": category}}


def test_each_cell_that_something_is_said_of_becomes_a_row() -> None:
    found = read_values(io.BytesIO(cube()), "une.json")
    sheet = found.workbook.sheet()
    assert sheet.name == "Unemployment"
    assert sheet.header == (
        "unit", "unit:label", "geo", "geo:label", "time", "time:label",
        "value", "status", "status:label",
    )  # fmt: skip
    percent, lithuania, estonia = ("PC", "Percentage"), ("LT", "Lithuania"), ("EE", "EE")
    assert [row.cells for row in sheet.rows] == [
        (*percent, *lithuania, "2024", "2024", Decimal("1.1"), None, None),
        (*percent, *lithuania, "2025-Q3", "2025-Q3", Decimal(3), "bp",
         "break in the series, provisional"),
        (*percent, *estonia, "2024", "2024", None, "c", "confidential, says the file"),
        (*percent, *estonia, "2025-S1", "2025-S1", None, ":", "not available"),
    ]  # fmt: skip
    assert list(sheet.rows) == list(sheet.rows)
    assert sheet.notes == ("“Unemployment”: source ESTAT, updated 2026-02-06T23:00:00+0100.",)


def test_roles_are_kept_of_dimensions_that_there_are() -> None:
    dataset = read_dataset(cube())
    assert dataset.roles == {"time": ("time",), "geo": ("geo",), "metric": ("unit",)}
    assert dataset.time == "time"
    assert read_dataset(without("role")).time == "time"
    assert read_dataset(cube(role={"time": ["time", "geo"]})).time == ""


def test_a_dense_list_says_something_of_every_cell() -> None:
    rows = table(cube(value=[1, None, 0, 4.5, 1e3, -2], status=["", "z", None, "e", "", ""]))
    assert [row[-3:-1] for row in rows] == [
        (Decimal(1), None), (None, "z"), (Decimal(0), None), (Decimal("4.5"), "e"),
        (Decimal(1000), None), (Decimal(-2), None),
    ]  # fmt: skip
    assert [row[4] for row in rows] == ["2024", "2025-S1", "2025-Q3"] * 2


@pytest.mark.parametrize("status", ["p", ["p"]])
def test_one_status_is_that_of_every_cell(status: object) -> None:
    assert [row[-2] for row in table(cube(status=status))] == ["p", "p", "p"]


def test_a_null_without_status_is_not_available() -> None:
    assert table(cube(value={"1": None}, status={}))[0][-3:-1] == (None, ":")


def test_a_status_that_is_not_known_is_kept_and_told() -> None:
    book = read_values(io.BytesIO(cube(status={"0": "Q7"})), "x.json").workbook
    assert next(book.sheet().rows).cells[-2:] == ("Q7", "Q7")
    assert "These statuses are not known here and were kept as they are: Q7." in book.sheet().notes


def test_values_keep_every_digit_that_was_written() -> None:
    data = cube(value="@").replace(b'"@"', b'{"0": 0.10, "1": 12345678901234567890.123456789}')
    assert [str(row[-3]) for row in table(data)[:2]] == ["0.10", "12345678901234567890.123456789"]


def test_rows_become_observations_with_periods_and_marks() -> None:
    found = read_values(io.BytesIO(cube()), "x.json")
    assert found.columns
    read = list(observations(found.workbook.sheet(), found.columns))
    assert [(str(each.period), each.value, each.marks) for each in read] == [
        ("2024", Decimal("1.1"), ()),
        ("2025-Q3", Decimal(3), (Mark.BREAK, Mark.PROVISIONAL)),
        ("2024", None, (Mark.CONFIDENTIAL,)),
        ("2025-S1", None, (Mark.NOT_AVAILABLE,)),
    ]
    assert not any(each.needs_reason for each in read)
    assert read[0].cells["geo"] == "LT"
    assert "value" not in read[0].cells


OTHER: dict[str, tuple[dict[str, Any], str]] = {
    "collection": ({"class": "collection"}, "is a JSON-stat collection"),
    "dimension": ({"class": "dimension"}, "is a JSON-stat dimension"),
    "version 1": ({"version": "1.3"}, r"or JSON-stat older than version 2\.0.*format=JSON"),
    "version as number": ({"version": 2.0}, "older than version 2"),
    "no class": ({"class": "table"}, "does not say “class”: “dataset”"),
    "error": ({"error": [{"status": "413", "label": "TOO_BIG"}]}, "message instead of data: TOO"),
    "warning": ({"warning": {"status": 413}}, "message instead of data: –"),
    "sizes": ({"size": [1, 2]}, "do not name the same dimensions"),
    "sizes as text": ({"size": ["1", "2", "3"]}, "should have 1 categories and has 1"),
    "negative size": ({"size": [1, -2, 3]}, "should have -2 categories and has 2"),
    "size that is not true": ({"size": [1, 10**12, 3]}, "should have 1000000000000 categories"),
    "doubled dimension": ({"id": ["unit", "geo", "geo"]}, "“geo” is named twice"),
    "dimension not described": ({"id": ["unit", "geo", "sex"]}, "“sex” is named twice or not"),
    "no id": ({"id": "geo"}, "do not name the same dimensions"),
    "no categories": ({"dimension": {**CUBE["dimension"], "geo": {}}}, "“geo” has no categories"),
    "no order": ({"dimension": dimension(label={"LT": "a", "EE": "b"})}, "order of the categories"),
    "gap in order": ({"dimension": dimension(index={"LT": 0, "EE": 2})}, "order of the categories"),
    "same place": ({"dimension": dimension(index={"LT": 0, "EE": 0})}, "order of the categories"),
    "place as text": ({"dimension": dimension(index={"LT": "0", "EE": 1})}, "order of the cat"),
    "doubled code": ({"dimension": dimension(index=["LT", "LT"])}, "order of the categories"),
    "code no text": ({"dimension": dimension(index=["LT", 5])}, "order of the categories"),
    "values too few": ({"value": [1, 2]}, "sizes make 6 cells, and “value” has 2"),
    "values too many": ({"value": [1] * 7}, "sizes make 6 cells, and “value” has 7"),
    "no values": ({"value": None}, "“value” is neither a list nor an object"),
    "cell outside": ({"value": {"6": 1}}, "names the cell “6”, which is none of the 6"),
    "cell far outside": ({"value": {"9" * 30: 1}}, "which is none of the 6"),
    "cell no number": ({"value": {"-1": 1}}, "names the cell “-1”"),
    "cell written oddly": ({"value": {"01": 1}}, "names the cell “01”"),
    "status outside": ({"status": {"6": "p"}}, "“status” names the cell “6”"),
    "statuses too few": ({"status": ["p", "p"]}, "and “status” has 2"),
    "status no text": ({"status": {"0": 0}}, "a status is no text: “0”"),
    "status no list": ({"status": 5}, "“status” is neither"),
    "value as text": ({"value": {"3": "12"}}, "value 4 is no number: “12”"),
    "value yes": ({"value": {"3": True}}, "value 4 is no number: “True”"),
    "value as list": ({"value": {"3": [1]}}, "value 4 is no number"),
    "long number": ({"value": {"3": 10**60}}, "number of more than 40 digits"),
    "large number": ({"value": {"3": 1e300}}, "number of more than 40 digits"),
    "tiny number": ({"value": {"3": 1e-300}}, "number of more than 40 digits"),
    "nul": ({"label": "a\0b"}, "is no whole JSON"),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHER)
def test_what_does_not_fit_is_refused_with_a_sentence(case: str) -> None:
    changes, sentence = OTHER[case]
    with pytest.raises(Unreadable, match=sentence):
        read_dataset(cube(**changes))


BROKEN = {
    "cut off": (cube()[:-20], "is no whole JSON"),
    "nothing": (b"{", "is no whole JSON"),
    "more behind": (cube() + b"{}", "is no whole JSON"),
    "not a number": (cube(value=[float("nan")] * 6), "is no whole JSON"),
    "infinity": (cube(value=[float("inf")] * 6), "is no whole JSON"),
    "another encoding": (cube().decode().encode("utf-16"), "is no whole JSON"),
    "broken letters": (b'{"label": "\xff"}', "is no whole JSON"),
    "half a letter": (b'{"label": "\xed\xa0\x80"}', "is no whole JSON"),
    "list": (b"[1, 2]", "is a list or a single value"),
    "value": (b"5", "is a list or a single value"),
    "endless number": (b'{"value": [' + b"9" * 5000 + b"]}", "is no whole JSON"),
    "endless power": (b'{"value": [1e' + b"9" * 30 + b"]}", "is no whole JSON"),
    "deep": (b'{"value": ' + b"[" * 100_000, "nested deeper"),
    "deep and passed over": (b'{"other": ' + b'{"a":' * 100_000, "nested deeper"),
    "doubled part": (b'{"version": "2.0", "version": "1.0"}', "“version” stands twice"),
    "doubled cell": (cube().replace(b'"4": null', b'"2": 5'), "“2” stands twice"),
    "bundle": (b'{"dataset": {"value": [1]}}', r"is JSON-stat older than version 2\.0\. Ask"),
    "named bundle": (b'{"une": {"value": [1]}}', "is no JSON-stat, or JSON-stat older"),
    "version missing": (without("version"), "is no JSON-stat, or JSON-stat older"),
    "empty object": (b"{}", "is no JSON-stat"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_and_older_files_are_refused_with_a_sentence(case: str) -> None:
    data, sentence = BROKEN[case]
    with pytest.raises(Unreadable, match=sentence):
        read_dataset(data)


def test_refusals_are_told_in_lithuanian() -> None:
    with override("lt"), pytest.raises(Unreadable, match=r"2\.0.*statistics/1\.0/data") as caught:
        read_dataset(without("version"))
    assert "Ask the source" not in str(caught.value)


def test_a_vast_cube_with_few_values_takes_no_room() -> None:
    codes = [f"c{n}" for n in range(1000)]
    names = ["a", "b", "c", "d"]
    data = cube(
        id=names, size=[1000] * 4, value={"0": 1, "999999999999": 2}, status={}, role={},
        dimension={name: {"category": {"index": codes}} for name in names},
    )  # fmt: skip
    tracemalloc.start()
    rows = table(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row[0:8:2] for row in rows] == [("c0",) * 4, ("c999",) * 4]
    assert peak < 10_000_000


@pytest.mark.parametrize("item", [b"1.5", b"[]", b'"ab"', b"null", b'{"a":1}'])
def test_what_is_too_much_is_refused_before_it_takes_room(
    item: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json_tree.VALUES == 600_000
    monkeypatch.setattr(json_tree, "VALUES", 1000)
    data = b'{"value": [' + (item + b",") * 2_000_000
    tracemalloc.start()
    with pytest.raises(Unreadable, match="has too many values"):
        read_dataset(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000


def test_100_000_values_are_read_and_no_more() -> None:
    def years(count: int) -> bytes:
        index = {f"y{n}": n for n in range(count)}
        return cube(
            id=["y"], size=[count], dimension={"y": {"category": {"index": index}}},
            value=[1.5] * count, status={},
        )  # fmt: skip

    assert len(table(years(100_000))) == 100_000
    with pytest.raises(Unreadable, match="has too many values"):
        table(years(100_001))


def test_kinds_of_files_are_known_by_content_or_name() -> None:
    marked = b"\xef\xbb\xbf\n" + cube()
    for name, data in (("x.json", cube()), ("x", cube()), ("x.csv", marked)):
        assert read_values(io.BytesIO(data), name).dataset
    plain = read_values(io.BytesIO(b"year;value\n2026;5\n"), "x.csv")
    assert (plain.dataset, plain.columns) == (None, None)
    with pytest.raises(Unreadable, match="is no whole JSON"):
        read_values(io.BytesIO(b"<html>"), "x.json")
    with pytest.raises(Unreadable, match="The file is empty"):
        read_values(io.BytesIO(b" \n"), "x.json")
    with pytest.raises(Unreadable, match="The file is larger than 20 MB"):
        read_values(io.BytesIO(b"{" + b" " * LARGEST), "x.json")


@given(
    values=st.lists(
        st.none() | st.decimals(-(10**9), 10**9, places=3, allow_nan=False), min_size=6, max_size=6
    )
)
def test_dense_and_sparse_say_the_same(values: list[Decimal | None]) -> None:
    plain = [None if each is None else float(each) for each in values]
    dense = table(cube(value=plain, status={}))
    sparse = table(cube(value={str(n): each for n, each in enumerate(plain)}, status={}))
    assert dense == sparse
    assert [row[-3] for row in dense] == values


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*CUBE, "category", "index", "0"]), inner, max_size=4),
))  # fmt: skip
def test_any_json_is_a_data_set_or_a_sentence(said: object) -> None:
    for part in ("value", "status", "dimension", "role", "id", "size", "extension", "label"):
        with suppress(Unreadable):
            assert all(len(row.cells) > 2 for row in read_dataset(cube(**{part: said})).rows())
