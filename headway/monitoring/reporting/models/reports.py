"""Reports: one per organisation and round, with its answers, and each handing-in as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import ExactDecimalField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, works_in
from headway.monitoring.indicators.models import Indicator
from headway.monitoring.indicators.states import Missing
from headway.monitoring.reporting.facts import Colleague
from headway.monitoring.reporting.models.rounds import LONGEST_NAME, LONGEST_PERIOD, Round
from headway.monitoring.reporting.states import ReportState, RoundState, Way
from headway.monitoring.strategy.models import Node, kept_by

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.reporting.models.rounds import ReportingLine
    from headway.monitoring.strategy.models import Coordinator

R = TypeVar("R", bound=models.Model)
HIDDEN = (RoundState.DRAFT, RoundState.DISCARDED)


class ReportQuerySet(ScopedQuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        """Coordinators see the reports of their strategies; people, those of their organisation.

        The latter from the opening of the round on. A colleague with a link sees that report.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if isinstance(user, Colleague):
            return opened.filter(pk=user.report_id).exclude(round__state__in=HIDDEN)
        if user.pk is None:
            return opened.none()
        own = Q(organisation__in=works_in(user).values("organisation"))
        kept = Q(round__strategy__in=kept_by(user).values("strategy"))
        return opened.filter(kept | (own & ~Q(round__state__in=HIDDEN)))


