"""Sessions, who is paired with whom, what reviewers say of a plan, what its authors answer."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.cooperation.exchange.models import Event
from headway.cooperation.partnerships.models import Member, Project, among, led_by, works_as
from headway.cooperation.peerreview.states import Point, Reply, ReviewState, SessionState
from headway.cooperation.plans.models import Plan, PlanEdition, written_by
from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.core.typed import Typed
from headway.foundation.organisations.models import Organisation

LONGEST_NAME = 200
LONGEST_REASON = 2000
BEST = 5


def own_units(user: Any) -> models.QuerySet[ReviewUnit]:  # noqa: ANN401 -- a person, or nobody
    """Return the units that somebody's own organisations make up, as partners of the project."""
    return units_made_of(works_as(user))


def units_made_of(partners: models.QuerySet[Member]) -> models.QuerySet[ReviewUnit]:
    """Return the units that some partners make up."""
    houses = ReviewUnit.organisations.through.objects
    own = houses.filter(among(partners, "reviewunit__session__project"))
    everyone = ReviewUnit.objects.unrestricted(reason="one’s own units decide what one may see")
    return everyone.filter(pk__in=own.values("reviewunit"))


class OfSession(ScopedQuerySet[Any]):
    """What every partner of the project may know: who meets whom, where and when."""

    way = "session__project"

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show sessions to the project's partners. The public reads of them as events."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(**{f"{self.way}__in": works_as(user).values("project")})


class OfProject(OfSession):
    way = "project"


class OfRound(OfSession):
    way = "round__session__project"


class OfGroup(OfSession):
    way = "group__round__session__project"


class ReviewSession(models.Model):
    """A day, or a time, in which the partners of a project review each other's plans."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="review_sessions"
    )
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, verbose_name=_("event"), related_name="+"
    )
    title = TranslatedTextField(_("title"))
    state = models.CharField(
        _("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED
    )
    time_zone = models.CharField(_("time zone"), max_length=40)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes for a group"), default=30)
    rooms = models.JSONField(_("rooms"), default=list, blank=True)
    reviews_until = models.DateField(_("reviews until"), null=True, blank=True)
    answers_until = models.DateField(_("answers until"), null=True, blank=True)
    reviews_reminded_on = models.DateField(_("reminded of reviews on"), null=True, blank=True)
    answers_reminded_on = models.DateField(_("reminded of answers on"), null=True, blank=True)
    lead_words = TranslatedTextField(_("what the lead partner says to all"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OfProject.as_manager()

    class Meta:
        verbose_name = _("review session")
        verbose_name_plural = _("review sessions")

    def __str__(self) -> str:
        return str(self.title)


class ReviewUnit(models.Model):
    """One or several partners who present a plan, or their part of it."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    session = models.ForeignKey(
        ReviewSession, models.CASCADE, verbose_name=_("review session"), related_name="units"
    )
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="+")
    edition = models.ForeignKey(
        PlanEdition,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("edition that is reviewed"),
        related_name="+",
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), related_name="+"
    )
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=LONGEST_NAME)
    place = models.PositiveSmallIntegerField(_("place"))

    objects = OfSession.as_manager()

    class Meta:
        verbose_name = _("review unit")
        verbose_name_plural = _("review units")

    def __str__(self) -> str:
        return self.name


class ReviewRound(models.Model):
    """One time in which every unit meets another."""

    session = models.ForeignKey(
        ReviewSession, models.CASCADE, verbose_name=_("review session"), related_name="rounds"
    )
    number = models.PositiveSmallIntegerField(_("number"))

    objects = OfSession.as_manager()

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="peerreview_round_number")
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.number}"


