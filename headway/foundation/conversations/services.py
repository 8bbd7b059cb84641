"""Every write to threads: the owner's verdict → state → change → audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.conversations import verbs
from headway.foundation.conversations.models import (
    NAME_LENGTH,
    SIDE_LENGTH,
    THING_LENGTH,
    Comment,
    Thread,
    key_of,
    type_of,
)
from headway.foundation.conversations.permissions import can_take_back_comment
from headway.foundation.conversations.rules import comment_problem, request_digest, tidy
from headway.foundation.conversations.states import (
    COMMENT_STEPS,
    THREAD_STEPS,
    CommentState,
    ThreadState,
)
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import require

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from headway.foundation.conversations.models import CommentQuerySet
    from headway.foundation.core.actors import Actor
    from headway.foundation.core.verdicts import Verdict

WHY = "the owner of the thing has decided who may write"
PlaceName = TranslatedText | str | Promise


@transaction.atomic
def comment(
    *,
    thing: Model,
    place: str,
    place_name: PlaceName,
    text: str,
    by: Actor,
    side: str,
    at: datetime,
    verdict: Verdict,
    request_key: str,
) -> Comment:
    """Say something at a place of a thing (“” is the whole): opens, continues or reopens a thread.

    The same words under the same request key, by the same person, are kept once; that includes
    a form sent twice. A phrase of the interface as `place_name` is kept in both languages.

    :raises NotAllowed: if the owner's verdict refuses.
    :raises BadInput: for field “text”, if it is empty or over 5,000 signs.
    """
    require(verdict)
    words = tidy(text)
    if problem := comment_problem(words):
        raise BadInput({"text": problem})
    thread = _thread_for(thing, place, place_name, by=by, at=at)
    written, is_new = _comments(thread).get_or_create(
        author_id=_id_of(by),
        request_digest=request_digest(request_key, words),
        defaults={
            "thread": thread,
            "written_at": at,
            "author_name": str(by)[:NAME_LENGTH],
            "author_side": side[:SIDE_LENGTH],
            "text": words,
        },
    )
    if not is_new:
        return written
    record(verbs.COMMENTED, thread, by=by, at=at, payload={"comment": written.pk})
    if thread.state == ThreadState.RESOLVED:
        _reopen(thread, by=by, at=at)
    return written


def _thread_for(
    thing: Model, place: str, place_name: PlaceName, *, by: Actor, at: datetime
) -> Thread:
    """Return the thread at a place, locked; a new one if nobody has said anything there."""
    threads = Thread.objects.unrestricted(reason=WHY)
    found, _is_new = threads.get_or_create(
        thing_type=type_of(thing),
        thing_key=key_of(thing),
        place=place,
        defaults={
            "thing_name": str(thing)[:THING_LENGTH],
            "place_name": _in_languages(place_name),
            "opened_at": at,
            "opened_by_id": _id_of(by),
            "opened_by_name": str(by)[:NAME_LENGTH],
        },
    )
    return threads.select_for_update().get(pk=found.pk)


def _in_languages(name: PlaceName) -> TranslatedText:
    if isinstance(name, TranslatedText):
        return name
    if isinstance(name, Promise):
        return TranslatedText.of({code: _said_in(code, name) for code in _languages()})
    return TranslatedText.of({get_language() or settings.LANGUAGE_CODE: name})


def _languages() -> tuple[str, ...]:
    return (settings.LANGUAGE_CODE, *settings.INTERFACE_LANGUAGES)


def _said_in(language: str, phrase: Promise) -> str:
    with override(language):
        return str(phrase)


def _id_of(actor: Actor) -> str:
    return "" if actor.pk is None else str(actor.pk)


def _comments(thread: Thread) -> CommentQuerySet:
    return Comment.objects.unrestricted(reason=WHY).filter(thread=thread)


@transaction.atomic
def resolve_thread(
    *,
    thing: Model,
    place: str,
    by: Actor,
    at: datetime,
    verdict: Verdict,
    seen: int | None = None,
) -> Thread:
    """Say that nothing is left to do at a place. `seen` is the last comment that was shown.

    :raises NotAllowed: if the owner's verdict refuses.
    :raises WrongState: if it is resolved, or somebody wrote after what was seen.
    :raises Thread.DoesNotExist: if nobody has said anything there.
    """
    require(verdict)
    thread = _locked(thing, place)
    if seen is not None and _comments(thread).filter(pk__gt=seen).exists():
        raise WrongState(_("Somebody wrote here meanwhile. Read it before you resolve the thread."))
    _resolve(thread, by=by, at=at)
    return thread


def _locked(thing: Model, place: str) -> Thread:
    threads = Thread.objects.unrestricted(reason=WHY).at_thing(thing)
    return threads.select_for_update().get(place=place)


def _resolve(thread: Thread, *, by: Actor, at: datetime) -> None:
    thread.state = THREAD_STEPS.target(state=thread.state, step="resolve")
    thread.resolved_at, thread.resolved_by_id = at, _id_of(by)
    thread.resolved_by_name = str(by)[:NAME_LENGTH]
    _save(thread)
    record(verbs.THREAD_RESOLVED, thread, by=by, at=at)


@transaction.atomic
def reopen_thread(*, thing: Model, place: str, by: Actor, at: datetime, verdict: Verdict) -> Thread:
    """Say that something is left to do at a place after all.

    :raises NotAllowed: if the owner's verdict refuses.
    :raises WrongState: if it is open.
    :raises Thread.DoesNotExist: if nobody has said anything there.
    """
    require(verdict)
    thread = _locked(thing, place)
    _reopen(thread, by=by, at=at)
    return thread


def _reopen(thread: Thread, *, by: Actor, at: datetime) -> None:
    thread.state = THREAD_STEPS.target(state=thread.state, step="reopen")
    thread.resolved_at, thread.resolved_by_id, thread.resolved_by_name = None, "", ""
    _save(thread)
    record(verbs.THREAD_REOPENED, thread, by=by, at=at)


def _save(thread: Thread) -> None:
    thread.save(update_fields=["state", "resolved_at", "resolved_by_id", "resolved_by_name"])


@transaction.atomic
def take_back_comment(
    *, thing: Model, comment_id: int, by: Actor, at: datetime, verdict: Verdict
) -> Comment:
    """Take one's own last comment back: its words go, and the thread says so.

    If nothing that was said is left, the thread is resolved.

    :raises NotAllowed: if the owner's verdict refuses, it is somebody else's, a later one of the
        same author stands, or ten minutes have passed.
    :raises WrongState: if it was taken back before.
    :raises Comment.DoesNotExist: if the thing has no such comment.
    """
    require(verdict)
    threads = Thread.objects.unrestricted(reason=WHY).at_thing(thing)
    everything = Comment.objects.unrestricted(reason=WHY)
    of_thing = everything.filter(thread__in=threads)
    thread = threads.select_for_update().get(pk=of_thing.get(pk=comment_id).thread_id)
    written = _comments(thread).get(pk=comment_id)
    standing = _comments(thread).filter(state=CommentState.WRITTEN)
    later = standing.filter(author_id=written.author_id, pk__gt=written.pk)
    require(can_take_back_comment(by, written, is_last=not later.exists(), at=at))
    written.state = COMMENT_STEPS.target(state=written.state, step="take_back")
    written.text = ""
    written.save(update_fields=["state", "text"])
    record(verbs.COMMENT_TAKEN_BACK, thread, by=by, at=at, payload={"comment": written.pk})
    if thread.state == ThreadState.OPEN and not standing.exists():
        _resolve(thread, by=by, at=at)
    return written
