"""The states of an adoption; how a body decides; how an action came to an amendment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class AdoptionState(TextChoices):
    ASKED = "asked", pgettext_lazy("adoption", "asked for")
    ADOPTED = "adopted", pgettext_lazy("adoption", "adopted")
    REFUSED = "refused", pgettext_lazy("adoption", "refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("adoption", "taken back")


ADOPTION_STEPS = StateTable(
    states=AdoptionState,
    start=AdoptionState.ASKED,
    steps={
        "adopt": Step(
            (AdoptionState.ASKED,),
            AdoptionState.ADOPTED,
            pgettext_lazy("step", "record the act of adoption"),
        ),
        "refuse": Step(
            (AdoptionState.ASKED,),
            AdoptionState.REFUSED,
            pgettext_lazy("step", "record the refusal"),
        ),
        "take_back": Step(
            (AdoptionState.ASKED,),
            AdoptionState.TAKEN_BACK,
            pgettext_lazy("step", "take the plan back"),
        ),
    },
)


class Way(TextChoices):
    """How a body told its decision."""

    MEETING = "meeting", _("at a meeting")
    LETTER = "letter", _("by letter")


class LinkedHow(TextChoices):
    """How a planned action came to an amendment."""

    MADE = "made", _("made from the plan")
    BY_HAND = "by_hand", _("linked by hand")
