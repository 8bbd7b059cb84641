"""What partners learn from each other: events with all that belongs to them, good practices."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.cooperation.exchange.states import (
    SEEN_BY_ALL,
    EventKind,
    EventState,
    MaterialKind,
    Mode,
    PracticeLevel,
    PracticeState,
    RegistrationState,
)
from headway.cooperation.partnerships.models import (
    Project,
    among,
    leads_written_by,
    led_by,
    works_as,
    writes_as,
)
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.attachments.models import Picture, StoredFile
from headway.foundation.core.fields import PartialDateField, ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, Region

LONGEST_NAME = 200
LONGEST_LINK = 500


class EventQuerySet(ScopedQuerySet["Event"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show everybody what was announced and is public; the rest as `inside` does."""
        return self._seen(user, Q(is_public=True, state__in=SEEN_BY_ALL))

    def inside(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what one reads as a partner: also the link to take part, and inner material.

        That is one's own events for the lead partner and the hosts, from the first draft; for
        the other partners what was announced to everybody, and partner meetings.
        """
        return self._seen(user, Q(pk=None))

    def _seen(self, user: Any, seen: Q) -> Self:  # noqa: ANN401 -- a person, or nobody
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is not None:
            shared = works_as(user)
            hosted = Event.hosts.through.objects.filter(among(shared, "event__project"))
            seen |= Q(pk__in=hosted.values("event"))
            seen |= Q(project__in=shared.filter(role=MemberRole.LEAD).values("project"))
            told = Q(is_public=True) | Q(kind=EventKind.PARTNER_MEETING)
            seen |= Q(project__in=shared.values("project"), state__in=SEEN_BY_ALL) & told
        return opened.filter(seen)


class Event(models.Model):
    """A meeting, visit, workshop or conference of a project."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    state = models.CharField(
        _("state"), max_length=10, choices=EventState, default=EventState.DRAFT
    )
    title = TranslatedTextField(_("title"))
    start = PartialDateField(_("first day"))
    end = PartialDateField(_("last day"))
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    """The exact moment, once it is known; then `start` is its day."""
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    mode = models.CharField(_("how it is held"), max_length=10, choices=Mode)
    place = TranslatedTextField(_("place"), blank=True)
    planned_place = TranslatedTextField(_("place that was planned"), blank=True)
    online_link = models.URLField(_("link to take part"), max_length=LONGEST_LINK, blank=True)
    """Only for partners and those who registered."""
    hosts = models.ManyToManyField(
        Organisation, verbose_name=_("hosts"), related_name="+", blank=True
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    summary = TranslatedTextField(_("what it is about"), blank=True)
    learnt = TranslatedTextField(_("what was learnt"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    takes_registrations = models.BooleanField(_("takes registrations"), default=False)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    registers_until = models.DateField(_("registers until"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("edition of the invitation"), default=0)
    changed_at = models.DateTimeField(_("changed at"))
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="exchange_event_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def uid(self) -> str:
        """What calendars know it by, for good."""
        return f"event-{self.key}@headway"


class OfEvent(ScopedQuerySet[Any]):
    """Rows that are seen with their event."""

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        return self._open().filter(event__in=Event.objects.visible_to(user).values("pk"))


class ProgrammePoint(models.Model):
    """What happens at an event, in its order."""

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="programme"
    )
    place = models.PositiveIntegerField(_("place"))
    starts = models.TimeField(_("time"), null=True, blank=True)
    title = TranslatedTextField(_("title"))
    speaker = models.CharField(_("speaker"), max_length=LONGEST_NAME, blank=True)

    objects = OfEvent.as_manager()

    class Meta:
        verbose_name = _("point of a programme")
        verbose_name_plural = _("points of programmes")

    def __str__(self) -> str:
        return str(self.title)


class Participation(models.Model):
    """How many people of an organisation took part. Counts, never their names."""

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        related_name="+",
    )
    words = TranslatedTextField(_("others"), blank=True)
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)

    objects = OfEvent.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], name="exchange_participation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.organisation or self.words}"


