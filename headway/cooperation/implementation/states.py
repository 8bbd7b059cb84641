"""The states of monitoring rounds, of reports and policy changes; how a step stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class StepStatus(TextChoices):
    """How a step of a planned action stands."""

    NOT_STARTED = "not_started", pgettext_lazy("step of an action", "not started")
    UNDER_WAY = "under_way", pgettext_lazy("step of an action", "under way")
    DONE = "done", pgettext_lazy("step of an action", "done")
    DROPPED = "dropped", pgettext_lazy("step of an action", "dropped")


ENDED = (StepStatus.DONE, StepStatus.DROPPED)
"""A step that is never overdue any more."""


class RoundState(TextChoices):
    DRAFT = "draft", pgettext_lazy("monitoring round", "draft")
    OPEN = "open", pgettext_lazy("monitoring round", "open")
    CLOSED = "closed", pgettext_lazy("monitoring round", "closed")


ROUND_STEPS = StateTable(
    states=RoundState,
    start=RoundState.DRAFT,
    steps={
        "open": Step((RoundState.DRAFT,), RoundState.OPEN, pgettext_lazy("step", "open")),
        "close": Step((RoundState.OPEN,), RoundState.CLOSED, pgettext_lazy("step", "close")),
    },
)


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("progress report", "draft")
    SUBMITTED = "submitted", pgettext_lazy("progress report", "submitted")
    ASKED = "asked", pgettext_lazy("progress report", "asked about")
    CLOSED = "closed", pgettext_lazy("progress report", "closed")


REPORT_STEPS = StateTable(
    states=ReportState,
    start=ReportState.DRAFT,
    steps={
        "submit": Step(
            (ReportState.DRAFT, ReportState.ASKED),
            ReportState.SUBMITTED,
            pgettext_lazy("step", "submit"),
        ),
        "ask": Step(
            (ReportState.SUBMITTED,), ReportState.ASKED, pgettext_lazy("step", "ask about it")
        ),
        "close": Step((ReportState.SUBMITTED,), ReportState.CLOSED, pgettext_lazy("step", "close")),
        "reopen": Step(
            (ReportState.CLOSED,), ReportState.ASKED, pgettext_lazy("step", "open again")
        ),
    },
)
WRITTEN = (ReportState.DRAFT, ReportState.ASKED)
"""The states in which a partner writes a report."""


class ChangeKind(TextChoices):
    """How a policy instrument was improved.

    Source: Interreg Europe, programme manual: new projects, governance, strategic focus.
    """

    PROJECTS = "new_projects", _("new projects")
    GOVERNANCE = "governance", _("governance")
    FOCUS = "strategic_focus", _("strategic focus")


class ChangeState(TextChoices):
    TOLD = "told", pgettext_lazy("policy change", "told")
    ASKED = "asked", pgettext_lazy("policy change", "asked about")
    CONFIRMED = "confirmed", pgettext_lazy("policy change", "confirmed")


CHANGE_STEPS = StateTable(
    states=ChangeState,
    start=ChangeState.TOLD,
    steps={
        "ask": Step((ChangeState.TOLD,), ChangeState.ASKED, pgettext_lazy("step", "ask about it")),
        "answer": Step((ChangeState.ASKED,), ChangeState.TOLD, pgettext_lazy("step", "answer")),
        "confirm": Step(
            (ChangeState.TOLD,), ChangeState.CONFIRMED, pgettext_lazy("step", "confirm")
        ),
    },
)
