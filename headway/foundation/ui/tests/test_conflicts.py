from __future__ import annotations

from django.http import QueryDict

from headway.foundation.ui.conflicts import chosen, values_of
from headway.foundation.ui.forms import TextsForm, status_of

SENT = (
    "title.en=Mine&title.lt=Mano&duties-0-who=1&token=7"
    "&theirs%3Atitle.en=Theirs&theirs%3Atitle.lt=Mano&theirs%3Aduties-0-who=2"
    "&clash=title.en&clash=duties"
)


def told(data: QueryDict) -> dict[str, list[str]]:
    return {name: list(values) for name, values in data.lists()}


def test_a_form_without_clashes_stays_as_it_was_sent() -> None:
    data = QueryDict("title.en=Mine")
    assert chosen(data) is data


def test_each_field_is_taken_from_whom_the_person_chose() -> None:
    data = QueryDict(f"{SENT}&keep%3Atitle.en=mine&keep%3Aduties=theirs")
    assert told(chosen(data)) == {
        "title.en": ["Mine"],
        "title.lt": ["Mano"],
        "duties-0-who": ["2"],
        "token": ["7"],
    }


def test_a_clash_without_a_choice_overwrites_nobody() -> None:
    assert told(chosen(QueryDict(SENT)))["title.en"] == ["Theirs"]


def test_an_untouched_form_sends_what_it_shows() -> None:
    from_form = list(values_of(TextsForm()))
    assert from_form == []
    assert status_of(TextsForm()) == 200