class ReviewGroup(models.Model):
    """Two units that meet, or three, with their room and their time."""

    round = models.ForeignKey(
        ReviewRound, models.CASCADE, verbose_name=_("review round"), related_name="groups"
    )
    units = models.ManyToManyField(
        ReviewUnit, through="Seat", verbose_name=_("units"), related_name="+"
    )
    place = models.PositiveSmallIntegerField(_("place"))
    room = models.CharField(_("room"), max_length=LONGEST_NAME, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    reason = models.CharField(_("why they meet again"), max_length=LONGEST_REASON, blank=True)
    """Of a group in which a person put together units that had met before."""

    objects = OfRound.as_manager()

    class Meta:
        verbose_name = _("review group")
        verbose_name_plural = _("review groups")

    def __str__(self) -> str:
        return f"{self.round}: {self.place}"


class Seat(models.Model):
    """One unit in one group. A model of its own, so that it is kept in copies of the data."""

    group = models.ForeignKey(
        ReviewGroup, models.CASCADE, verbose_name=_("review group"), related_name="+"
    )
    unit = models.ForeignKey(
        ReviewUnit, models.CASCADE, verbose_name=_("review unit"), related_name="+"
    )

    objects = OfGroup.as_manager()

    class Meta:
        verbose_name = _("seat in a review group")
        verbose_name_plural = _("seats in review groups")
        constraints = [
            models.UniqueConstraint(fields=["group", "unit"], name="peerreview_seat_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.group}"


class ReviewQuerySet(ScopedQuerySet["Review"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show a draft to those who write it; once submitted also to the authors and the lead.

        Authors are all who write the plan: of two units of one plan the other reads it then, too.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        mine = own_units(user).values("pk")
        submitted = Q(state=ReviewState.SUBMITTED) & (
            Q(reviewed__in=mine)
            | Q(reviewed__plan__in=written_by(user).values("pk"))
            | Q(reviewed__session__project__in=led_by(user).values("project"))
        )
        return opened.filter(Q(reviewer__in=mine) | submitted)


class Review(models.Model):
    """What one unit says of another's plan, after one meeting."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    group = models.ForeignKey(
        ReviewGroup, models.PROTECT, verbose_name=_("review group"), related_name="reviews"
    )
    reviewer = models.ForeignKey(
        ReviewUnit, models.PROTECT, verbose_name=_("reviewing unit"), related_name="+"
    )
    reviewed = models.ForeignKey(
        ReviewUnit, models.PROTECT, verbose_name=_("reviewed unit"), related_name="+"
    )
    edition = models.ForeignKey(
        PlanEdition, models.PROTECT, verbose_name=_("edition that was read"), related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReviewState, default=ReviewState.DRAFT
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.CharField(_("submitted by"), max_length=LONGEST_NAME, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    """In which it is written; empty before anything is."""
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "reviewer", "reviewed"], name="peerreview_review_once"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=models.F("reviewed")), name="peerreview_review_of_another"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.SUBMITTED, submitted_at__isnull=False)
                | Q(state=ReviewState.DRAFT, submitted_at__isnull=True),
                name="peerreview_review_submitted_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} → {self.reviewed}"


class VerdictQuerySet(ScopedQuerySet["PointVerdict"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what was said in reviews that this person sees."""
        return self._open().filter(review__in=Review.objects.visible_to(user).values("pk"))


class PointVerdict(models.Model):
    """What a review says of one point, and what the authors answer to its suggestion."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="verdicts"
    )
    point = models.CharField(_("point"), max_length=12, choices=Point)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    """From 1 (missing) to 5 (could be an example to all)."""
    comment = models.TextField(_("comment"), blank=True)
    suggestion = models.TextField(_("suggestion"), blank=True)
    reply = models.CharField(_("answer"), max_length=8, choices=Reply, blank=True)
    reply_words = models.TextField(_("why"), blank=True)
    reply_language = models.CharField(_("language of the answer"), max_length=8, blank=True)
    """In which its words are; empty without words, or where nobody said it."""
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    replied_by = models.CharField(_("answered by"), max_length=LONGEST_NAME, blank=True)
    seen_in = models.ForeignKey(
        PlanEdition,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("edition in which it is seen"),
        related_name="+",
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict on a point")
        verbose_name_plural = _("verdicts on points")
        constraints = [
            models.UniqueConstraint(fields=["review", "point"], name="peerreview_point_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=BEST),
                name="peerreview_score_range",
            ),
            models.CheckConstraint(
                condition=Q(reply="") | (~Q(suggestion="") & Q(replied_at__isnull=False)),
                name="peerreview_reply_to_a_suggestion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.point}"


class TypedQuerySet(ScopedQuerySet["TypedReview"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what somebody types to themselves alone, and to those who read everything."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.filter(writer_id=f"person:{user.pk}") if user.pk else opened.none()


class TypedReview(Typed):
    """What somebody has typed into a review and not yet saved."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="typed"
    )

    objects = TypedQuerySet.as_manager()

    class Meta:
        verbose_name = _("review being typed")
        verbose_name_plural = _("reviews being typed")
        constraints = [
            models.UniqueConstraint(fields=["review", "writer_id"], name="peerreview_typed_once")
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.writer_id}"
