"""What stays of reports: each handing-in, what was published, links and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.keys import LENGTH
from headway.foundation.organisations.models import Organisation
from headway.monitoring.reporting.facts import Colleague
from headway.monitoring.reporting.models.reports import Answer, OfReportQuerySet, Report, Worded
from headway.monitoring.reporting.models.rounds import LONGEST_NAME, OfPublicRoundQuerySet, Round
from headway.monitoring.strategy.models import Node

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


class Submission(models.Model):
    """A report as it was handed in, with its receipt. Never changed: what was said stays."""

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="submissions"
    )
    receipt = models.CharField(_("receipt"), max_length=60, unique=True)
    content = models.JSONField(_("content"))
    """The whole report, as `records.py` writes it."""
    digest = models.CharField(_("fingerprint"), max_length=64)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.CharField(_("submitted by"), max_length=LONGEST_NAME)
    request_key = models.CharField(_("request"), max_length=60, unique=True)
    """The form that was sent: sent again, it hands in nothing twice."""

    objects = OfReportQuerySet["Submission"].as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return self.receipt


class Statement(Worded):
    """What an accepted report said of a measure, as readers see it once the round is published."""

    round = models.ForeignKey(
        Round, models.PROTECT, verbose_name=_("round"), related_name="statements"
    )
    node = models.ForeignKey(
        Node, models.PROTECT, verbose_name=_("measure"), related_name="statements"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    reported_at = models.DateTimeField(_("reported at"))
    accepted_at = models.DateTimeField(_("accepted at"))
    accepted_by = models.CharField(_("accepted by"), max_length=LONGEST_NAME)
    published_at = models.DateTimeField(_("published at"))

    objects = OfPublicRoundQuerySet["Statement"].as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "node", "published_at"], name="reporting_statement_once"
            )
        ]
        indexes = [
            models.Index(fields=["node", "published_at"], name="reporting_statement_order"),
            models.Index(fields=["organisation", "published_at"], name="reporting_statement_whose"),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.status}"


class TaskLink(models.Model):
    """A way into one report, for one person, by the link in a mail; or into one part of it.

    The link itself is signed, not kept: see `links.py`.
    """

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name=_("report"), related_name="task_links"
    )
    answer = models.ForeignKey(
        Answer, models.CASCADE, null=True, blank=True, verbose_name=_("part"), related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("person"),
        related_name="+",
    )
    """Whose link it is; none for a colleague who has no account."""
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=LONGEST_NAME)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = OfReportQuerySet["TaskLink"].as_manager()

    class Meta:
        verbose_name = _("task link")
        verbose_name_plural = _("task links")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"],
                condition=Q(revoked_at__isnull=True, person__isnull=False, answer__isnull=True),
                name="reporting_link_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(answer__isnull=False, expires_at__isnull=False),
                name="reporting_link_of_a_colleague_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.person or self.name}"

    @property
    def acts_as(self) -> User | Colleague:
        """Who acts in a session that was opened by the link."""
        if self.person is not None:
            return self.person
        return Colleague(
            name=self.name or self.email,
            report_id=self.report_id,
            answer_id=self.answer_id or 0,
            link_id=self.pk,
        )


class Reminder(models.Model):
    """That a person was reminded of a report: which reminder it was, and when it left."""

    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name=_("report"), related_name="reminders"
    )
    email = models.EmailField(_("e-mail"))
    due_on = models.DateField(_("due on"))
    """The day of the plan; that of the opening, for the first letter."""
    sent_on = models.DateField(_("sent on"))

    objects = OfReportQuerySet["Reminder"].as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "email", "due_on"], name="reporting_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.email}, {self.due_on}"
