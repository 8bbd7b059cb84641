"""Monitoring rounds: what the lead partner asks all partners about, for which period."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.states import RoundState
from headway.cooperation.partnerships.models import Project, led_by, works_as
from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.periods import Period
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.core.texts import TranslatedText

LONGEST_PERIOD = 7


class MonitoringRoundQuerySet(ScopedQuerySet["MonitoringRound"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show rounds that were opened to all partners of the project, a draft to the lead."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        inside = Q(project__in=works_as(user).values("project"))
        led = Q(project__in=led_by(user).values("project"))
        return opened.filter(led | (inside & ~Q(state=RoundState.DRAFT)))


class MonitoringRound(models.Model):
    """A half-year or a year of a project's second phase that partners report on."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="monitoring_rounds"
    )
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD)
    due_on = models.DateField(_("reports due"))
    questions = models.JSONField(_("questions to all"), default=list, blank=True)
    """Texts in several languages, as JSON; the whole partnership answers each."""
    letter = TranslatedTextField(_("words to the partners"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = MonitoringRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("monitoring round")
        verbose_name_plural = _("monitoring rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "period"], name="implementation_round_period"
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.DRAFT) | Q(opened_at__isnull=False),
                name="implementation_round_opened_at",
            ),
        ]

    def __str__(self) -> str:
        return self.when.worded()

    @property
    def when(self) -> Period:
        return Period.parse(self.period)

    @property
    def asked(self) -> tuple[TranslatedText, ...]:
        return tuple(TranslatedText.from_json(kept) for kept in self.questions)
