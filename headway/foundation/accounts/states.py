"""What a person may do on the whole site, beyond their roles in organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SiteRole(TextChoices):
    NONE = "", _("no role on the whole site")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")
