"""The roles of partners in a project, the stages of a region's SME ecosystem, kinds of policy."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    LEAD = "lead", _("lead partner")
    PARTNER = "partner", _("partner")
    ADVISORY = "advisory", _("advisory partner")


class Stage(TextChoices):
    """The stages that the Inter Ventures project names, in their order."""

    OCCASIONAL = "occasional", _("occasional cross-border cooperation")
    NETWORKING = "networking", _("structured networking")
    CLUSTERS = "clusters", _("international clusters")


class InstrumentKind(TextChoices):
    """What a policy instrument is. Source: Interreg Europe's answers on policy instruments."""

    STRATEGY = "strategy", _("strategy")
    PROGRAMME = "programme", _("funding programme")
    LAW = "law", _("law or rules")
    OTHER = "other", _("another policy")
