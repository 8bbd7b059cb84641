"""What somebody types into a form and has not yet saved: the columns that each such table has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Typed(models.Model):
    """A table of what is typed; it adds into which thing, and that each writer has one of it."""

    writer_id = models.CharField(_("writer"), max_length=60)
    """Who types: each has their own, so that two never mix."""
    typed = models.JSONField(_("typed"), default=dict)
    seen_version = models.PositiveIntegerField(_("version that was seen"))
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        abstract = True