class Report(models.Model):
    """What one organisation says in one round."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    round = models.ForeignKey(
        Round, models.CASCADE, verbose_name=_("round"), related_name="reports"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    state_since = models.DateTimeField(_("in this state since"))
    own_deadline_at = models.DateTimeField(_("deadline of its own"), null=True, blank=True)
    """Later than the round's, if more time was granted."""
    started_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True)
    submitted_by = models.CharField(_("submitted by"), max_length=LONGEST_NAME, blank=True)
    seen_at = models.DateTimeField(_("review begun at"), null=True, blank=True)
    """Since when the coordinator has it open; until then it can be taken back."""
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.CharField(_("accepted by"), max_length=LONGEST_NAME, blank=True)
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    """Set while it takes answers although its round is closed."""
    reopened_until = models.DateTimeField(_("reopened until"), null=True, blank=True)
    """Says nothing of whether it first came in time: that is judged by the deadline before."""
    wanted_until = models.DateTimeField(_("more time asked until"), null=True, blank=True)
    wanted_because = models.TextField(_("why more time"), blank=True)
    count_asked = models.PositiveIntegerField(_("questions"), default=0)
    count_done = models.PositiveIntegerField(_("answered"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)

    known_people: tuple[ReportingLine | None, Coordinator | None] | None = None
    """Who speaks for its organisation and who keeps the strategy, where it was read with them."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="reporting_report_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])
                | Q(submitted_at__isnull=False),
                name="reporting_report_submitted_at",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="reporting_report_whose"),
            models.Index(fields=["state", "state_since"], name="reporting_report_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.round}"

    @property
    def deadline_at(self) -> datetime:
        return self.special_deadline_at or self.round.deadline_at

    @property
    def special_deadline_at(self) -> datetime | None:
        """The deadline of its own, or the one until which it was reopened; None: its round's."""
        return self.reopened_until if self.reopened_at else self.own_deadline_at


class OfReportQuerySet(ScopedQuerySet[R]):
    """Rows of a report: seen by whoever sees the report."""

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        reports = Report.objects.visible_to(user).filter(pk=models.OuterRef("report"))
        return self._open().filter(models.Exists(reports))


class AnswerQuerySet(OfReportQuerySet["Answer"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        """Show a colleague with a link the part that was handed over, nothing else."""
        seen = super().visible_to(user)
        return seen.filter(pk=user.answer_id) if isinstance(user, Colleague) else seen


class Evidenced(models.Model):
    """Something said, with what stands behind it: a file or an address."""

    evidence = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("evidence"),
        related_name="+",
    )
    evidence_address = models.URLField(_("address of the evidence"), max_length=500, blank=True)

    class Meta:
        abstract = True


class Worded(Evidenced):
    """What is said of a measure."""

    way = models.CharField(_("answered how"), max_length=4, choices=Way, blank=True)
    status = models.CharField(_("implementation status"), max_length=30, blank=True)
    done = TranslatedTextField(_("what was done"), blank=True)
    ahead = TranslatedTextField(_("what is next"), blank=True)
    obstacles = TranslatedTextField(_("obstacles"), blank=True)
    cause = TranslatedTextField(_("cause"), blank=True)

    class Meta:
        abstract = True


class Answer(Worded):
    """What a report says of one measure; without a measure, the figures that stand at none.

    It is asked when its row is there, and answered when it has a way.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name=_("report"), related_name="answers"
    )
    round = models.ForeignKey(Round, models.CASCADE, verbose_name=_("round"), related_name="+")
    node = models.ForeignKey(
        Node, models.PROTECT, null=True, blank=True, verbose_name=_("measure"), related_name="+"
    )
    path = models.CharField(_("path"), max_length=120, blank=True)
    """Where the measure stands in the edition that is asked about; orders the questions."""
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.CharField(_("saved by"), max_length=LONGEST_NAME, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "node"],
                condition=Q(node__isnull=False),
                name="reporting_answer_one_speaks",
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(node__isnull=True),
                name="reporting_answer_figures_once",
            ),
        ]
        indexes = [models.Index(fields=["report", "path"], name="reporting_answer_order")]

    def __str__(self) -> str:
        return f"{self.report}: {self.node or '–'}"

    @property
    def part(self) -> str:
        """What stands for the part in an address."""
        return self.node.key if self.node else FIGURES


FIGURES = "figures"
"""The part of a report that holds the figures which stand at no measure of it."""


class FigureQuerySet(OfReportQuerySet["Figure"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        """Show a colleague with a link the figures of the part that was handed over."""
        seen = super().visible_to(user)
        return seen.filter(answer=user.answer_id) if isinstance(user, Colleague) else seen


class Figure(Evidenced):
    """A value of an indicator that is due in a round, and what the report says of it."""

    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name=_("report"), related_name="figures"
    )
    answer = models.ForeignKey(
        Answer, models.CASCADE, verbose_name=_("answer"), related_name="figures"
    )
    """The part of the report in which it is asked."""
    round = models.ForeignKey(Round, models.CASCADE, verbose_name=_("round"), related_name="+")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="+"
    )
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD)
    is_part = models.BooleanField(_("part of several"), default=False)
    """Whether it is this organisation's part of a figure to which several add."""
    place = models.PositiveIntegerField(_("place"), default=0)
    way = models.CharField(_("answered how"), max_length=4, choices=Way, blank=True)
    value = ExactDecimalField(_("value"))
    numerator = ExactDecimalField(_("numerator"))
    denominator = ExactDecimalField(_("denominator"))
    words = TranslatedTextField(_("value in words"), blank=True)
    missing = models.CharField(
        _("why there is no value"), max_length=20, choices=Missing, blank=True
    )
    note = TranslatedTextField(_("note"), blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of a report")
        verbose_name_plural = _("figures of reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "indicator", "period"], name="reporting_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(missing="")
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="reporting_figure_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"


class Autosave(models.Model):
    """What somebody has typed into a part of a report and not yet saved, field by field."""

    answer = models.ForeignKey(
        Answer, models.CASCADE, verbose_name=_("answer"), related_name="autosaves"
    )
    report = models.ForeignKey(Report, models.CASCADE, verbose_name=_("report"), related_name="+")
    writer = models.CharField(_("writer"), max_length=60)
    """Who types: each has their own, so that two never mix."""
    writer_name = models.CharField(_("name of the writer"), max_length=LONGEST_NAME)
    typed = models.JSONField(_("typed"), default=dict)
    seen_version = models.PositiveIntegerField(_("version that was seen"))
    saved_at = models.DateTimeField(_("saved at"))

    objects = OfReportQuerySet["Autosave"].as_manager()

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        constraints = [
            models.UniqueConstraint(fields=["answer", "writer"], name="reporting_autosave_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.writer_name}"
