"""What happens in a meeting: who attends, how they vote, what is written and decided."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.core.typed import Typed
from headway.monitoring.meetings.facts import Tally
from headway.monitoring.meetings.models.bodies import LONGEST_NAME, Body, Member
from headway.monitoring.meetings.models.meetings import (
    AgendaPoint,
    Meeting,
    OfMeetingQuerySet,
)
from headway.monitoring.meetings.states import (
    WRITTEN,
    Choice,
    MeetingState,
    Presence,
)
from headway.monitoring.strategy.models import Node


class Attendance(models.Model):
    """How a member attended a meeting: themselves, from afar, not, or by a substitute."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="attendance"
    )
    member = models.ForeignKey(Member, models.PROTECT, verbose_name=_("member"), related_name="+")
    presence = models.CharField(_("attendance"), max_length=12, choices=Presence)
    substitute = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("substituted by"),
        related_name="+",
    )
    substitute_name = models.CharField(
        _("name of the substitute"), max_length=LONGEST_NAME, blank=True
    )

    objects = OfMeetingQuerySet["Attendance"].as_manager()

    class Meta:
        verbose_name = _("attendance of a member")
        verbose_name_plural = _("attendance of members")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_attends_once"),
            models.CheckConstraint(
                condition=Q(presence=Presence.SUBSTITUTED)
                | Q(substitute__isnull=True, substitute_name=""),
                name="meetings_attendance_substitute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_presence_display()}"

    @property
    def stands_in(self) -> str:
        """Who fills the seat instead of the member; empty where nobody does."""
        return str(self.substitute) if self.substitute else self.substitute_name


class OfPointQuerySet(OfMeetingQuerySet[Any]):
    """Rows of an agenda point: for those who see its meeting."""

    path = "point__meeting"


class Exclusion(models.Model):
    """A member who takes no part in a point because of a conflict of interest."""

    point = models.ForeignKey(
        AgendaPoint, models.CASCADE, verbose_name=_("agenda point"), related_name="exclusions"
    )
    member = models.ForeignKey(Member, models.PROTECT, verbose_name=_("member"), related_name="+")
    reason = models.CharField(_("reason"), max_length=500)

    objects = OfPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.UniqueConstraint(fields=["point", "member"], name="meetings_excluded_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="meetings_exclusion_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.point}"


class Vote(models.Model):
    """How a member voted at a point, or who stood in for them."""

    point = models.ForeignKey(
        AgendaPoint, models.CASCADE, verbose_name=_("agenda point"), related_name="votes"
    )
    member = models.ForeignKey(Member, models.PROTECT, verbose_name=_("member"), related_name="+")
    choice = models.CharField(_("vote"), max_length=10, choices=Choice)

    objects = OfPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["point", "member"], name="meetings_votes_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"


class TypedMinutes(Typed):
    """What somebody has typed into the minutes of a point and not yet saved."""

    point = models.ForeignKey(
        AgendaPoint, models.CASCADE, verbose_name=_("agenda point"), related_name="typed"
    )

    objects = OfPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes being typed")
        verbose_name_plural = _("minutes being typed")
        constraints = [
            models.UniqueConstraint(fields=["point", "writer_id"], name="meetings_typed_once")
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.writer_id}"


class DecisionQuerySet(ScopedQuerySet["Decision"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show confirmed decisions of public bodies to all, written ones to those inside.

        Who keeps the body sees them while they are being made.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        public = Q(
            meeting__state=MeetingState.CONFIRMED,
            body__is_public=True,
            body__strategy__is_public=True,
        )
        kept = Q(body__in=Body.objects.kept(user).values("pk"))
        inside = Q(meeting__state__in=WRITTEN, body__in=Body.objects.inside(user).values("pk"))
        return opened.filter(public | kept | inside)


class Decision(models.Model):
    """What a body decided at a point, under its number of the year."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="decisions"
    )
    point = models.ForeignKey(
        AgendaPoint, models.PROTECT, verbose_name=_("agenda point"), related_name="decisions"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    words = TranslatedTextField(_("words of the decision"))
    nodes = models.ManyToManyField(Node, verbose_name=_("about"), related_name="+", blank=True)
    votes_yes = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_no = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    """The votes as they stood when it was recorded; without any it was taken by consensus."""
    made_at = models.DateTimeField(_("recorded at"))
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"], name="meetings_decision_number"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Its number as people quote it: “2026-3”."""
        return f"{self.year}-{self.number}"

    @property
    def tally(self) -> Tally | None:
        if self.votes_yes is None:
            return None
        return Tally(self.votes_yes, self.votes_no or 0, self.votes_abstained or 0)
