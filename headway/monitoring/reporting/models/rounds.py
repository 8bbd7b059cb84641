"""Rounds: what a strategy asks its organisations about one period, and what came of it."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.fields import ExactDecimalField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.periods import Period
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, works_in
from headway.monitoring.indicators.models import Indicator
from headway.monitoring.indicators.states import Word
from headway.monitoring.reporting.facts import ReminderPlan
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.strategy.models import Edition, Strategy, kept_by

LONGEST_PERIOD = len("2026-06-30")
LONGEST_NAME = 200
R = TypeVar("R", bound=models.Model)


class RoundQuerySet(ScopedQuerySet["Round"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        """Show published rounds of public strategies to all, to coordinators all of theirs.

        Who works for an organisation that is asked sees a round from its opening on.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        public = Q(state=RoundState.PUBLISHED, strategy__is_public=True)
        if user.pk is None:
            return opened.filter(public)
        asked = Q(reports__organisation__in=works_in(user).values("organisation")) & ~Q(
            state__in=[RoundState.DRAFT, RoundState.DISCARDED]
        )
        kept = Q(strategy__in=kept_by(user).values("strategy"))
        found = self.model._base_manager.filter(public | kept | asked)
        return opened.filter(pk__in=found.values("pk"))


class Round(models.Model):
    """One period about which the organisations of a strategy are asked."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="rounds"
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=_("edition"), related_name="+"
    )
    """The text that is asked about: in force on the period's last day."""
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD)
    period_end = models.DateField(_("end of the period"))
    title = TranslatedTextField(_("title"), blank=True)
    letter = TranslatedTextField(_("accompanying letter"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT
    )
    deadline_at = models.DateTimeField(_("deadline"))
    remind_before = models.JSONField(_("reminders before"), default=list)
    remind_after = models.JSONField(_("reminders after"), default=list)
    remind_every = models.PositiveSmallIntegerField(_("then every so many days"), default=30)
    asks_statuses = models.BooleanField(_("asks for statuses and texts"), default=True)
    asks_figures = models.BooleanField(_("asks for values of indicators"), default=True)
    unasked_measures = models.JSONField(
        _("measures that nobody answers for"), default=list, blank=True
    )
    unasked_figures = models.JSONField(
        _("indicators that nobody answers for"), default=list, blank=True
    )
    created_at = models.DateTimeField(_("prepared at"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "period"],
                condition=~Q(state=RoundState.DISCARDED),
                name="reporting_round_once_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state=RoundState.PUBLISHED) | Q(published_at__isnull=False),
                name="reporting_round_published_at",
            ),
        ]
        indexes = [models.Index(fields=["strategy", "period_end"], name="reporting_round_order")]

    def __str__(self) -> str:
        return str(self.title) or self.when.worded()

    @property
    def when(self) -> Period:
        return Period.parse(self.period)

    @property
    def reminders(self) -> ReminderPlan:
        return ReminderPlan(tuple(self.remind_before), tuple(self.remind_after), self.remind_every)


class ReportingLineQuerySet(ScopedQuerySet["ReportingLine"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        """Coordinators see those of their strategies, people that of their organisation."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(
            Q(strategy__in=kept_by(user).values("strategy"))
            | Q(organisation__in=works_in(user).values("organisation"))
        )


class ReportingLine(models.Model):
    """Who speaks for an organisation in a strategy's rounds, and who signs off, if anybody."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="reporting_lines"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("contact"),
        related_name="+",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("sign-off person"),
        related_name="+",
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ReportingLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting line")
        verbose_name_plural = _("reporting lines")
        constraints = [
            models.UniqueConstraint(fields=["strategy", "organisation"], name="reporting_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.strategy}"


class OfPublicRoundQuerySet(ScopedQuerySet[R]):
    """Rows that tell what a round came to: as public as the round itself."""

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, a colleague, nobody
        return self._open().filter(round__in=Round.objects.visible_to(user).values("pk"))


class RoundVerdict(models.Model):
    """What was judged of an indicator when its round was closed, with the round's figures in it.

    It stays as it is, whatever is reported later. Where a report was accepted after that, the round
    is judged anew: what is judged otherwise stands in a row of its own, above the one of before.
    """

    round = models.ForeignKey(
        Round, models.CASCADE, verbose_name=_("round"), related_name="verdicts"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="+"
    )
    verdict = models.CharField(_("verdict"), max_length=15, choices=Word)
    method = models.CharField(_("method"), max_length=20, blank=True)
    value = ExactDecimalField(_("value"))
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD, blank=True)
    answer = models.JSONField(_("answer"), default=dict)
    """The whole assessment, as `indicators.answers` writes it."""
    judged_at = models.DateTimeField(_("judged at"))

    objects = OfPublicRoundQuerySet["RoundVerdict"].as_manager()

    class Meta:
        verbose_name = _("verdict of a round")
        verbose_name_plural = _("verdicts of rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator", "judged_at"], name="reporting_round_verdict_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.verdict}"