class MaterialQuerySet(ScopedQuerySet["Material"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show public material with its event; the rest to whom the event is told as partners."""
        seen, inside = Event.objects.visible_to(user), Event.objects.inside(user)
        return self._open().filter(
            Q(is_public=True, event__in=seen.values("pk")) | Q(event__in=inside.values("pk"))
        )


class Material(models.Model):
    """What an event left behind: a file, or a link. Videos are linked, never embedded."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="materials"
    )
    place = models.PositiveIntegerField(_("place"))
    kind = models.CharField(_("kind"), max_length=10, choices=MaterialKind)
    title = TranslatedTextField(_("title"))
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file"),
        related_name="+",
    )
    link = models.URLField(_("link"), max_length=LONGEST_LINK, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_public = models.BooleanField(_("public"), default=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=True) & ~Q(link="")) | Q(file__isnull=False, link=""),
                name="exchange_material_is_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show who registered to those who write for the lead partner or a host, else nobody."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        hosted = Event.hosts.through.objects.filter(among(writes_as(user), "event__project"))
        led = leads_written_by(user)
        return opened.filter(
            Q(event__in=hosted.values("event")) | Q(event__project__in=led.values("project"))
        )


class Registration(models.Model):
    """Somebody's place at an event, asked for from a public page.

    Whoever withdraws is forgotten: name, address and needs are emptied.
    """

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="registrations"
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=LONGEST_NAME, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=LONGEST_NAME, blank=True)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState)
    registered_at = models.DateTimeField(_("registered at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    """Who confirmed first is first: for places, and on the waiting list."""
    needs = models.TextField(_("what the hosts should know"), blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email=""),
                name="exchange_registration_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.name}"


class GoodPracticeQuerySet(ScopedQuerySet["GoodPractice"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what is published to all; before, to its organisation, and once sent in, the lead.

        Partners of other regions see no draft, nor does an organisation that left the project.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(state=PracticeState.PUBLISHED)
        if user.pk is not None:
            seen |= Q(among(works_as(user), "project"))
            seen |= Q(project__in=led_by(user).values("project")) & ~Q(state=PracticeState.DRAFT)
        return opened.filter(seen)


class GoodPractice(models.Model):
    """Something that worked in one region, told so that another can do it."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="practices"
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("brought by"), related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PracticeState, default=PracticeState.DRAFT
    )
    state_since = models.DateTimeField(_("in this state since"))
    title = TranslatedTextField(_("title"))
    level = models.CharField(_("level"), max_length=12, choices=PracticeLevel, blank=True)
    problem = TranslatedTextField(_("problem"), blank=True)
    solution = TranslatedTextField(_("solution"), blank=True)
    evidence = TranslatedTextField(_("evidence of success"), blank=True)
    difficulties = TranslatedTextField(_("difficulties"), blank=True)
    resources = TranslatedTextField(_("resources needed"), blank=True)
    transferability = TranslatedTextField(_("what others can take over"), blank=True)
    began = PartialDateField(_("began"))
    ended = PartialDateField(_("ended"))
    contact_role = TranslatedTextField(_("whom to ask"), blank=True)
    contact_email = models.EmailField(_("role address"), blank=True)
    link = models.URLField(_("web address"), max_length=LONGEST_LINK, blank=True)
    words_of_lead = models.TextField(_("what the lead partner says"), blank=True)
    """Why it was declined, or what is asked for."""
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        indexes = [models.Index(fields=["project", "state"], name="exchange_practice_state")]

    def __str__(self) -> str:
        return str(self.title)


class PracticePicture(models.Model):
    """A picture of a good practice, in its order."""

    practice = models.ForeignKey(
        GoodPractice, models.CASCADE, verbose_name=_("good practice"), related_name="pictures"
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, verbose_name=_("picture"), related_name="+"
    )
    place = models.PositiveIntegerField(_("place"))

    class Meta:
        verbose_name = _("picture of a good practice")
        verbose_name_plural = _("pictures of good practices")

    def __str__(self) -> str:
        return str(self.picture)
