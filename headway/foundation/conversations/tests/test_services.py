from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.conversations import services
from headway.foundation.conversations.models import Comment, Thread, key_of, type_of
from headway.foundation.conversations.services import (
    reopen_thread,
    resolve_thread,
    take_back_comment,
)
from headway.foundation.conversations.tests.factories import AT, say
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.core.tests.racing import LONG, at_once
from headway.foundation.core.verdicts import ALLOW, deny
from headway.foundation.organisations.tests.factories import OrganisationFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

NO = deny("Only reviewers write here.")


def all_comments() -> list[str]:
    rows = Comment.objects.unrestricted(reason="test").order_by("pk")
    return list(rows.values_list("text", flat=True))


def all_threads() -> list[tuple[str, str]]:
    rows = Thread.objects.unrestricted(reason="test").order_by("pk")
    return list(rows.values_list("place", "state"))


def back(thing: Organisation, said: Comment, by: User, minutes: int = 0) -> Comment:
    return take_back_comment(
        thing=thing, comment_id=said.pk, by=by, at=AT + timedelta(minutes=minutes), verdict=ALLOW
    )


def resolve(thing: Organisation, by: User, seen: int | None = None) -> Thread:
    return resolve_thread(thing=thing, place="obstacles", by=by, at=AT, verdict=ALLOW, seen=seen)


@pytest.fixture
def thing(db: None) -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def ona(db: None) -> User:
    return UserFactory.create(name="Ona")


def test_first_comment_opens_the_thread_and_the_next_continues_it(
    thing: Organisation, ona: User
) -> None:
    said = say(thing, " Why?\r\nTell. \x00", by=ona)
    say(thing, "Because.")
    assert (said.author_id, said.author_name, said.author_side, said.text, said.written_at) == (
        str(ona.pk), "Ona", "Klaipėda city", "Why?\nTell.", AT,
    )  # fmt: skip
    thread = Thread.objects.unrestricted(reason="test").get()
    assert (thread.opened_by_id, thread.opened_by_name, str(thread.place_name)) == (
        str(ona.pk), "Ona", "Obstacles",
    )  # fmt: skip
    assert Comment.objects.unrestricted(reason="test").filter(thread=thread).count() == 2


def test_a_comment_sent_twice_is_kept_once(thing: Organisation, ona: User) -> None:
    first = say(thing, "Why?", request_key="k", by=ona)
    resolve(thing, ona)
    entries = Entry.objects.unrestricted(reason="test").count()
    assert say(thing, "Why?", request_key="k", by=ona) == first
    assert all_threads() == [("obstacles", "resolved")]
    assert Entry.objects.unrestricted(reason="test").count() == entries


def test_a_form_sent_again_with_other_words_or_by_another_is_not_lost(
    thing: Organisation, ona: User
) -> None:
    say(thing, "Why?", request_key="k", by=ona)
    say(thing, "Why not?", request_key="k", by=ona)
    say(thing, "Why?", request_key="k")
    assert all_comments() == ["Why?", "Why not?", "Why?"]


def test_a_comment_on_a_resolved_thread_reopens_it(thing: Organisation, ona: User) -> None:
    say(thing)
    thread = resolve(thing, ona)
    assert (thread.resolved_at, thread.resolved_by_name) == (AT, "Ona")
    say(thing, "No.")
    thread.refresh_from_db()
    assert (thread.state, thread.resolved_at, thread.resolved_by_id) == ("open", None, "")


