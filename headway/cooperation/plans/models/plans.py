"""Action plans as they are written, and the organisations that write them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.models import (
    PolicyInstrument,
    Project,
    among,
    led_by,
    works_as,
)
from headway.cooperation.plans.models.recommendations import Recommendation
from headway.cooperation.plans.states import Adoption, PlanState
from headway.foundation.attachments.models import Picture
from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation


class PlanQuerySet(ScopedQuerySet["Plan"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what was published to all; other plans to authors, to the lead from the review.

        That a plan is visible says nothing of its words, which only authors read: all others read
        its editions.
        """
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(published__isnull=False)
        if user.pk is not None:
            seen |= Q(pk__in=written_by(user).values("pk"))
            seen |= Q(project__in=led_by(user).values("project")) & ~Q(state=PlanState.DRAFT)
        return opened.filter(seen)


class Plan(models.Model):
    """An action plan for one policy instrument, as it is being written."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=60)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="plans"
    )
    instrument = models.ForeignKey(
        PolicyInstrument,
        models.PROTECT,
        verbose_name=_("policy instrument"),
        related_name="plans",
    )
    authors = models.ManyToManyField(
        Organisation, through="PlanAuthor", verbose_name=_("authors"), related_name="+"
    )
    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("recommendation"),
        related_name="plans",
    )
    title = TranslatedTextField(_("title"))
    languages = models.JSONField(_("languages"), default=list)
    """In which it is to be complete; the first leads."""
    state = models.CharField(_("state"), max_length=12, choices=PlanState, default=PlanState.DRAFT)
    state_since = models.DateTimeField(_("in this state since"))
    intro = TranslatedTextField(_("the region and its policy in three sentences"), blank=True)
    why = TranslatedTextField(_("why change is needed"), blank=True)
    context = TranslatedTextField(_("policy context"), blank=True)
    monitoring = TranslatedTextField(_("how it is monitored"), blank=True)
    abbreviations = models.JSONField(_("abbreviations"), default=list, blank=True)
    contacts = models.JSONField(_("contact roles"), default=list, blank=True)
    adoption = models.CharField(_("adoption"), max_length=12, choices=Adoption, blank=True)
    adopter = TranslatedTextField(_("who adopts it"), blank=True)
    adoption_words = TranslatedTextField(_("why it need not be adopted"), blank=True)
    cover = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, verbose_name=_("cover"), related_name="+"
    )
    published = models.ForeignKey(
        "PlanEdition",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("edition that the public reads"),
        related_name="+",
    )
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    known_authors: list[PlanAuthor] | None = None
    """Its authors, where it was read with them, each knowing whether the reader is of them."""

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        constraints = [
            models.UniqueConstraint(fields=["project", "slug"], name="plans_plan_address"),
            models.UniqueConstraint(fields=["instrument"], name="plans_plan_of_instrument"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.PUBLISHED) | Q(published__isnull=False),
                name="plans_plan_published_edition",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class PlanAuthor(models.Model):
    """An organisation that writes a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("author of a plan")
        verbose_name_plural = _("authors of plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "organisation"], name="plans_author_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


def written_by(user: Any) -> models.QuerySet[Plan]:  # noqa: ANN401 -- a person, or nobody
    """Return the plans of which somebody's own organisation is an author, and still a partner."""
    own = PlanAuthor.objects.filter(among(works_as(user), "plan__project"))
    everything = Plan.objects.unrestricted(reason="one’s own plans decide what one may see")
    return everything.filter(pk__in=own.values("plan"))
