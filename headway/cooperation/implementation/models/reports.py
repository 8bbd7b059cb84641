"""What each partner reports in a round: while it is written, and as it was submitted."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.facts import ReportTold
from headway.cooperation.implementation.models.progress import KEY_LENGTH, LONGEST_NAME
from headway.cooperation.implementation.models.rounds import MonitoringRound
from headway.cooperation.implementation.states import ReportState
from headway.cooperation.partnerships.models import led_by, works_as
from headway.cooperation.plans.models import Plan, PlanEdition, written_by
from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.core.typed import Typed
from headway.foundation.organisations.models import Organisation


class ProgressReportQuerySet(ScopedQuerySet["ProgressReport"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show reports to the plan's authors and the lead partner; closed ones to all partners.

        A row of a report has none of its words.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        own = Q(plan__in=written_by(user).values("pk"))
        led = Q(round__project__in=led_by(user).values("project"))
        closed = Q(state=ReportState.CLOSED, round__project__in=works_as(user).values("project"))
        return opened.filter(own | led | closed)


class ProgressReport(models.Model):
    """What one partner is to tell of one plan in a round."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    round = models.ForeignKey(
        MonitoringRound, models.CASCADE, verbose_name=_("round"), related_name="reports"
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="progress_reports"
    )
    edition = models.ForeignKey(
        PlanEdition, models.PROTECT, verbose_name=_("edition"), related_name="+"
    )
    """What was planned when the round was opened."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    state_since = models.DateTimeField(_("in this state since"))
    closed = models.ForeignKey(
        "ReportSubmission",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("what was closed"),
        related_name="closed_in",
    )
    """What the lead partner closed: all that partners elsewhere and the public may learn."""
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "plan", "organisation"], name="implementation_report_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.CLOSED, closed__isnull=False)
                | (~Q(state=ReportState.CLOSED) & Q(closed__isnull=True)),
                name="implementation_report_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.round}"


class OfProgressReport(ScopedQuerySet[Any]):
    """Words of a report that is being written: of the plan's authors alone."""

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what is being written to the plan's authors; the lead partner reads submissions."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        return opened.filter(report__plan__in=written_by(user).values("pk"))


class ReportPart(models.Model):
    """What a report says of one planned action, or, without one, in answer to the questions."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, verbose_name=_("report"), related_name="parts"
    )
    action_key = models.CharField(_("key of the planned action"), max_length=KEY_LENGTH, blank=True)
    place = models.PositiveIntegerField(_("place"))
    words = TranslatedTextField(_("what was done"), blank=True)
    obstacles = TranslatedTextField(_("obstacles"), blank=True)
    needed = TranslatedTextField(_("what we need to know"), blank=True)
    why = TranslatedTextField(_("why it is not carried out"), blank=True)
    answers = models.JSONField(_("answers to the questions"), default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OfProgressReport.as_manager()

    class Meta:
        verbose_name = _("part of a progress report")
        verbose_name_plural = _("parts of progress reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "action_key"], name="implementation_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.action_key}"


class TypedPart(Typed):
    """What somebody has typed into a part of a report and not yet saved."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, verbose_name=_("report"), related_name="typed"
    )
    action_key = models.CharField(_("key of the planned action"), max_length=KEY_LENGTH, blank=True)

    objects = OfProgressReport.as_manager()

    class Meta:
        verbose_name = _("part of a report being typed")
        verbose_name_plural = _("parts of reports being typed")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "action_key", "writer_id"], name="implementation_typed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.writer_id}"


class ReportSubmissionQuerySet(ScopedQuerySet["ReportSubmission"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show submissions to authors and the lead partner; to all partners what was closed."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        own = Q(report__plan__in=written_by(user).values("pk"))
        led = Q(report__round__project__in=led_by(user).values("project"))
        closed = Q(
            closed_in__isnull=False, report__round__project__in=works_as(user).values("project")
        )
        return opened.filter(own | led | closed)


class ReportSubmission(models.Model):
    """A report as it was submitted. Never changed."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, verbose_name=_("report"), related_name="submissions"
    )
    number = models.PositiveIntegerField(_("number"))
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.CharField(_("submitted by"), max_length=LONGEST_NAME)
    kept_told = models.JSONField(_("what was submitted"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)

    objects = ReportSubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submitted progress report")
        verbose_name_plural = _("submitted progress reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="implementation_submission_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.number}"

    @property
    def told(self) -> ReportTold:
        return ReportTold.from_json(self.kept_told)
