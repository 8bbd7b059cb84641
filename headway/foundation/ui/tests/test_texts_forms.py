from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.conflicts import values_of
from headway.foundation.ui.forms import PartialDateField, TextsForm, kept, status_of

BEFORE = TranslatedText.of({"en": "One", "lt": "Vienas"})


def form_of(data: dict[str, str] | None = None) -> TextsForm:
    form = TextsForm(data)
    form.add_text("title", "Title", BEFORE, ["en", "lt", "de"])
    return form


def test_a_text_has_a_field_in_each_wanted_language() -> None:
    assert list(values_of(form_of())) == [
        ("title.en", "One"),
        ("title.lt", "Vienas"),
        ("title.de", ""),
    ]


def test_an_id_has_no_dot_and_everything_points_to_it() -> None:
    form = form_of({"title.en": "\0"})

    page = str(form["title.en"].as_field_group())

    assert 'name="title.en"' in page
    assert 'id="id_title-en"' in page
    assert 'for="id_title-en"' in page
    assert 'aria-describedby="id_title-en_error"' in page


def test_the_id_of_a_new_row_is_as_plain() -> None:
    form = TextsForm(prefix="places-~new")
    form.add_text("title", "Title", BEFORE, ["lt"])

    assert form["title.lt"].id_for_label == "id_places--new-title-lt"


def test_a_translation_left_alone_when_its_original_changes_is_outdated() -> None:
    form = form_of({"title.en": "Two", "title.lt": "Vienas"})
    assert form.is_valid()
    assert form.text("title").outdated == ("lt",)


def test_line_ends_of_browsers_change_nothing() -> None:
    long = TranslatedText.of({"en": "One\n\nTwo"})
    form = TextsForm({"body.en": "One\r\n\r\nTwo"})
    form.add_text("body", "Body", long, ["en"], rows=4)
    assert form.is_valid()
    assert form.text("body") is long


def test_a_problem_of_a_text_stands_at_its_first_language() -> None:
    form = form_of({"title.en": ""})

    def refuse() -> None:
        raise BadInput({"title": "The title is missing."})

    assert not kept(form, refuse)
    assert form.errors == {"title.en": ["The title is missing."]}
    assert status_of(form) == 422


@pytest.mark.parametrize(
    ("words", "meant"),
    [("", None), (" 2018-03 ", PartialDate(2018, 3)), ("2018", PartialDate(2018))],
)
def test_a_partial_date_is_read_as_far_as_it_is_known(
    words: str, meant: PartialDate | None
) -> None:
    assert PartialDateField().clean(words) == meant


def test_what_is_no_date_gets_the_sentence_that_shows_the_forms() -> None:
    with pytest.raises(ValidationError, match="“soon” is no date"):
        PartialDateField().clean("soon")
