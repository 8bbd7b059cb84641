from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.fields import ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.states import OrganisationKind, Role

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


class Region(models.Model):
    """A territory, with its code in the European classification and that code's release."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = TranslatedTextField(pgettext_lazy("thing", "name"))
    country = models.CharField(_("country"), max_length=2)
    nuts_code = models.CharField(_("NUTS code"), max_length=5, blank=True)
    nuts_version = models.CharField(_("release of the NUTS code"), max_length=4, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    """Degrees (WGS 84) of the point that stands for it on a map, such as its seat."""
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(
                condition=Q(nuts_code="") | ~Q(nuts_version=""),
                name="organisations_region_nuts_code_has_version",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="organisations_region_point_is_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Organisation(models.Model):
    """A body that answers for measures, takes part in projects, or has people who sign in."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = TranslatedTextField(pgettext_lazy("thing", "name"))
    short_name = TranslatedTextField(_("short name"), blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"), related_name="+"
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    website = models.URLField(_("web address"), blank=True)
    email = models.EmailField(_("role address"), blank=True)
    mission = TranslatedTextField(_("mission"), blank=True)
    provenance = ProvenanceField(_("sources"))
    folded = models.TextField(_("search key"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    known_roles: tuple[int, frozenset[str]] | None = None
    """For whom it was read, and in which roles they work here. Services read it anew."""

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return str(self.name)


class Alias(models.Model):
    """Another name under which an organisation is known, such as a project's label for it."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="aliases"
    )
    name = models.CharField(_("alias"), max_length=200)
    folded = models.CharField(_("search key"), max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def visible_to(self, user: User) -> Self:
        """Administrators and auditors see all; a person sees the people of their organisations."""
        opened = self._open()
        if user.reads_everything:
            return opened
        mine = Membership.objects.unrestricted(reason="whose colleague is this person?").filter(
            user_id=user.pk, until__isnull=True
        )
        return opened.filter(organisation__in=mine.values("organisation"))


class Membership(models.Model):
    """What a person does for an organisation, from a day until a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="organisations_membership_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation} ({self.get_role_display()})"


def works_in(user: Any) -> models.QuerySet[Membership]:  # noqa: ANN401 -- a person, or nobody
    """Return for which organisations somebody works now, in whatever role.

    Whose account is closed works for nobody.
    """
    everyone = Membership.objects.unrestricted(reason="one’s own roles decide what one may see")
    if user.pk is not None and not user.is_active:
        return everyone.none()
    return everyone.filter(user_id=user.pk, until__isnull=True)
