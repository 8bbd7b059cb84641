"""An amendment: operations on one strategy's text, kept as data until a body decides on them.

An operation names what it changes by key and keeps what it says, what stood there, and what
everything it names is called: it can be told for ever, whatever becomes of the text.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, works_in
from headway.monitoring.amendments.facts import PROPOSAL, Change
from headway.monitoring.amendments.states import (
    MADE_TEXT,
    OPEN,
    WAITING,
    AmendmentState,
    OriginKind,
    Outcome,
    Stance,
)
from headway.monitoring.meetings.models import AgendaPoint, Body, Meeting
from headway.monitoring.strategy.models import Edition, Strategy, kept_by

LONGEST_NAME = 200
LONGEST_KIND = 20
LONGEST_ORIGIN = 60


def before_bodies_of(user: Any) -> Q:  # noqa: ANN401 -- a person
    """Return which amendments somebody reads because a body decides on them.

    Members read what stands on the agenda of a meeting that they see; who convenes a body reads
    also what waits, for they may put it there. Nobody reads a draft so.
    """
    points = AgendaPoint.objects.unrestricted(reason="only which amendments stand there").filter(
        origin_type=PROPOSAL,
        origin_key=OuterRef("key"),
        meeting__body__strategy=OuterRef("strategy"),
        meeting__in=Meeting.objects.visible_to(user).values("pk"),
    )
    convened = Body.objects.kept(user).values("strategy")
    waits = Q(state__in=WAITING, strategy__in=convened)
    return waits | (Exists(points) & ~Q(state=AmendmentState.DRAFT))


class AmendmentQuerySet(ScopedQuerySet["Amendment"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show all those of public strategies that made text, coordinators all of theirs.

        Who works for an organisation that was asked sees it from then on, and so does whoever
        sits in a body that is to decide on it.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(state__in=MADE_TEXT, strategy__is_public=True)
        if user.pk is not None:
            asked = Agreement.objects.unrestricted(reason="only whether somebody was asked").filter(
                organisation__in=works_in(user).values("organisation")
            )
            seen |= Q(strategy__in=kept_by(user).values("strategy"))
            seen |= Q(pk__in=asked.values("amendment")) & ~Q(state=AmendmentState.DRAFT)
            seen |= before_bodies_of(user)
        return opened.filter(seen)


class Originated(models.Model):
    """Where an idea comes from: the kind of its origin, its key, what it is called, a link."""

    origin_kind = models.CharField(
        _("kind of origin"), max_length=20, choices=OriginKind, blank=True
    )
    origin_key = models.CharField(_("key of the origin"), max_length=LONGEST_ORIGIN, blank=True)
    origin_title = TranslatedTextField(_("origin"), blank=True)
    origin_link = models.URLField(_("address of the origin"), max_length=500, blank=True)

    class Meta:
        abstract = True


class Amendment(Originated):
    """A proposal to change one strategy, and what became of it."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="amendments"
    )
    number = models.PositiveIntegerField(_("number"))
    title = TranslatedTextField(_("title"))
    rationale = TranslatedTextField(_("rationale"), blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=AmendmentState, default=AmendmentState.DRAFT
    )
    state_since = models.DateTimeField(_("in this state since"))
    created_by = models.CharField(_("begun by"), max_length=LONGEST_NAME)
    consult_until = models.DateField(_("answers until"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decision recorded at"), null=True, blank=True)
    decision_words = models.TextField(_("words of the decision"), blank=True)
    """Why it was refused, withdrawn, or adopted although not everybody agreed."""
    edition = models.OneToOneField(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("edition that it made"),
        related_name="amendment",
    )
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "number"], name="amendments_amendment_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MADE_TEXT, edition__isnull=False)
                | (~Q(state__in=MADE_TEXT) & Q(edition__isnull=True)),
                name="amendments_edition_by_adoption",
            ),
        ]
        indexes = [models.Index(fields=["strategy", "state"], name="amendments_amendment_state")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class OperationQuerySet(ScopedQuerySet["Operation"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show all of an amendment to those who work on it; to readers what was adopted."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Amendment.objects.visible_to(user)
        public = Q(outcome=Outcome.ADOPTED, amendment__strategy__is_public=True)
        if user.pk is None:
            return opened.filter(public, amendment__in=seen.values("pk"))
        asked = Agreement.objects.unrestricted(reason="only whether somebody was asked").filter(
            organisation__in=works_in(user).values("organisation")
        )
        deciding = Amendment.objects.unrestricted(reason="only which a body decides on")
        inside = (
            Q(amendment__strategy__in=kept_by(user).values("strategy"))
            | Q(amendment__in=asked.values("amendment"))
            | Q(amendment__in=deciding.filter(before_bodies_of(user)).values("pk"))
        )
        return opened.filter(public | inside, amendment__in=seen.values("pk"))


class Operation(Originated):
    """One change that an amendment proposes."""

    amendment = models.ForeignKey(
        Amendment, models.CASCADE, verbose_name=_("amendment"), related_name="operations"
    )
    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    place = models.PositiveIntegerField(_("place"))
    kind = models.CharField(_("kind"), max_length=LONGEST_KIND)
    """A code of the registry of kinds."""
    thing_key = models.CharField(_("what it changes"), max_length=LENGTH, db_index=True)
    """The key of a node or an indicator, which may have been reserved for a new one."""
    said = models.JSONField(_("what it says"), default=dict)
    before = models.JSONField(_("what stood there"), default=dict, blank=True)
    names = models.JSONField(_("what is named"), default=dict, blank=True)
    """What everything that it names was called when it was written, by key: texts as JSON."""
    rationale = TranslatedTextField(_("rationale"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        indexes = [models.Index(fields=["amendment", "place"], name="amendments_operation_order")]

    def __str__(self) -> str:
        return f"{self.amendment}: {self.kind} {self.thing_key}"

    def change(self) -> Change:
        return Change(self.key, self.kind, self.thing_key, self.said, self.before)


class AgreementQuerySet(ScopedQuerySet["Agreement"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show coordinators what everybody says, members of an organisation what theirs says."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        if user.pk is None:
            return opened.none()
        own = Q(organisation__in=works_in(user).values("organisation"))
        kept = Q(amendment__strategy__in=kept_by(user).values("strategy"))
        return opened.filter(kept | (own & ~Q(amendment__state=AmendmentState.DRAFT)))


class Agreement(models.Model):
    """What one organisation, which was asked, says of an amendment."""

    amendment = models.ForeignKey(
        Amendment, models.CASCADE, verbose_name=_("amendment"), related_name="agreements"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    stance = models.CharField(_("answer"), max_length=8, choices=Stance, blank=True)
    words = models.TextField(_("words"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=LONGEST_NAME, blank=True)
    is_by_letter = models.BooleanField(_("recorded by the coordinator"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "organisation"], name="amendments_agreement_once"
            ),
            models.CheckConstraint(
                condition=Q(stance="") | Q(answered_at__isnull=False),
                name="amendments_agreement_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return _now("%(organisation)s on %(amendment)s") % {
            "organisation": self.organisation,
            "amendment": self.amendment,
        }
