"""A plan's text as it stood at a moment."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.models import led_by
from headway.cooperation.plans.facts import PlanText
from headway.cooperation.plans.models.plans import Plan, written_by
from headway.cooperation.plans.states import EditionReason
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet

LONGEST_NAME = 200


class PlanEditionQuerySet(ScopedQuerySet["PlanEdition"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show published editions to all; every one to authors and the lead partner."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(reason=EditionReason.PUBLICATION)
        if user.pk is not None:
            seen |= Q(plan__in=written_by(user).values("pk"))
            seen |= Q(plan__project__in=led_by(user).values("project"))
        return opened.filter(seen)


class PlanEdition(models.Model):
    """A plan's text as it stood at a moment. Never changed."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    reason = models.CharField(_("frozen for"), max_length=12, choices=EditionReason)
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.CharField(_("frozen by"), max_length=LONGEST_NAME)
    kept_text = models.JSONField(_("text"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)

    objects = PlanEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a plan")
        verbose_name_plural = _("editions of plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_edition_number")
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.number}"

    @property
    def text(self) -> PlanText:
        return PlanText.from_json(self.kept_text)
