"""How each step of a plan stands, what was said of it when, and what shows it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.facts import Standing, StepTold
from headway.cooperation.implementation.states import StepStatus
from headway.cooperation.partnerships.models import led_by
from headway.cooperation.plans.facts import StepText
from headway.cooperation.plans.models import Plan, written_by
from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation

LONGEST_NAME = 200
KEY_LENGTH = max(LENGTH, 40)


class OfMonitored(ScopedQuerySet[Any]):
    """Rows of a plan's table, which its authors fill in and the lead partner monitors."""

    way = "plan"

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show a plan's table to its authors and the lead partner; others read closed reports."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        own = Q(**{f"{self.way}__in": written_by(user).values("pk")})
        led = Q(**{f"{self.way}__project__in": led_by(user).values("project")})
        return opened.filter(own | led)


class OfProgress(OfMonitored):
    way = "progress__plan"


class StepProgress(models.Model):
    """How a step of a plan stands, as its partner said last."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="progress")
    step_key = models.CharField(_("key of the step"), max_length=KEY_LENGTH)
    action_key = models.CharField(_("key of the planned action"), max_length=KEY_LENGTH)
    action_title = TranslatedTextField(_("title of the planned action"))
    kept_step = models.JSONField(_("step as it was planned then"))
    """So that a step that leaves the plan stays readable."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("who reports"), related_name="+"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=StepStatus, default=StepStatus.NOT_STARTED
    )
    kept_standing = models.JSONField(_("how it stands"))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("said by"), max_length=LONGEST_NAME)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OfMonitored.as_manager()

    class Meta:
        verbose_name = _("progress of a step")
        verbose_name_plural = _("progress of steps")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "step_key"], name="implementation_progress_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.step.title)

    @property
    def step(self) -> StepText:
        return StepText.from_json(self.kept_step)

    @property
    def standing(self) -> Standing:
        return Standing.from_json(self.kept_standing)


class StepRecord(models.Model):
    """What was said of a step at a moment. Never changed."""

    progress = models.ForeignKey(
        StepProgress, models.CASCADE, verbose_name=_("progress"), related_name="records"
    )
    number = models.PositiveIntegerField(_("number"))
    kept_told = models.JSONField(_("what was said"))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("said by"), max_length=LONGEST_NAME)

    objects = OfProgress.as_manager()

    class Meta:
        verbose_name = _("record of a step")
        verbose_name_plural = _("records of steps")
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "number"], name="implementation_record_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.progress}, {self.number}"

    @property
    def told(self) -> StepTold:
        return StepTold.from_json(self.kept_told)


class Evidence(models.Model):
    """A page elsewhere, or a file, that shows what was done in a step."""

    progress = models.ForeignKey(
        StepProgress, models.CASCADE, verbose_name=_("progress"), related_name="evidence"
    )
    title = models.CharField(_("what it shows"), max_length=300)
    address = models.URLField(_("address"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file"),
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"))
    added_by = models.CharField(_("added by"), max_length=LONGEST_NAME)

    objects = OfProgress.as_manager()

    class Meta:
        verbose_name = _("evidence of a step")
        verbose_name_plural = _("evidence of steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(address=""),
                name="implementation_evidence_is_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.title
