"""The states of an edition; what a measure's implementation can be; the roles on a measure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class EditionState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    DISCARDED = "discarded", _("Discarded")
    TAKEN_BACK = "taken_back", pgettext_lazy("edition", "Taken back")
    """Only while an edition that takes effect before it is put in front of it."""


EDITION_STEPS = StateTable(
    states=EditionState,
    start=EditionState.DRAFT,
    steps={
        "put_in_force": Step(
            (EditionState.DRAFT,), EditionState.IN_FORCE, pgettext_lazy("step", "put in force")
        ),
        "discard": Step(
            (EditionState.DRAFT,),
            EditionState.DISCARDED,
            pgettext_lazy("step", "discard the draft"),
        ),
        "take_back": Step(
            (EditionState.IN_FORCE,), EditionState.TAKEN_BACK, pgettext_lazy("step", "take back")
        ),
        "make_again": Step(
            (EditionState.TAKEN_BACK,), EditionState.DRAFT, pgettext_lazy("step", "make again")
        ),
    },
)


class ActVerb(TextChoices):
    """How a body takes an edition on. Lithuanian law knows both."""

    ADOPT = "adopt", _("adopted")
    ENDORSE = "endorse", _("endorsed")


class NodeKind(TextChoices):
    """A continuous measure is never done before the horizon."""

    ONE_OFF = "one_off", _("one-off")
    CONTINUOUS = "continuous", _("continuous")


class Canonical(TextChoices):
    """The seven statuses to which every strategy maps its own list."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    PARTLY_DONE = "partly_done", _("partly done")
    NOT_DONE = "not_done", _("not done")
    POSTPONED = "postponed", _("postponed")
    DROPPED = "dropped", _("dropped")


class Responsible(TextChoices):
    LEAD = "lead", _("responsible")
    CONTRIBUTING = "contributing", _("contributing")


class PartnerRole(TextChoices):
    FOUNDING = "founding", _("founding partner")
    PARTNER = "partner", _("partner")


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    MAPPED = "mapped", _("columns mapped")
    APPLIED = "applied", _("applied")
    ABANDONED = "abandoned", _("given up")


IMPORT_STEPS = StateTable(
    states=ImportState,
    start=ImportState.UPLOADED,
    steps={
        "map": Step(
            (ImportState.UPLOADED, ImportState.MAPPED),
            ImportState.MAPPED,
            pgettext_lazy("step", "map the columns"),
        ),
        "apply": Step(
            (ImportState.MAPPED,), ImportState.APPLIED, pgettext_lazy("step", "apply the import")
        ),
        "abandon": Step(
            (ImportState.UPLOADED, ImportState.MAPPED),
            ImportState.ABANDONED,
            pgettext_lazy("step", "give up the import"),
        ),
    },
)
