from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Part(TextChoices):
    """What of a payload can be erased by itself."""

    ACTOR = "actor", _("name of the actor")
    THING = "thing", pgettext_lazy("thing", "name")
    CONTENT = "content", _("content")
