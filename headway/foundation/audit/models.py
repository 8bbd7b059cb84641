from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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

    No foreign keys: what an entry names may go, the entry stays. `number` orders the entries.
    """

    number = models.BigAutoField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"), db_index=True)
    actor_id = models.CharField(_("actor"), max_length=40, blank=True, db_index=True)
    actor_name = models.CharField(_("name of the actor"), max_length=200)
    verb = models.CharField(_("verb"), max_length=60)
    thing_type = models.CharField(_("type"), max_length=60)
    thing_key = models.CharField(_("key"), max_length=60)
    thing_name = models.CharField(pgettext_lazy("thing", "name"), max_length=300)
    commitment = models.CharField(_("commitment"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["thing_type", "thing_key"], name="audit_entry_thing")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class PayloadQuerySet(ScopedQuerySet["Payload"]):
    def visible_to(self, user: Actor) -> Self:
        """Keep the payloads of those entries that this person may see."""
        entries = Entry.objects.visible_to(user)
        return self._open().filter(entry__in=entries)


class Payload(models.Model):
    """What an entry says in detail, and its salt: kept apart, so that it can be erased."""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, verbose_name=_("entry"), related_name="payload"
    )
    content = models.TextField(_("content"))
    salt = models.CharField(_("salt"), max_length=32)

    objects = PayloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("payload")
        verbose_name_plural = _("payloads")

    def __str__(self) -> str:
        return str(self.pk)
