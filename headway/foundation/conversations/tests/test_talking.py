from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import Http404

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.conversations.models import Comment, Thread
from headway.foundation.conversations.states import ThreadState
from headway.foundation.conversations.talking import Sent, box_of, ident_of, take_step, thread_at
from headway.foundation.conversations.tests.factories import AT, say
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.organisations.tests.factories import OrganisationFactory

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.foundation.ui.threads import ThreadBox

PLACE = "obstacles"


@pytest.fixture
def thing(db: None) -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def ona(db: None) -> User:
    return UserFactory.create(name="Ona")


def take(thing: Organisation, by: User, **sent: object) -> None:
    """Take the step that a form sends."""
    asked = Sent.of({name: str(value) for name, value in sent.items()})
    take_step(
        asked,
        thing=thing,
        place=PLACE,
        thread=thread_at(thing, PLACE),
        say=lambda: say(thing, asked.text, by=by, request_key=asked.request_key),
        by=by,
        at=AT,
        verdict=ALLOW,
    )


def kept() -> tuple[list[str], list[str]]:
    """Return the states of all threads and the words of all comments."""
    threads = Thread.objects.unrestricted(reason="test").order_by("pk")
    comments = Comment.objects.unrestricted(reason="test").order_by("pk")
    return [each.state for each in threads], [each.text for each in comments]


def test_a_form_without_a_button_is_a_comment(thing: Organisation, ona: User) -> None:
    take(thing, ona, text="Why?")
    assert kept() == ([ThreadState.OPEN], ["Why?"])


def test_words_typed_beside_a_button_are_said_before_its_step(
    thing: Organisation, ona: User
) -> None:
    first = say(thing, "Why?", by=ona)
    take(thing, ona, step="resolve", seen=first.pk, text="Settled.")
    assert kept() == ([ThreadState.RESOLVED], ["Why?", "Settled."])
    take(thing, ona, step="reopen", text="Not yet.")  # which opens it: nothing is left to reopen
    assert kept() == ([ThreadState.OPEN], ["Why?", "Settled.", "Not yet."])


def test_a_thread_is_reopened_without_a_word(thing: Organisation, ona: User) -> None:
    first = say(thing, "Why?", by=ona)
    take(thing, ona, step="resolve", seen=first.pk)
    take(thing, ona, step="reopen", text=" ")
    assert kept() == ([ThreadState.OPEN], ["Why?"])


def test_what_was_not_seen_is_not_resolved(thing: Organisation, ona: User) -> None:
    first = say(thing, "Why?", by=ona)
    say(thing, "And when?")
    with pytest.raises(WrongState):
        take(thing, ona, step="resolve", seen=first.pk)


def test_ones_own_comment_is_taken_back(thing: Organisation, ona: User) -> None:
    say(thing, "Why?")
    take(thing, ona, step="take_back", comment=say(thing, "Wrong place.", by=ona).pk)
    assert kept() == ([ThreadState.OPEN], ["Why?", ""])


@pytest.mark.parametrize("step", ["resolve", "reopen", "take_back"])
def test_where_nothing_was_said_no_step_is_taken(thing: Organisation, ona: User, step: str) -> None:
    elsewhere = say(OrganisationFactory.create(), "Elsewhere.", by=ona)
    with pytest.raises(Http404):
        take(thing, ona, step=step, text="Lost?", comment=elsewhere.pk)
    assert kept()[1] == ["Elsewhere."]


@pytest.mark.parametrize("which", ["another", "", "x", "0"])
def test_no_comment_of_another_thread_is_taken_back(
    thing: Organisation, ona: User, which: str
) -> None:
    say(thing, "Why?", by=ona)
    elsewhere = say(thing, "Elsewhere.", by=ona, place="done")
    comment = elsewhere.pk if which == "another" else which
    with pytest.raises(Http404):
        take(thing, ona, step="take_back", comment=comment)
    assert kept()[1] == ["Why?", "Elsewhere."]


def test_forms_around_several_threads_send_each_under_its_place() -> None:
    sent = Sent.of({"step:done": "resolve", "text:done": "Yes.", "text": "No."}, ":done")
    assert (sent.step, sent.text) == ("resolve", "Yes.")
    assert sent.request_key


def test_a_box_shows_the_thread_or_the_place_for_one(thing: Organisation, ona: User) -> None:
    def box(text: str = "") -> ThreadBox:
        shown = thread_at(thing, PLACE)
        return box_of(
            shown, place=PLACE, name="Obstacles", address="/", by=ona, may=ALLOW, at=AT, text=text
        )

    empty = box("typed")
    assert (empty.thread, empty.offered_back, empty.text) == (None, None, "typed")
    own = say(thing, "Why?", by=ona)
    assert box().offered_back == own.pk


@pytest.mark.parametrize(
    ("place", "ident"),
    [("", "thread-whole"), ("k4/changes.en", "thread-k4-changes-en"), ("done", "thread-done")],
)  # fmt: skip
def test_the_address_of_a_thread_on_its_page(place: str, ident: str) -> None:
    assert ident_of(place) == ident
