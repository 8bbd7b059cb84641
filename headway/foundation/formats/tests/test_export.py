from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from headway.foundation.core.errors import BadInput
from headway.foundation.formats.export import export, in_language
from headway.foundation.formats.tests.corpus import TEXTS
from headway.foundation.formats.types import Filter, Row, Table
from headway.foundation.formats.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _greetings(filters: Mapping[str, str]) -> Iterator[Row]:
    for number in range(int(filters.get("count", "2"))):
        yield {"key": number, "words": translation.get_language()}


GREETINGS: Table = replace(TEXTS, rows=_greetings, filters=(Filter("count", "How many"),))


def _exported(**filters: str) -> str:
    pieces = export(GREETINGS, WRITERS["csv"], filters=filters, language="lt")
    return b"".join(pieces).decode("utf-8-sig")


def test_rows_are_asked_for_with_the_filters_and_in_the_readers_language() -> None:
    assert _exported(count="1") == "key;words\r\n0;lt\r\n"


def test_an_empty_filter_is_none() -> None:
    assert _exported(count="") == "key;words\r\n0;lt\r\n1;lt\r\n"


def test_an_unknown_filter_is_refused_before_anything_is_written() -> None:
    with pytest.raises(BadInput) as refused:
        _exported(colour="red")
    assert refused.value.problems.keys() == {"colour"}
    assert "count" in refused.value.problems["colour"]


def test_a_table_without_filters_says_so() -> None:
    with pytest.raises(BadInput, match="It has none"):
        export(TEXTS, WRITERS["json"], filters={"x": "1"}, language="en")


def test_a_table_made_up_for_one_download_needs_no_rows_of_its_own() -> None:
    pieces = export(TEXTS, WRITERS["csv"], filters={}, language="en")
    assert b"".join(pieces).decode("utf-8-sig") == "key;words\r\n"


def test_a_value_that_cannot_be_shows_before_the_answer_begins() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        export(GREETINGS, WRITERS["csv"], filters={"count": "x"}, language="en")


def test_between_two_pieces_the_language_is_the_callers() -> None:
    with translation.override("en"):
        seen = [
            (inner, translation.get_language())
            for inner in in_language("lt", (translation.get_language() for _ in range(2)))
        ]
    assert seen == [("lt", "en"), ("lt", "en")]
