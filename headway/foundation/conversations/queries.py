"""What was said on things, for those whom the owner of the things has let read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.foundation.conversations.models import Comment, Thread, key_of, type_of
from headway.foundation.conversations.rules import excerpt, may_be_taken_back
from headway.foundation.conversations.states import CommentState, ThreadState
from headway.foundation.ui.names import named
from headway.foundation.ui.numbers import frame_locale

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from headway.foundation.conversations.models import ThreadQuerySet
    from headway.foundation.core.actors import Actor
    from headway.foundation.core.texts import TranslatedText

WHY = "the owner of the things has decided who may read"
QUOTED_LENGTH = 200  # signs: two lines of a mail


@dataclass(frozen=True, slots=True)
class CommentShown:
    """One comment as people read it. A comment that was taken back has no words."""

    id: int
    author_id: str
    author: str
    side: str
    written_at: datetime
    text: str
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """One thread as people read it, the oldest comment first. There is always a comment."""

    place: str
    place_name: TranslatedText
    is_open: bool
    opened_at: datetime
    opened_by: str
    resolved_at: datetime | None
    resolved_by: str
    comments: tuple[CommentShown, ...]

    @property
    def seen(self) -> int:
        """The last comment that is shown, for `resolve_thread`."""
        return self.comments[-1].id

    def offered_back(self, user: Actor, at: datetime) -> int | None:
        """Return the comment that this person may take back now, if there is one."""
        own = [
            one
            for one in self.comments
            if user.pk is not None and one.author_id == str(user.pk) and not one.is_taken_back
        ]
        return own[-1].id if own and may_be_taken_back(own[-1].written_at, at) else None


def threads_on(thing_type: str, thing_keys: Iterable[object]) -> dict[str, dict[str, ThreadShown]]:
    """Return the threads on things of one type: by the thing's key, then by place.

    Things without a thread are not in it. One query, however many things.
    """
    comments = Comment.objects.unrestricted(reason=WHY).filter(
        thread__in=_on(thing_type, thing_keys)
    )
    threads: dict[int, Thread] = {}
    said: dict[int, list[CommentShown]] = defaultdict(list)
    for one in comments.select_related("thread").order_by("thread__opened_at", "thread", "pk"):
        threads[one.thread_id] = one.thread
        said[one.thread_id].append(_comment_shown(one))
    found: dict[str, dict[str, ThreadShown]] = defaultdict(dict)
    for pk, thread in threads.items():
        found[thread.thing_key][thread.place] = _shown(thread, said[pk])
    return dict(found)


def commented_since(thing_type: str, since: datetime) -> frozenset[str]:
    """Return the keys of the things of one type on which somebody wrote since. One query."""
    threads = Thread.objects.unrestricted(reason=WHY).filter(thing_type=thing_type.lower())
    fresh = threads.filter(comments__written_at__gte=since)
    return frozenset(fresh.values_list("thing_key", flat=True))


def open_counts(thing_type: str, thing_keys: Iterable[object]) -> dict[str, int]:
    """Return how many threads are open on each thing; those with none are left out. One query."""
    still_open = _on(thing_type, thing_keys).filter(state=ThreadState.OPEN)
    rows = still_open.values_list("thing_key").annotate(n=Count("pk")).order_by("thing_key")
    return dict(rows)


def quoted(thing: Model) -> tuple[str, ...]:
    """Return the open threads on a thing as lines of a mail, in the language that is active.

    Each tells the newest comment that stands: “Obstacles: “…” — Ona, Klaipėda city, 3 January”.
    """
    threads = threads_on(type_of(thing), [key_of(thing)]).get(key_of(thing), {})
    said = [(t, [one for one in t.comments if not one.is_taken_back]) for t in threads.values()]
    return tuple(quoted_line(thread, told[-1]) for thread, told in said if thread.is_open and told)


def quoted_line(thread: ThreadShown, said: CommentShown) -> str:
    """Return a comment as a line of a mail, in the language that is active."""
    day = format_skeleton("MMMMd", timezone.localtime(said.written_at), locale=frame_locale())
    sentence = _("“%(words)s” — %(who)s, %(day)s")
    who = f"{said.author}, {said.side}" if said.side else said.author
    line = sentence % {"words": excerpt(said.text, QUOTED_LENGTH), "who": who, "day": day}
    return f"{named(thread.place_name)}: {line}" if thread.place_name else line


def _on(thing_type: str, thing_keys: Iterable[object]) -> ThreadQuerySet:
    keys = [str(key) for key in thing_keys]
    threads = Thread.objects.unrestricted(reason=WHY)
    return threads.filter(thing_type=thing_type.lower(), thing_key__in=keys)


def _comment_shown(one: Comment) -> CommentShown:
    return CommentShown(
        id=one.pk,
        author_id=one.author_id,
        author=one.author_name,
        side=one.author_side,
        written_at=one.written_at,
        text=one.text,
        is_taken_back=one.state == CommentState.TAKEN_BACK,
    )


def _shown(thread: Thread, said: Iterable[CommentShown]) -> ThreadShown:
    return ThreadShown(
        place=thread.place,
        place_name=thread.place_name,
        is_open=thread.state == ThreadState.OPEN,
        opened_at=thread.opened_at,
        opened_by=thread.opened_by_name,
        resolved_at=thread.resolved_at,
        resolved_by=thread.resolved_by_name,
        comments=tuple(said),
    )
