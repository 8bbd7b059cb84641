from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.audit.queries import history_of, told
from headway.foundation.audit.services import record
from headway.foundation.audit.tests.factories import (
    AT,
    DONE,
    JONAS,
    ONA,
    Person,
    entry,
    erased,
    thing,
)
from headway.foundation.audit.verbs import Verb, registered, tell
from headway.foundation.core.actors import SystemActor

if TYPE_CHECKING:
    from headway.foundation.core.actors import Actor

ALL = Person(3, "Auditor", reads_everything=True)


@pytest.mark.django_db
def test_who_sees_which_entries_and_payloads() -> None:
    ours, theirs, systems = entry(ONA), entry(JONAS), entry(SystemActor("Headway"))
    readers: dict[str, Actor] = {
        "auditor": ALL,
        "Ona": ONA,
        "Jonas": JONAS,
        "nobody": SystemActor("nobody"),
    }
    seen = {
        name: (
            sorted(Entry.objects.visible_to(reader).values_list("pk", flat=True)),
            sorted(Payload.objects.visible_to(reader).values_list("pk", flat=True)),
        )
        for name, reader in readers.items()
    }
    everything = sorted([ours.pk, theirs.pk, systems.pk])
    assert seen == {
        "auditor": (everything, everything),
        "Ona": ([ours.pk], [ours.pk]),
        "Jonas": ([theirs.pk], [theirs.pk]),
        "nobody": ([], []),
    }


@pytest.mark.django_db
def test_the_history_of_a_thing_is_its_own_newest_first_as_far_as_the_reader_may_see() -> None:
    record(DONE, thing(), by=ONA, at=AT, payload={"what": "one"})
    record(DONE, thing(), by=JONAS, at=AT, payload={"what": "two"}, reason="asked")
    entry(ONA, scope="elsewhere")
    assert [(t.actor, t.sentence, t.reason) for t in history_of(thing(), user=ALL)] == [
        ("Jonas Jonaitis", "Jonas Jonaitis did two to directory 1.", "asked"),
        ("Ona", "Ona did one to directory 1.", ""),
    ]
    assert [found.actor for found in history_of(thing(), user=ONA)] == ["Ona"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_entries_are_told_in_one_query(count: int, django_assert_num_queries: Any) -> None:  # noqa: ANN401
    for _ in range(count):
        entry()
    with django_assert_num_queries(1):
        assert len(told(Entry.objects.visible_to(ALL))) == count


@pytest.mark.django_db
def test_an_entry_whose_payload_is_erased_is_told_without_it(
    django_assert_num_queries: Any,  # noqa: ANN401
) -> None:
    entry(payload={"what": "what Jonas Jonaitis wanted"})
    entry(JONAS)
    erased(JONAS, "Jonas Jonaitis")
    with django_assert_num_queries(1):
        _record, theirs, ours = told(Entry.objects.visible_to(ALL))
    assert (ours.sentence, ours.payload) == ("Ona did – to directory 1.", {})
    assert theirs.sentence == "A person whose data were erased did something to directory 1."


def test_a_verb_is_registered_once() -> None:
    with pytest.raises(ValueError, match="test_done is declared twice"):
        Verb("test_done", "again")
    assert registered()["test_done"] is DONE


def test_an_unknown_verb_is_told_by_its_code() -> None:
    assert tell(verb="gone", actor="Ona", thing="Port", payload={}) == "Ona: gone Port"


@pytest.mark.parametrize("language", ["en", "lt"])
def test_words_that_look_like_a_placeholder_are_told_as_they_are(language: str) -> None:
    with translation.override(language):
        sentence = tell(
            verb="test_done", actor="%(thing)s", thing="100 %", payload={"what": "%s", "actor": "x"}
        )
    assert sentence == "%(thing)s did %s to 100 %."
