from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.states import MemberRole, Stage
from headway.foundation.core.fields import PartialDateField, ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.organisations.models import Organisation, Region

FULL_STAGE = 100


class Project(models.Model):
    """An interregional project in which regions learn from each other."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    acronym = models.CharField(_("acronym"), max_length=40)
    title = TranslatedTextField(_("title"))
    summary = TranslatedTextField(_("summary"), blank=True)
    programme = models.CharField(_("programme"), max_length=120, blank=True)
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    budget_eur = models.DecimalField(
        _("budget, EUR"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    website = models.URLField(_("web address"), blank=True)
    languages = models.JSONField(_("languages"), default=list)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return self.acronym


class Member(models.Model):
    """An organisation's part in a project. An advisory partner may have no region."""

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="members"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"), related_name="+"
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))
    provenance = ProvenanceField(_("sources"))

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"], name="partnerships_member_once"
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=False) | Q(role=MemberRole.ADVISORY),
                name="partnerships_member_has_region_unless_advisory",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.project}"


class StageAssessment(models.Model):
    """Where a region's SME ecosystem stood on a date: a stage, and how far into it."""

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="assessments"
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="+")
    assessed_on = PartialDateField(_("assessed on"), null=False, blank=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    percent_into = models.PositiveSmallIntegerField(
        _("share of the stage, %"), validators=[MaxValueValidator(FULL_STAGE)]
    )
    evidence = TranslatedTextField(_("evidence"), blank=True)
    provenance = ProvenanceField(_("sources"))

    class Meta:
        verbose_name = _("stage assessment")
        verbose_name_plural = _("stage assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "region", "assessed_on"], name="partnerships_stage_once"
            ),
            models.CheckConstraint(
                condition=Q(percent_into__lte=FULL_STAGE), name="partnerships_stage_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.get_stage_display()}"
