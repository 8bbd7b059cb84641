"""Meetings with their agenda and papers."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.agenda import with_language
from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.monitoring.meetings.models.bodies import LONGEST_NAME, Body
from headway.monitoring.meetings.states import MeetingState, PointKind

R = TypeVar("R", bound=models.Model)


class MeetingQuerySet(ScopedQuerySet["Meeting"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show keepers all meetings of their bodies, members those they were told of.

        That is not one that is only planned, nor one that was cancelled before anybody was invited.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        told = ~Q(state=MeetingState.PLANNED) & ~Q(
            state=MeetingState.CANCELLED, invited_at__isnull=True
        )
        inside = Q(body__in=Body.objects.inside(user).values("pk"))
        kept = Q(body__in=Body.objects.kept(user).values("pk"))
        return opened.filter(kept | (told & inside))


class Meeting(models.Model):
    """One meeting of a body, from its planning to its minutes."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="meetings")
    number = models.PositiveIntegerField(_("number"))
    """Which meeting of the body it is; never reused."""
    title = TranslatedTextField(_("title"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    place = TranslatedTextField(_("place"), blank=True)
    link = models.URLField(_("link"), blank=True, max_length=500)
    languages = models.JSONField(_("languages"), default=list)
    note = TranslatedTextField(_("note to those invited"), blank=True)
    sequence = models.PositiveIntegerField(_("sequence number"), default=0)
    """Raised whenever calendars must move what they hold (RFC 5546)."""
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    written_at = models.DateTimeField(_("minutes handed in at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("minutes confirmed at"), null=True, blank=True)
    confirmed_by = models.CharField(_("minutes confirmed by"), max_length=LONGEST_NAME, blank=True)
    cancelled_because = models.TextField(_("reason for cancelling"), blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="meetings_meeting_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_has_a_length"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="meetings_meeting_confirmed_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancelled_because=""),
                name="meetings_meeting_cancelled_because",
            ),
        ]
        indexes = [models.Index(fields=["body", "starts_at"], name="meetings_meeting_order")]

    def __str__(self) -> str:
        return f"{self.body}, {self.number}"

    @property
    def uid(self) -> str:
        """By what calendars know it, for as long as it exists."""
        return f"{self.key}.meeting@headway"


class OfMeetingQuerySet(ScopedQuerySet[R]):
    """Rows of a meeting: for those who see it."""

    path: ClassVar[str] = "meeting"

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        seen = Meeting.objects.visible_to(user).values("pk")
        return self._open().filter(**{f"{self.path}__in": seen})


class AgendaPoint(models.Model):
    """One point of an agenda, with its minutes.

    Where it comes from is kept as words and a link: what it is about may belong to a higher app.
    """

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="points"
    )
    place = models.PositiveSmallIntegerField(_("place"))
    """From 1; the order of the agenda."""
    kind = models.CharField(
        _("kind"), max_length=12, choices=PointKind, default=PointKind.DISCUSSION
    )
    duration = models.PositiveSmallIntegerField(_("planned length in minutes"), default=10)
    title = TranslatedTextField(_("title"))
    note = TranslatedTextField(_("explanation"), blank=True)
    origin_type = models.CharField(_("type of its origin"), max_length=30, blank=True)
    origin_label = TranslatedTextField(_("what its origin is called"), blank=True)
    origin_key = models.CharField(_("key of its origin"), max_length=60, blank=True)
    origin_title = TranslatedTextField(_("title of its origin"), blank=True)
    origin_link = models.CharField(_("link to its origin"), max_length=500, blank=True)
    minutes = TranslatedTextField(_("minutes"), blank=True)
    minutes_by = models.CharField(_("minutes written by"), max_length=LONGEST_NAME, blank=True)
    minutes_at = models.DateTimeField(_("minutes written at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OfMeetingQuerySet["AgendaPoint"].as_manager()

    class Meta:
        verbose_name = _("agenda point")
        verbose_name_plural = _("agenda points")
        indexes = [models.Index(fields=["meeting", "place"], name="meetings_point_order")]

    def __str__(self) -> str:
        return f"{self.place}. {self.title}"

    @property
    def origin_address(self) -> str:
        """Where its origin is looked at, in the language of the page."""
        return with_language(self.origin_link)


class Paper(models.Model):
    """What is to be read before a meeting: a file, or a page that Headway makes itself."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="papers"
    )
    point = models.ForeignKey(
        AgendaPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("agenda point"),
        related_name="papers",
    )
    title = models.CharField(_("title"), max_length=LONGEST_NAME)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file"),
        related_name="+",
    )
    address = models.CharField(_("address"), max_length=500, blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.CharField(_("added by"), max_length=LONGEST_NAME)

    objects = OfMeetingQuerySet["Paper"].as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, address="")
                | (Q(file__isnull=True) & ~Q(address="")),
                name="meetings_paper_is_a_file_or_a_page",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> str:
        """Where the page is that it stands for, in the language of the page."""
        return with_language(self.address)
