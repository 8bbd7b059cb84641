"""Provenance, keys, verdicts, states, versions: the small values that every app uses."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed, WrongState
from headway.foundation.core.keys import ALPHABET, LENGTH, derived_key, new_key
from headway.foundation.core.provenance import ALL, UNKNOWN, Provenance, Source
from headway.foundation.core.states import StateTable, Step
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW, deny, require
from headway.foundation.core.versions import require_version

pytestmark = pytest.mark.once
NAMES = st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple)
PROVENANCES = st.builds(
    Provenance,
    sources=st.lists(st.builds(Source, st.text(max_size=5), st.text(max_size=5)), max_size=3).map(
        tuple
    ),
    synthetic=NAMES,
    inferred=NAMES,
    translated=NAMES,
    note=st.dictionaries(st.sampled_from(["lt", "en"]), st.text(max_size=5)).map(TranslatedText.of),
)


class DoorState(TextChoices):
    SHUT = "shut", "Shut tight"
    OPEN = "open", "Wide open"


DOOR = StateTable(
    states=DoorState,
    start="shut",
    steps={
        "open_wide": Step(("shut",), "open", "open wide"),
        "shut": Step(("open",), "shut", "shut"),
    },
)


@given(PROVENANCES)
def test_a_provenance_reads_the_same_after_being_kept(provenance: Provenance) -> None:
    assert Provenance.from_json(provenance.as_json()) == provenance


def test_a_provenance_without_anything_is_false_and_keeps_nothing() -> None:
    assert (bool(UNKNOWN), UNKNOWN.as_json(), Provenance.from_json(None)) == (False, {}, UNKNOWN)
    assert Provenance(note=TranslatedText.of({"en": "x"}))


def test_a_part_is_synthetic_if_it_or_the_whole_is() -> None:
    part, whole = Provenance(synthetic=("status",)), Provenance(synthetic=(ALL,))
    assert [part.is_synthetic("status"), part.is_synthetic("title"), part.is_synthetic()] == [
        True,
        False,
        False,
    ]
    assert [whole.is_synthetic("title"), whole.is_synthetic()] == [True, True]


def test_keys_have_ten_letters_that_spell_no_word() -> None:
    keys = {new_key() for _ in range(500)}
    assert len(keys) == 500
    assert {len(key) for key in keys} == {LENGTH}
    assert set("".join(keys)) <= set(ALPHABET)
    assert set(ALPHABET) & set("01aeiouyl") == set()


def test_a_derived_key_is_the_same_everywhere_and_always() -> None:
    assert derived_key("strategy", "keds") == "xbd75pphn3"
    assert derived_key("strategy", "keds") != derived_key("strategyk", "eds")
    assert len(derived_key("")) == LENGTH


def test_a_verdict_is_yes_or_a_no_with_its_reason() -> None:
    refusal = deny("Ask the coordinator.")
    assert (bool(ALLOW), bool(refusal), refusal.reason) == (True, False, "Ask the coordinator.")
    require(ALLOW)
    with pytest.raises(NotAllowed, match=r"^Ask the coordinator\.$"):
        require(refusal)


def test_a_step_leads_on_or_is_refused_with_a_sentence() -> None:
    assert DOOR.target(state="shut", step="open_wide") == "open"
    with pytest.raises(WrongState) as refused:
        DOOR.target(state="open", step="open_wide")
    assert str(refused.value) == (
        "“open wide” is not possible in the state “Wide open”. Load the page again to see what is "
        "possible now."
    )


def test_a_state_table_draws_itself() -> None:
    assert DOOR.as_mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> shut",
        "    shut --> open: open_wide",
        "    open --> shut: shut",
    ]


def test_a_refused_input_says_every_sentence_and_keeps_them_by_field() -> None:
    refused = BadInput({"title": "No title.", "due": "Too early."})
    assert (str(refused), refused.problems) == (
        "No title. Too early.",
        {"title": "No title.", "due": "Too early."},
    )


def test_who_saves_second_gets_every_text_that_differs() -> None:
    mine = {"name": "Mine", "email": "same@a.lt", "note": "New"}
    with pytest.raises(Conflict) as conflict:
        require_version(
            1,
            current=2,
            theirs={"name": "Theirs", "email": "same@a.lt"},
            mine=mine,
            labels={"name": "Name"},
        )
    assert (conflict.value.clashes, conflict.value.token) == (
        (Clash("name", "Name", "Theirs", "Mine"), Clash("note", "note", "", "New")),
        "2",
    )
    require_version(2, current=2, theirs={}, mine=mine, labels={})


def test_a_command_acts_without_being_a_person() -> None:
    actor = SystemActor("headway demo")
    assert (actor.pk, str(actor)) == (None, "headway demo")
