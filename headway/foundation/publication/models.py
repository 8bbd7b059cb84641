from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentVersion(models.Model):
    """How often the public content of one scope has changed.

    Stored pages are kept under it, their address, and the days they were read for (`core.Days`).
    """

    scope = models.CharField(_("scope"), max_length=80, primary_key=True)
    number = models.PositiveBigIntegerField(_("number"), default=1)
    renewed_at = models.DateTimeField(_("renewed at"))

    class Meta:
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"
