from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.texts import (
    EMPTY,
    Passage,
    TranslatedText,
    Wording,
    digest,
)

pytestmark = pytest.mark.once
LANGUAGES = ("lt", "en", "pl", "uk")
LETTERS = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
WORDS = st.dictionaries(st.sampled_from(LANGUAGES), st.text(LETTERS, max_size=8))


def bilingual() -> TranslatedText:
    return TranslatedText.of({"en": "Port", "lt": "Uostas"}, original="lt")


def test_the_original_leads_and_the_others_remember_what_they_were_made_from() -> None:
    text = bilingual()
    assert text.as_json() == {
        "lt": {"words": "Uostas"},
        "en": {"words": "Port", "made_from": digest("Uostas")},
    }
    assert (str(text), text.original, text.languages) == ("Uostas", "lt", ("lt", "en"))


def test_without_a_named_original_the_first_language_with_words_is_it() -> None:
    assert TranslatedText.of({"lt": "  ", "en": " Port ", "pl": "Port"}).as_json() == {
        "en": {"words": "Port"},
        "pl": {"words": "Port", "made_from": digest("Port")},
    }
    assert TranslatedText.of({"en": "Port"}, original="lt").original == "en"


def test_an_empty_text_is_false_and_misses_nothing() -> None:
    text = TranslatedText.of({"lt": " ", "en": ""})
    assert text == EMPTY
    assert not text
    assert (str(text), text.original, text.outdated) == ("", "", ())
    assert text.missing(("lt", "en")) == ()
    assert text.passage("lt") == Passage("", "", "lt")
    assert not text.passage("lt").is_fallback


def test_a_reader_gets_their_language_or_else_the_original_and_is_told() -> None:
    text = bilingual()
    assert text.passage("en") == Passage("Port", "en", "en")
    assert text.passage("pl") == Passage("Uostas", "lt", "pl")
    assert [text.passage(code).is_fallback for code in ("lt", "en", "pl")] == [False, False, True]
    assert str(text.passage("en")) == "Port"


def test_missing_languages_are_named_in_the_order_they_were_asked_for() -> None:
    assert bilingual().missing(("uk", "lt", "pl")) == ("uk", "pl")


def test_a_translation_left_alone_when_its_original_changes_is_outdated() -> None:
    text = bilingual().revised({"lt": "Jūrų uostas"})
    assert (text.words("lt"), text.words("en"), text.outdated) == ("Jūrų uostas", "Port", ("en",))


def test_a_translation_written_with_or_after_its_original_is_not_outdated() -> None:
    together = bilingual().revised({"lt": "Jūrų uostas", "en": "Seaport"})
    after = bilingual().revised({"lt": "Jūrų uostas"}).revised({"en": "Seaport"})
    assert together == after
    assert together.outdated == ()


def test_a_translation_that_is_outdated_stays_so_until_it_is_written_anew() -> None:
    text = bilingual().revised({"lt": "Jūrų uostas"}).revised({"pl": "Port morski"})
    assert text.outdated == ("en",)
    assert text.revised({"lt": "Uostas"}).outdated == ("pl",)


def test_the_same_words_revise_nothing() -> None:
    text = bilingual()
    assert text.revised({"lt": " Uostas ", "pl": ""}) is text


def test_empty_words_take_a_translation_out() -> None:
    assert bilingual().revised({"en": " "}) == TranslatedText.of({"lt": "Uostas"})


def test_when_the_original_is_taken_out_the_next_language_becomes_it() -> None:
    text = bilingual().revised({"pl": "Port"}).revised({"lt": ""})
    assert text == TranslatedText.of({"en": "Port", "pl": "Port"}, original="en")
    assert text.outdated == ()


def test_a_translation_outdated_before_its_original_went_stays_outdated() -> None:
    text = bilingual().revised({"pl": "Przystań"}).revised({"lt": "Molas", "en": "Pier"})
    assert text.outdated == ("pl",)
    assert text.revised({"lt": ""}).outdated == ("pl",)


def test_of_two_originals_both_keep_their_standing_when_revised() -> None:
    text = TranslatedText({"en": Wording("Port"), "lt": Wording("Uostas")})
    assert text.revised({"lt": "Molas"}).as_json() == {
        "en": {"words": "Port"},
        "lt": {"words": "Molas"},
    }


def test_the_order_of_the_kept_value_changes_neither_text_nor_hash() -> None:
    text = bilingual().revised({"pl": "Port"})
    shuffled = TranslatedText.from_json(dict(sorted(text.as_json().items())))
    assert (shuffled, hash(shuffled), shuffled.original) == (text, hash(text), "lt")


def test_the_search_key_holds_every_language_once() -> None:
    text = TranslatedText.of({"lt": "Žuvis", "en": "Fish", "pl": "żuvis"})
    assert text.folded() == "zuvis fish"


def test_a_text_can_be_copied_and_pickled() -> None:
    text = bilingual().revised({"lt": "Molas"})
    copies = [copy.deepcopy(text), pickle.loads(pickle.dumps(text))]  # noqa: S301 -- our own
    assert [(each, each.outdated) for each in copies] == [(text, ("en",))] * 2


@given(WORDS, st.lists(WORDS, max_size=4))
def test_however_a_text_is_revised_it_reads_the_same_after_being_kept(
    words: dict[str, str], revisions: list[dict[str, str]]
) -> None:
    text = TranslatedText.of(words)
    for revision in revisions:
        text = text.revised(revision)
    kept = TranslatedText.from_json(text.as_json())
    assert (kept, hash(kept)) == (text, hash(text))
    assert kept.outdated == tuple(code for code in kept.languages if code in text.outdated)
    assert kept.original == text.original


@given(WORDS, WORDS)
def test_a_revised_text_says_exactly_what_was_written_and_its_original_is_never_outdated(
    words: dict[str, str], revision: dict[str, str]
) -> None:
    expected = {code: said.strip() for code, said in (words | revision).items() if said.strip()}
    text = TranslatedText.of(words).revised(revision)
    assert {code: text.words(code) for code in text.languages} == expected
    assert text.original not in text.outdated
    assert bool(text) == bool(expected)


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_what_no_database_keeps_is_no_part_of_a_text(sign: str) -> None:
    text = TranslatedText.of({"en": f"a{sign}b", "lt": sign})
    assert (text.words("en"), text.languages) == ("ab", ("en",))
    assert text.revised({"en": f"{sign}ab"}) is text
    assert text.revised({"en": f"a{sign}c"}).words("en") == "ac"
