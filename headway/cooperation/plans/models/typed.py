"""What somebody has typed into a plan and not yet saved."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.cooperation.plans.models.actions import OfPlan
from headway.cooperation.plans.models.plans import Plan
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.typed import Typed


class TypedText(Typed):
    """What somebody has typed into the form of a part and not yet saved."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="typed")
    part = models.CharField(_("part"), max_length=LENGTH, blank=True)
    """The key of a planned action; empty for the plan's own words."""

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("text being typed")
        verbose_name_plural = _("texts being typed")
        constraints = [
            models.UniqueConstraint(fields=["plan", "part", "writer_id"], name="plans_typed_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.part}: {self.writer_id}"
