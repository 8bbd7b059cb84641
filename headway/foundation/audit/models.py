from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.audit.rules import entry_digest
from headway.foundation.audit.states import Part
from headway.foundation.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from headway.foundation.core.actors import Actor


class EntryQuerySet(ScopedQuerySet["Entry"]):
    def visible_to(self, user: Actor) -> Self:
        """Administrators and auditors see all entries; anyone else those that they made."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(Q(actor_id=str(user.pk)) if user.pk else Q(pk=None))


class Entry(models.Model):
    """One thing that was done. Never changed, never removed: a database trigger sees to it.

    No foreign keys: what an entry names may go, the entry stays. `number` is a name, not an order:
    the chain has that. Names of people and details are in the payload; here are commitments to
    them, and the digest of all that the entry says.
    """

    number = models.BigAutoField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"), db_index=True)
    actor_id = models.CharField(_("actor"), max_length=40, blank=True, db_index=True)
    verb = models.CharField(_("verb"), max_length=60)
    thing_type = models.CharField(_("type"), max_length=60)
    thing_key = models.CharField(_("key"), max_length=60)
    actor_commitment = models.CharField(_("commitment to the actor’s name"), max_length=64)
    thing_commitment = models.CharField(_("commitment to the thing’s name"), max_length=64)
    content_commitment = models.CharField(_("commitment to the content"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["thing_type", "thing_key"], name="audit_entry_thing")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    @property
    def computed_digest(self) -> str:
        """The digest of what the entry says, computed anew."""
        return entry_digest(
            at=self.at,
            actor=self.actor_id,
            verb=self.verb,
            thing=(self.thing_type, self.thing_key),
            commitments=(self.actor_commitment, self.thing_commitment, self.content_commitment),
        )


class PayloadQuerySet(ScopedQuerySet["Payload"]):
    def visible_to(self, user: Actor) -> Self:
        """Keep the payloads of those entries that this person may see."""
        entries = Entry.objects.visible_to(user)
        return self._open().filter(entry__in=entries)


class Payload(models.Model):
    """What an entry says in names and details, each with its salt; each can be erased alone."""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, verbose_name=_("entry"), related_name="payload"
    )
    actor_name = models.CharField(_("name of the actor"), max_length=200)
    actor_salt = models.CharField(_("salt"), max_length=32)
    thing_name = models.CharField(pgettext_lazy("thing", "name"), max_length=300)
    thing_salt = models.CharField(_("salt"), max_length=32)
    content = models.TextField(_("content"))
    content_salt = models.CharField(_("salt"), max_length=32)

    objects = PayloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("payload")
        verbose_name_plural = _("payloads")

    def __str__(self) -> str:
        return str(self.pk)


class Link(models.Model):
    """The place of an entry in the chain. Never changed, never removed.

    On PostgreSQL a trigger makes it at the end of the transaction, under one lock; on SQLite the
    service does, since a transaction that writes is alone from its beginning.
    """

    position = models.BigIntegerField(_("position"), primary_key=True)
    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, verbose_name=_("entry"), related_name="link"
    )
    previous = models.CharField(_("digest before it"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        verbose_name = pgettext_lazy("chain", "link")
        verbose_name_plural = pgettext_lazy("chain", "links")

    def __str__(self) -> str:
        return str(self.position)


class Erasure(models.Model):
    """One part of one payload that was erased, and the entry that records it. Never removed."""

    entry = models.ForeignKey(
        Entry, models.DO_NOTHING, verbose_name=_("entry"), related_name="erasures"
    )
    part = models.CharField(_("part"), max_length=10, choices=Part)
    record = models.ForeignKey(
        Entry, models.DO_NOTHING, verbose_name=_("record of the erasure"), related_name="+"
    )

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [models.UniqueConstraint(fields=["entry", "part"], name="audit_erasure_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.part}"


class DailyHead(models.Model):
    """Where the chain stood after a day: shown to all, so that nobody can make it anew unseen."""

    day = models.DateField(_("day"), primary_key=True)
    position = models.BigIntegerField(_("position"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("daily head")
        verbose_name_plural = _("daily heads")

    def __str__(self) -> str:
        return f"{self.day.isoformat()}:{self.digest}"
