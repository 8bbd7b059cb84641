"""The kinds of organisation, and the roles of people in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    AUTHORITY = "authority", _("public authority")
    AGENCY = "agency", _("development agency")
    UNIVERSITY = "university", _("university")
    SCIENCE_PARK = "science_park", _("science and technology park")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("association")
    CHAMBER = "chamber", _("chamber")
    EGTC = "egtc", _("European grouping of territorial cooperation")
    OTHER = "other", _("other organisation")


class Role(TextChoices):
    """What a person does for an organisation."""

    REPORTER = "reporter", _("reporter")
    APPROVER = "approver", _("approver")
    READER = "reader", _("reader")
