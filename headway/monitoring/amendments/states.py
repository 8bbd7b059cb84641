"""The states of an amendment; what its operations do; what partners say; where ideas come from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class AmendmentState(TextChoices):
    DRAFT = "draft", pgettext_lazy("amendment", "draft")
    PROPOSED = "proposed", pgettext_lazy("amendment", "proposed")
    CONSULTED = "in_consultation", pgettext_lazy("amendment", "in consultation")
    ADOPTED = "adopted", pgettext_lazy("amendment", "adopted")
    PARTLY_ADOPTED = "partly_adopted", pgettext_lazy("amendment", "adopted in part")
    REFUSED = "refused", pgettext_lazy("amendment", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "withdrawn")


AMENDMENT_STEPS = StateTable(
    states=AmendmentState,
    start=AmendmentState.DRAFT,
    steps={
        "propose": Step(
            (AmendmentState.DRAFT,), AmendmentState.PROPOSED, pgettext_lazy("step", "propose")
        ),
        "consult": Step(
            (AmendmentState.PROPOSED,),
            AmendmentState.CONSULTED,
            pgettext_lazy("step", "begin the consultation"),
        ),
        "revise": Step(
            (AmendmentState.PROPOSED, AmendmentState.CONSULTED),
            AmendmentState.DRAFT,
            pgettext_lazy("step", "take back to revise"),
        ),
        "withdraw": Step(
            (AmendmentState.DRAFT, AmendmentState.PROPOSED, AmendmentState.CONSULTED),
            AmendmentState.WITHDRAWN,
            pgettext_lazy("step", "withdraw"),
        ),
        "adopt": Step(
            (AmendmentState.PROPOSED, AmendmentState.CONSULTED),
            AmendmentState.ADOPTED,
            pgettext_lazy("step", "adopt"),
        ),
        "adopt_in_part": Step(
            (AmendmentState.PROPOSED, AmendmentState.CONSULTED),
            AmendmentState.PARTLY_ADOPTED,
            pgettext_lazy("step", "adopt in part"),
        ),
        "refuse": Step(
            (AmendmentState.PROPOSED, AmendmentState.CONSULTED),
            AmendmentState.REFUSED,
            pgettext_lazy("step", "refuse"),
        ),
    },
)
MADE_TEXT = (AmendmentState.ADOPTED, AmendmentState.PARTLY_ADOPTED)
"""The states in which an amendment has made an edition."""
WAITING = (AmendmentState.PROPOSED, AmendmentState.CONSULTED)
"""The states in which a body can decide on it."""
OPEN = (AmendmentState.DRAFT, *WAITING)


class Outcome(TextChoices):
    """What a body decided on one operation."""

    ADOPTED = "adopted", pgettext_lazy("operation", "adopted")
    REFUSED = "refused", pgettext_lazy("operation", "refused")


class Stance(TextChoices):
    """What an organisation says of an amendment that it was asked about."""

    AGREES = "agrees", _("agrees")
    OBJECTS = "objects", _("objects")
    ABSTAINS = "abstains", _("abstains")


class OriginKind(TextChoices):
    PLANNED_ACTION = "planned_action", _("planned action of an action plan")
    DECISION = "decision", _("decision of a meeting")
    OBSTACLE = "obstacle", _("obstacle told in a report")
    OTHER = "other", _("another origin")


class Misfit(TextChoices):
    """Why an operation does not fit the text that it would change."""

    CHANGED = "changed", _("the text was changed since")
    ALREADY = "already", _("the text says so already")
    GONE = "gone", _("it has ended, or is not there")
    PARENT_GONE = "parent_gone", _("what it is to stand under has ended, or is not there")
    NEIGHBOUR_GONE = "neighbour_gone", _("what it is to stand after is not there")
    BELOW_ITSELF = "below_itself", _("it would stand below itself")
    CODE_TAKEN = "code_taken", _("the code is taken")
    PLACE_GONE = "place_gone", _("a place of the indicator has ended, or is not there")


class Settling(TextChoices):
    """How a person settles an operation that no longer fits."""

    KEEP = "keep", _("keep what was wanted")
    DROP = "drop", _("keep what stands, and leave the operation out")
