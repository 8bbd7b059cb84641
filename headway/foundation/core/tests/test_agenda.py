from __future__ import annotations

import pytest
from django.utils.translation import override

from headway.foundation.core.agenda import ProposedPoint, with_language, without_language
from headway.foundation.core.texts import TranslatedText

TITLE = TranslatedText.of({"en": "Stand"})


@pytest.mark.parametrize("language", ["en", "lt"])
def test_a_path_loses_and_finds_the_language_of_the_page(language: str) -> None:
    with override(language):
        path = without_language(f"/{language}/strategies/keds/")
        assert path == "/strategies/keds/"
        assert with_language(path) == f"/{language}/strategies/keds/"
    assert with_language("") == ""


def test_a_path_without_a_language_stays_as_it_is() -> None:
    with override("en"):
        assert without_language("/english/") == "/english/"


def test_the_same_thing_of_the_same_app_is_the_same_proposal() -> None:
    one = ProposedPoint("follow_up", "abc", TITLE, TITLE, "/follow-ups/abc/")
    assert one.ident == ProposedPoint("follow_up", "abc", TITLE, TITLE).ident
    assert one.ident != ProposedPoint("measure", "abc", TITLE, TITLE).ident
    with override("lt"):
        assert one.address == "/lt/follow-ups/abc/"
