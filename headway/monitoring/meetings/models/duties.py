"""What is to be done: follow-ups of meetings, and the programme of activities of a body."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, works_in
from headway.monitoring.meetings.models.bodies import LONGEST_NAME, Body
from headway.monitoring.meetings.models.meetings import AgendaPoint, Meeting
from headway.monitoring.meetings.states import ActivityState, Channel, FollowUpState
from headway.monitoring.strategy.models import Node

R = TypeVar("R", bound=models.Model)


def owned_by(user: Any) -> Q:  # noqa: ANN401 -- a person, or nobody
    """Return what somebody is to do, themselves or with their house. Nothing, for nobody."""
    if user.pk is None:
        return Q(pk=None)
    return Q(person_id=user.pk) | Q(organisation__in=works_in(user).values("organisation"))


class DutyQuerySet(ScopedQuerySet[R]):
    """What a body gave somebody to do: for those inside the body, and for who is to do it."""

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        inside = Q(body__in=Body.objects.inside(user).values("pk"))
        return self._open().filter(inside | owned_by(user))


class Duty(models.Model):
    """Who is to do something until when, and what became of it."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="+")
    words = TranslatedTextField(_("what is to be done"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("person"),
        related_name="+",
    )
    due_on = models.DateField(_("due on"))
    result = models.TextField(_("what came of it"), blank=True)
    given_at = models.DateTimeField(_("given at"))
    ended_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    ended_by = models.CharField(_("reported by"), max_length=LONGEST_NAME, blank=True)
    told_on = models.DateField(_("last told on"), null=True, blank=True)
    """The day on which its owner was last written to, in the strategy's zone."""
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.words)


class FollowUp(Duty):
    """What somebody is to do after a meeting."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="follow_ups"
    )
    point = models.ForeignKey(
        AgendaPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("agenda point"),
        related_name="follow_ups",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=FollowUpState, default=FollowUpState.OPEN
    )

    objects = DutyQuerySet["FollowUp"].as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False),
                name="meetings_follow_up_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.OPEN, ended_at__isnull=True)
                | (~Q(state=FollowUpState.OPEN) & Q(ended_at__isnull=False) & ~Q(result="")),
                name="meetings_follow_up_ended",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="meetings_follow_up_due")]


class Activity(Duty):
    """One activity of a body's programme: when, by which channel, for whom, for which measure."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.OTHER)
    audience = TranslatedTextField(_("audience"), blank=True)
    node = models.ForeignKey(
        Node,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("measure"),
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState, default=ActivityState.PLANNED
    )

    objects = DutyQuerySet["Activity"].as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActivityState.PLANNED, ended_at__isnull=True)
                | (~Q(state=ActivityState.PLANNED) & Q(ended_at__isnull=False) & ~Q(result="")),
                name="meetings_activity_ended",
            ),
        ]
        indexes = [models.Index(fields=["body", "due_on"], name="meetings_activity_order")]
