"""Interregional projects: phases, partners, policy instruments, groups of regions, their stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.cooperation.partnerships.states import InstrumentKind, MemberRole, Stage
from headway.foundation.attachments.models import Picture
from headway.foundation.core.fields import PartialDateField, ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.organisations.models import Membership, Organisation, Region, works_in
from headway.foundation.organisations.states import Role
from headway.monitoring.strategy.models import Strategy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

FULL_STAGE = 100
WRITERS = (Role.REPORTER, Role.APPROVER)
"""Roles in a partner that write for it; readers only read."""


def writes_for(user: Any) -> QuerySet[Membership]:  # noqa: ANN401 -- a person, or nobody
    """Return for which organisations somebody writes now."""
    return works_in(user).filter(role__in=WRITERS)


def works_as(user: Any) -> QuerySet[Member]:  # noqa: ANN401 -- a person, or nobody
    """Return the partners, each with its project, that somebody works for now."""
    return Member.objects.now().filter(organisation__in=works_in(user).values("organisation"))


def writes_as(user: Any, *, roles: Iterable[str] = WRITERS) -> QuerySet[Member]:  # noqa: ANN401 -- a person, or nobody
    """Return the partners, each with its project, that somebody writes for now in such a role."""
    houses = works_in(user).filter(role__in=tuple(roles)).values("organisation")
    return Member.objects.now().filter(organisation__in=houses)


def led_by(user: Any) -> QuerySet[Member]:  # noqa: ANN401 -- a person, or nobody
    """Return the lead partners, each with its project, that somebody works for now."""
    return works_as(user).filter(role=MemberRole.LEAD)


def leads_written_by(user: Any) -> QuerySet[Member]:  # noqa: ANN401 -- a person, or nobody
    """Return the lead partners, each with its project, that somebody writes for now."""
    return writes_as(user).filter(role=MemberRole.LEAD)


def among(partners: QuerySet[Member], project: str) -> Exists:
    """Tell of a row whether its organisation is one of these partners of its project.

    `project` is the way there, as a filter says it.
    """
    return Exists(partners.filter(project=OuterRef(project), organisation=OuterRef("organisation")))


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
    cofinancing_eur = models.DecimalField(
        _("co-financing, EUR"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    website = models.URLField(_("web address"), blank=True)
    languages = models.JSONField(_("languages"), default=list)
    funding_statement = TranslatedTextField(_("funding statement"), blank=True)
    """What its programme asks to stand beside the emblem."""
    disclaimer = TranslatedTextField(_("disclaimer"), blank=True)
    emblem = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("funding emblem"),
        related_name="+",
    )
    cover = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("picture that opens its home"),
        related_name="+",
    )
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return self.acronym


class MemberQuerySet(models.QuerySet["Member"]):
    def now(self) -> Self:
        """Leave out who has left the project: rights, duties and letters are of the others.

        Who has left keeps its place in the history.
        """
        return self.filter(until__isnull=True)


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
    budget_eur = models.DecimalField(
        _("budget, EUR"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))
    """Set once it has left; never ahead."""
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = MemberQuerySet.as_manager()

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


class Phase(models.Model):
    """A part of a project's time: as it was planned, and as it was."""

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="phases"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = TranslatedTextField(_("title"))
    planned_start = PartialDateField(_("planned start"))
    planned_end = PartialDateField(_("planned end"))
    actual_start = PartialDateField(_("actual start"))
    actual_end = PartialDateField(_("actual end"))
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="partnerships_phase_number")
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.title}"


class Semester(models.Model):
    """A period that the project reports on to its programme."""

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="semesters"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    report_due = models.DateField(_("report due"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("semester")
        verbose_name_plural = _("semesters")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="partnerships_semester_number"
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="partnerships_semester_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.number}"


class StakeholderGroup(models.Model):
    """Whom a region's partners consult while they learn and plan."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="groups"
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="+")
    name = TranslatedTextField(pgettext_lazy("thing", "name"))
    purpose = TranslatedTextField(_("purpose"), blank=True)
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), related_name="+", blank=True
    )
    others = TranslatedTextField(_("others who belong to it"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("stakeholder group")
        verbose_name_plural = _("stakeholder groups")

    def __str__(self) -> str:
        return str(self.name)


class PolicyInstrument(models.Model):
    """A policy that a project wants to improve; a strategy that is kept here, or words for it."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="instruments"
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="+")
    title = TranslatedTextField(_("title"))
    kind = models.CharField(
        _("kind"), max_length=10, choices=InstrumentKind, default=InstrumentKind.OTHER
    )
    about = TranslatedTextField(_("what it is"), blank=True)
    managing_body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("managing body"),
        related_name="+",
    )
    managing_words = TranslatedTextField(
        _("managing body that is not in the directory"), blank=True
    )
    strategy = models.ForeignKey(
        Strategy,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("strategy"),
        related_name="instruments",
    )
    website = models.URLField(_("web address"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("policy instrument")
        verbose_name_plural = _("policy instruments")

    def __str__(self) -> str:
        return str(self.title)
