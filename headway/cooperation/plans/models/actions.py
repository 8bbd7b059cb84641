"""Planned actions, their steps, the parts of a strategy they touch, the lessons they follow."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.plans.models.plans import Plan, written_by
from headway.cooperation.plans.states import CostState
from headway.foundation.attachments.models import Picture
from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.models import Node


class OfPlan(ScopedQuerySet[Any]):
    """Rows of a plan's text, which its authors read while they write it."""

    way = "plan__in"

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show the text that is being written to its authors alone; others read editions."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        return opened.filter(**{self.way: written_by(user).values("pk")})


class OfAction(OfPlan):
    way = "action__plan__in"


class PlannedAction(models.Model):
    """One planned action. Its lists are kept as JSON of the values in `facts`."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="actions")
    place = models.PositiveIntegerField(_("place"))
    title = TranslatedTextField(_("title"))
    lead = TranslatedTextField(_("what it is, for anybody"), blank=True)
    background = TranslatedTextField(_("background"), blank=True)
    changes = TranslatedTextField(_("what changes"), blank=True)
    follows = TranslatedTextField(_("finding of the recommendation that it answers"), blank=True)
    players = models.JSONField(_("who does what"), default=list, blank=True)
    cost_state = models.CharField(
        _("cost"), max_length=5, choices=CostState, default=CostState.OPEN
    )
    cost = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    cost_words = TranslatedTextField(_("what the cost is for"), blank=True)
    funding = models.JSONField(_("sources of money"), default=list, blank=True)
    indicators = models.JSONField(_("how we will know"), default=list, blank=True)
    risks = models.JSONField(_("risks"), default=list, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, verbose_name=_("picture"), related_name="+"
    )
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("planned action")
        verbose_name_plural = _("planned actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_state=CostState.KNOWN, cost__isnull=False)
                | (~Q(cost_state=CostState.KNOWN) & Q(cost__isnull=True)),
                name="plans_action_cost_when_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class ActionStep(models.Model):
    """A step of a planned action: what comes of it, who does it, from which month to which."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    action = models.ForeignKey(
        PlannedAction, models.CASCADE, verbose_name=_("planned action"), related_name="steps"
    )
    place = models.PositiveIntegerField(_("place"))
    title = TranslatedTextField(_("title"))
    outcome = TranslatedTextField(_("expected outcome"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("who does it"),
        related_name="+",
    )
    who = TranslatedTextField(_("others who do it"), blank=True)
    starts = models.DateField(_("first month"), null=True, blank=True)
    ends = models.DateField(_("last month"), null=True, blank=True)

    objects = OfAction.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="plans_step_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class ActionNode(models.Model):
    """A part of a strategy that a planned action touches."""

    action = models.ForeignKey(
        PlannedAction, models.CASCADE, verbose_name=_("planned action"), related_name="nodes"
    )
    node = models.ForeignKey(Node, models.PROTECT, verbose_name=_("part"), related_name="+")
    place = models.PositiveIntegerField(_("place"))

    objects = OfAction.as_manager()

    class Meta:
        verbose_name = _("part that a planned action touches")
        verbose_name_plural = _("parts that planned actions touch")
        constraints = [models.UniqueConstraint(fields=["action", "node"], name="plans_node_once")]

    def __str__(self) -> str:
        return f"{self.action}: {self.node}"


class ActionLesson(models.Model):
    """What a planned action follows from: a good practice, or an event."""

    action = models.ForeignKey(
        PlannedAction, models.CASCADE, verbose_name=_("planned action"), related_name="lessons"
    )
    practice = models.ForeignKey(
        GoodPractice,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("good practice"),
        related_name="+",
    )
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, verbose_name=_("event"), related_name="+"
    )
    words = TranslatedTextField(_("what was taken from it"), blank=True)
    place = models.PositiveIntegerField(_("place"))

    objects = OfAction.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(
                condition=Q(practice__isnull=True, event__isnull=False)
                | Q(practice__isnull=False, event__isnull=True),
                name="plans_lesson_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.practice or self.event}"
