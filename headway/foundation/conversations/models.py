from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.conversations.states import CommentState, ThreadState
from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from headway.foundation.core.actors import Actor

NAME_LENGTH = 200
SIDE_LENGTH = 200
PLACE_LENGTH = 200
THING_LENGTH = 300


def type_of(thing: models.Model) -> str:
    """Return the type of a thing as threads and the audit trail keep it."""
    return thing._meta.label_lower


def key_of(thing: models.Model) -> str:
    """Return the key of a thing as threads and the audit trail keep it: its own, or its id."""
    return str(getattr(thing, "key", thing.pk))


class ThreadQuerySet(ScopedQuerySet["Thread"]):
    def visible_to(self, user: Actor) -> Self:
        """Administrators and auditors see all threads; anyone else those in which they wrote.

        Whoever else may read a thread is decided by the app that owns the thing.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(pk__in=Comment.objects.visible_to(user).values("thread"))

    def at_thing(self, thing: models.Model) -> Self:
        return self.filter(thing_type=type_of(thing), thing_key=key_of(thing))


class Thread(models.Model):
    """What was said at one place of one thing. No foreign key: any app's thing may be meant."""

    thing_type = models.CharField(_("type"), max_length=60)
    thing_key = models.CharField(_("key"), max_length=60)
    thing_name = models.CharField(_("what it is about"), max_length=THING_LENGTH)
    place = models.CharField(_("place"), max_length=PLACE_LENGTH, blank=True)
    place_name = TranslatedTextField(_("what the place is called"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ThreadState, default=ThreadState.OPEN
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by_id = models.CharField(_("opened by"), max_length=40, blank=True)
    opened_by_name = models.CharField(_("name of who opened it"), max_length=NAME_LENGTH)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by_id = models.CharField(_("resolved by"), max_length=40, blank=True)
    resolved_by_name = models.CharField(
        _("name of who resolved it"), max_length=NAME_LENGTH, blank=True
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.UniqueConstraint(
                fields=["thing_type", "thing_key", "place"], name="conversations_thread_place"
            ),
            models.CheckConstraint(
                condition=Q(state=ThreadState.OPEN, resolved_at__isnull=True)
                | Q(state=ThreadState.RESOLVED, resolved_at__isnull=False),
                name="conversations_thread_resolved_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing_name}: {self.place_name}" if self.place_name else self.thing_name


class CommentQuerySet(ScopedQuerySet["Comment"]):
    def visible_to(self, user: Actor) -> Self:
        """Administrators and auditors see all comments; anyone else those that they wrote."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(Q(author_id=str(user.pk)) if user.pk else Q(pk=None))


class Comment(models.Model):
    """What one person said. Never changed; once taken back it has no words any more."""

    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="comments", verbose_name=_("thread")
    )
    written_at = models.DateTimeField(_("written at"))
    author_id = models.CharField(_("author"), max_length=40, blank=True, db_index=True)
    author_name = models.CharField(_("name of the author"), max_length=NAME_LENGTH)
    author_side = models.CharField(_("speaks for"), max_length=SIDE_LENGTH, blank=True)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CommentState, default=CommentState.WRITTEN
    )
    request_digest = models.CharField(_("request"), max_length=64)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "author_id", "request_digest"], name="conversations_comment_once"
            ),
            models.CheckConstraint(
                condition=(Q(state=CommentState.WRITTEN) & ~Q(text=""))
                | Q(state=CommentState.TAKEN_BACK, text=""),
                name="conversations_comment_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}, {self.written_at:%Y-%m-%d %H:%M}"
