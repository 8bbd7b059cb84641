"""Bodies, and who sits in them."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Membership, Organisation
from headway.foundation.organisations.states import Role
from headway.monitoring.meetings.facts import KnownTo, QuorumRule, Rhythm
from headway.monitoring.meetings.states import (
    KEEPING,
    BodyKind,
    Majority,
    MemberRole,
    QuorumKind,
)
from headway.monitoring.strategy.models import Coordinator, Strategy

LONGEST_NAME = 200
OWN = "one’s own roles decide what one may see"
WRITERS = (Role.REPORTER, Role.APPROVER)
"""Roles in a leading organisation that keep its bodies; readers only read."""
R = TypeVar("R", bound=models.Model)


def kept_by(user: Any) -> Q:  # noqa: ANN401 -- a person, or nobody
    """Return which bodies somebody keeps now. Not for nobody, whom `Body.of` sorts out."""
    coordinated = Coordinator.objects.filter(user_id=user.pk, until__isnull=True)
    led = _roles(user).filter(role__in=WRITERS)
    own = _seats(user).filter(role__in=KEEPING)
    return (
        Q(strategy__in=coordinated.values("strategy"))
        | Q(organisation__in=led.values("organisation"))
        | Q(pk__in=own.values("body"))
    )


def open_to(user: Any) -> Q:  # noqa: ANN401 -- a person, or nobody
    """Return whose inner life somebody may see: bodies kept, sat in, or led by one’s house."""
    read = _roles(user).values("organisation")
    return kept_by(user) | Q(pk__in=_seats(user).values("body")) | Q(organisation__in=read)


def _roles(user: Any) -> models.QuerySet[Membership]:  # noqa: ANN401
    everyone = Membership.objects.unrestricted(reason=OWN)
    if user.pk is None:
        return everyone.none()
    return everyone.filter(user_id=user.pk, until__isnull=True)


def _seats(user: Any) -> models.QuerySet[Member]:  # noqa: ANN401
    everyone = Member.objects.unrestricted(reason=OWN)
    if user.pk is None:  # who has no account is a member under a name, with no user either
        return everyone.none()
    return everyone.filter(user_id=user.pk, until__isnull=True)


class BodyQuerySet(ScopedQuerySet["Body"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show public bodies of public strategies to all; any other to those who belong to it."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        public = Q(is_public=True, strategy__is_public=True)
        if user.pk is None:
            return opened.filter(public)
        return opened.filter(public | open_to(user))

    def inside(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Keep the bodies whose meetings somebody may see."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.none() if user.pk is None else opened.filter(open_to(user))

    def kept(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Keep the bodies that somebody keeps; all, for whoever reads everything."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        return opened.none() if user.pk is None else opened.filter(kept_by(user))


class Body(models.Model):
    """A council, working group or commission that meets about a strategy."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    strategy = models.ForeignKey(
        Strategy, models.PROTECT, verbose_name=_("strategy"), related_name="bodies"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("leading organisation"), related_name="+"
    )
    name = TranslatedTextField(pgettext_lazy("thing", "name"))
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind, default=BodyKind.COUNCIL)
    languages = models.JSONField(_("languages"), default=list)
    """The languages of its invitations and minutes; the first leads."""
    quorum_kind = models.CharField(
        _("quorum"), max_length=15, choices=QuorumKind, default=QuorumKind.MORE_THAN_HALF
    )
    quorum_number = models.PositiveSmallIntegerField(_("members for a quorum"), default=0)
    majority = models.CharField(
        _("majority"), max_length=10, choices=Majority, default=Majority.OF_VOTES
    )
    has_casting_vote = models.BooleanField(_("the chair’s vote decides a tie"), default=False)
    is_public = models.BooleanField(_("public"), default=False)
    """Whether its confirmed decisions are shown to everybody."""
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    kept_rhythm = models.JSONField(_("rhythm"), default=dict, blank=True)
    usual_time = models.TimeField(_("usual time"), null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField(_("usual length in minutes"), default=90)
    usual_place = TranslatedTextField(_("usual place"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    known_to: KnownTo | None = None
    """For whom it was read, and what they are in it. Services read it anew."""

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True)
                | Q(since__isnull=True)
                | Q(until__gte=models.F("since")),
                name="meetings_body_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def quorum(self) -> QuorumRule:
        return QuorumRule(self.quorum_kind, self.quorum_number)

    @property
    def rhythm(self) -> Rhythm | None:
        return Rhythm.from_json(self.kept_rhythm)


class OfBodyQuerySet(ScopedQuerySet[R]):
    """Rows of a body's inner life: for those who belong to it."""

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        return self._open().filter(body__in=Body.objects.inside(user).values("pk"))


class Member(models.Model):
    """Who sits in a body, in which role, from a day until a day. A new role is a new row."""

    body = models.ForeignKey(Body, models.CASCADE, verbose_name=_("body"), related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("person"),
        related_name="+",
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=LONGEST_NAME)
    """What the person is called; of one with an account, when they became a member."""
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    votes = models.BooleanField(_("votes"), default=True)
    substitutes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("substitutes"),
        related_name="substituted_by",
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OfBodyQuerySet["Member"].as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "user"],
                condition=Q(until__isnull=True),
                name="meetings_member_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(until__isnull=True, role=MemberRole.CHAIR),
                name="meetings_one_chair",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="meetings_member_has_a_name"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name

    @property
    def address(self) -> str:
        """Where invitations go: to the account, if there is one."""
        return self.user.email if self.user else self.email

    @property
    def has_seat(self) -> bool:
        """Whether a vote is theirs: who substitutes votes for somebody else alone."""
        return self.votes and self.substitutes_id is None
