"""What the controls of a thread send, the step that they ask for, and its box on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from headway.foundation.conversations.models import key_of, type_of
from headway.foundation.conversations.queries import threads_on
from headway.foundation.conversations.services import (
    reopen_thread,
    resolve_thread,
    take_back_comment,
)
from headway.foundation.core.keys import new_key, row_id
from headway.foundation.ui.threads import ThreadBox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.db.models import Model

    from headway.foundation.conversations.models import Comment
    from headway.foundation.conversations.queries import ThreadShown
    from headway.foundation.core.actors import Actor
    from headway.foundation.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Sent:
    """What the controls of a thread send: which button was pressed, if any, and what is typed."""

    step: str
    text: str
    request_key: str
    seen: str
    comment: str

    @classmethod
    def of(cls, data: Mapping[str, str], ending: str = "") -> Sent:
        """Read it as the component `ui/thread.html` sends it; `ending` is that of its box."""
        names = ("step", "text", "request_key", "seen", "comment")
        step, text, key, seen, comment = (data.get(f"{name}{ending}", "") for name in names)
        return cls(step or "comment", text, key or new_key(), seen, comment)


def thread_at(thing: Model, place: str) -> ThreadShown | None:
    """Return what was said at a place of a thing. One query."""
    key = key_of(thing)
    return threads_on(type_of(thing), [key]).get(key, {}).get(place)


def take_step(
    sent: Sent,
    *,
    thing: Model,
    place: str,
    thread: ThreadShown | None,
    say: Callable[[], Comment],
    by: Actor,
    at: datetime,
    verdict: Verdict,
) -> None:
    """Take the step that was asked for; words typed beside another button are said as well.

    `thread` is what stands at the place, and `say` says what was typed there.

    :raises Http404: for a step in a thread, or with a comment, that is not there.
    :raises BadInput: for words that cannot be said.
    :raises NotAllowed: if the owner's verdict refuses.
    :raises WrongState: if somebody else was first.
    """
    if sent.step != "comment" and thread is None:
        raise Http404
    if sent.step == "take_back":
        comment = row_id(sent.comment) or 0
        if thread is None or comment not in {one.id for one in thread.comments}:
            raise Http404
        take_back_comment(thing=thing, comment_id=comment, by=by, at=at, verdict=verdict)
    seen = row_id(sent.seen)
    if sent.step == "comment" or sent.text.strip():
        seen = say().pk
    if sent.step == "resolve":
        resolve_thread(thing=thing, place=place, by=by, at=at, verdict=verdict, seen=seen)
    elif sent.step == "reopen" and not sent.text.strip():
        reopen_thread(thing=thing, place=place, by=by, at=at, verdict=verdict)


def box_of(
    thread: ThreadShown | None,
    *,
    place: str,
    name: str,
    address: str,
    by: Actor,
    may: Verdict,
    at: datetime,
    text: str = "",
    problem: str = "",
) -> ThreadBox:
    """Return a thread, or the place for one, as the component `ui/thread.html` shows it."""
    return ThreadBox(
        ident=ident_of(place),
        name=name,
        place=place,
        address=address,
        request_key=new_key(),
        may_write=may,
        may_resolve=may,
        thread=thread,
        offered_back=thread.offered_back(by, at) if thread else None,
        text=text,
        problem=problem,
    )


def ident_of(place: str) -> str:
    """Return what the thread at a place is called on its page: `#` and this is its address."""
    return f"thread-{place.replace('/', '-').replace('.', '-') or 'whole'}"
