from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.scoping import ScopedQuerySet
from headway.monitoring.strategy.models.editions import Coordinator, Strategy
from headway.monitoring.strategy.states import ImportState

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


class ImportDraftQuerySet(ScopedQuerySet["ImportDraft"]):
    def visible_to(self, user: User) -> Self:
        """Coordinators see the imports into their strategies; who reads everything, all."""
        opened = self._open()
        if user.reads_everything:
            return opened
        kept = Coordinator.objects.filter(user_id=user.pk, until__isnull=True)
        return opened.filter(strategy__in=kept.values("strategy"))


class ImportDraft(models.Model):
    """A file on its way into a strategy: uploaded, mapped, looked at, applied or given up."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="imports"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"), related_name="+")
    mapping = models.TextField(_("mapping"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED
    )
    is_large = models.BooleanField(_("large"), default=False)
    """Whether the worker reads and applies it, since a page would have to wait."""
    result = models.JSONField(_("result"), default=dict, blank=True)
    """What the last preview or the application said; empty while none was made."""
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return str(self.file)

    def preview_in(self, language: str) -> dict[str, Any] | None:
        """Return the preview in a language of the interface; None while there is none."""
        found: dict[str, Any] | None = self.result.get("previews", {}).get(language)
        return found
