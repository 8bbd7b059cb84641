"""What was changed of many things at once, so that it can be put back."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.monitoring.reporting.models.rounds import LONGEST_NAME, Round
from headway.monitoring.reporting.states import EditKind
from headway.monitoring.strategy.models import kept_by


class BulkEditQuerySet(ScopedQuerySet["BulkEdit"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        """Show coordinators the edits of their strategies."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(round__strategy__in=kept_by(user).values("strategy"))


class BulkEdit(models.Model):
    """One edit of many deadlines or measures in a round: what each was before, and after."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    round = models.ForeignKey(
        Round, models.CASCADE, verbose_name=_("round"), related_name="bulk_edits"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EditKind)
    rows = models.JSONField(_("rows"), default=list)
    """For each thing: `thing` (report or measure), `before`, `after`; what none had is empty."""
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=LONGEST_NAME)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = BulkEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")

    def __str__(self) -> str:
        return f"{self.round}: {self.get_kind_display()}"
