"""Recommendations: what a region's policy should change, and the analysis that it rests on."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.models import Project, among, works_as
from headway.cooperation.plans.states import RecommendationState
from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import (
    PartialDateField,
    ProvenanceField,
    TranslatedTextField,
)
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation, Region


class RecommendationQuerySet(ScopedQuerySet["Recommendation"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show what is published to all, a draft to the people of its organisations."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(state=RecommendationState.PUBLISHED)
        if user.pk is not None:
            written = Recommendation.authors.through.objects
            own = written.filter(among(works_as(user), "recommendation__project"))
            seen |= Q(pk__in=own.values("recommendation"))
        return opened.filter(seen)


class Recommendation(models.Model):
    """What a region's policy should change, and the situation analysis that it rests on."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="recommendations"
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="+")
    authors = models.ManyToManyField(Organisation, verbose_name=_("authors"), related_name="+")
    title = TranslatedTextField(_("title"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=RecommendationState,
        default=RecommendationState.DRAFT,
    )
    state_since = models.DateTimeField(_("in this state since"))
    dated = PartialDateField(_("date"))
    analysis = TranslatedTextField(_("situation analysis"), blank=True)
    analysis_link = models.URLField(_("address of the analysis"), max_length=500, blank=True)
    analysis_file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file of the analysis"),
        related_name="+",
    )
    findings = TranslatedTextField(_("findings"), blank=True)
    text = TranslatedTextField(_("recommendation"), blank=True)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file"),
        related_name="+",
    )
    edition = models.PositiveIntegerField(_("edition"), default=0)
    """How often it was published."""
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self) -> str:
        return str(self.title)
