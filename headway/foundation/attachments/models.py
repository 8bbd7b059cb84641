from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.attachments.states import ScanState
from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from headway.foundation.core.actors import Actor


class StoredFileQuerySet(ScopedQuerySet["StoredFile"]):
    def visible_to(self, user: Actor) -> Self:
        """Administrators and auditors see all files; anyone else those that they brought.

        Whoever else may open a file is decided by the app that it belongs to.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(Q(uploader_id=str(user.pk)) if user.pk else Q(pk=None))


class StoredFile(models.Model):
    """One file that somebody brought. Rows with the same content share it on the disk."""

    sha256 = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    uploader_id = models.CharField(_("uploader"), max_length=40, blank=True, db_index=True)
    uploader_name = models.CharField(_("name of the uploader"), max_length=200)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    scan_state = models.CharField(
        _("scan"), max_length=10, choices=ScanState, default=ScanState.UNSCANNED
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.name


class PictureQuerySet(ScopedQuerySet["Picture"]):
    def visible_to(self, user: Actor) -> Self:
        """Administrators and auditors see all pictures; anyone else those that they brought.

        Whoever else may see a picture is decided by the app whose page shows it.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(original__in=StoredFile.objects.visible_to(user).values("pk"))


class Picture(models.Model):
    """A picture for a page: what it shows in words, whose it is, and copies in sizes.

    Copies are drawn anew, so that nothing else travels in them: no place, no camera, no code.
    """

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    original = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("file as it was brought"), related_name="+"
    )
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    alternative = TranslatedTextField(_("what it shows"))
    credit = models.CharField(_("credit"), max_length=200)
    licence = models.CharField(_("licence"), max_length=100)
    copies = models.JSONField(_("copies by width"), default=dict)
    """Fingerprints of files by width and media type: {"960": {"image/webp": "…"}}."""

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return str(self.alternative)