@pytest.mark.parametrize("text", [" \r\n", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused(thing: Organisation, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        say(thing, text)
    assert list(refused.value.problems) == ["text"]
    assert (all_threads(), all_comments()) == ([], [])


def test_the_verdict_of_the_owner_decides_every_write(thing: Organisation, ona: User) -> None:
    said = say(thing, by=ona)
    writes: list[Callable[[], object]] = [
        lambda: say(thing, "More", verdict=NO),
        lambda: resolve_thread(thing=thing, place="obstacles", by=ona, at=AT, verdict=NO),
        lambda: reopen_thread(thing=thing, place="obstacles", by=ona, at=AT, verdict=NO),
        lambda: take_back_comment(thing=thing, comment_id=said.pk, by=ona, at=AT, verdict=NO),
    ]
    for write in writes:
        with pytest.raises(NotAllowed, match="Only reviewers write here"):
            write()
    assert (all_threads(), all_comments()) == ([("obstacles", "open")], ["Why?"])


def test_a_verdict_about_one_thing_opens_no_thread_of_another(
    thing: Organisation, ona: User
) -> None:
    said, other = say(thing, by=ona), OrganisationFactory.create()
    with pytest.raises(Thread.DoesNotExist):
        resolve(other, ona)
    with pytest.raises(Comment.DoesNotExist):
        back(other, said, ona)


def test_a_thread_is_not_resolved_over_words_that_were_not_seen(
    thing: Organisation, ona: User
) -> None:
    first = say(thing)
    last = say(thing, "Wait!")
    with pytest.raises(WrongState, match="Somebody wrote here meanwhile"):
        resolve(thing, ona, seen=first.pk)
    assert resolve(thing, ona, seen=last.pk).state == "resolved"


def test_what_is_resolved_is_not_resolved_again_and_what_is_open_not_reopened(
    thing: Organisation, ona: User
) -> None:
    say(thing)
    with pytest.raises(WrongState):
        reopen_thread(thing=thing, place="obstacles", by=ona, at=AT, verdict=ALLOW)
    resolve(thing, ona)
    with pytest.raises(WrongState):
        resolve(thing, ona)
    thread = reopen_thread(thing=thing, place="obstacles", by=ona, at=AT, verdict=ALLOW)
    assert (thread.state, thread.resolved_at) == ("open", None)


def test_authors_take_their_last_comment_back_and_its_words_go(
    thing: Organisation, ona: User
) -> None:
    say(thing)
    said = say(thing, "Slip", by=ona)
    say(thing, "What?")
    assert back(thing, said, ona, minutes=10).state == "taken_back"
    assert (all_comments(), all_threads()) == (["Why?", "", "What?"], [("obstacles", "open")])
    with pytest.raises(WrongState):
        back(thing, said, ona)


def test_a_thread_in_which_nothing_is_left_said_is_resolved(thing: Organisation, ona: User) -> None:
    back(thing, say(thing, by=ona), ona)
    assert all_threads() == [("obstacles", "resolved")]


def test_others_late_and_earlier_comments_are_not_taken_back(
    thing: Organisation, ona: User
) -> None:
    first, last = say(thing, "1", by=ona), say(thing, "2", by=ona)
    for said, by, minutes, why in (
        (last, UserFactory.create(), 0, "Only who wrote"),
        (first, ona, 0, "You have written after"),
        (last, ona, 11, "for ten minutes"),
    ):
        with pytest.raises(NotAllowed, match=why):
            back(thing, said, by, minutes)
    assert all_comments() == ["1", "2"]


def test_the_database_keeps_one_thread_at_a_place(thing: Organisation) -> None:
    said = say(thing)
    with pytest.raises(IntegrityError):
        Thread.objects.create(
            thing_type=type_of(thing), thing_key=key_of(thing), place="obstacles",
            thing_name="x", opened_at=said.written_at, opened_by_name="x",
        )  # fmt: skip


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_two_who_comment_at_once_open_one_thread_and_both_are_kept() -> None:
    thing, people = OrganisationFactory.create(), UserFactory.create_batch(2)
    at_once(*(lambda by=by: say(thing, f"By {by.pk}", by=by) for by in people))
    assert all_threads() == [("obstacles", "open")]
    assert sorted(all_comments()) == sorted(f"By {by.pk}" for by in people)


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_once_is_kept_once() -> None:
    thing, ona = OrganisationFactory.create(), UserFactory.create()
    at_once(*[lambda: say(thing, "Why?", by=ona)] * 2)
    assert all_comments() == ["Why?"]


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_without_looking_again_one_of_two_at_once_would_fail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: whoever looks first and adds then meets the other's thread."""

    def look_then_add(thing: Organisation, place: str, *_args: object, **_kwargs: object) -> Thread:
        there = Thread.objects.unrestricted(reason="test").at_thing(thing).filter(place=place)
        seen = there.first()
        both_looked.wait(LONG)
        return seen or Thread.objects.create(
            thing_type=type_of(thing), thing_key=key_of(thing), place=place,
            thing_name="x", opened_at=AT, opened_by_name="x",
        )  # fmt: skip

    both_looked = Barrier(2)
    monkeypatch.setattr(services, "_thread_for", look_then_add)
    thing, people = OrganisationFactory.create(), UserFactory.create_batch(2)
    with pytest.raises(IntegrityError):
        at_once(*(lambda by=by: say(thing, f"By {by.pk}", by=by) for by in people))
    assert len(all_comments()) == 1
