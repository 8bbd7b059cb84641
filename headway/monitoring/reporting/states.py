"""The states of a round and of a report, and who has a report in each of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class RoundState(TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "draft")
    OPEN = "open", pgettext_lazy("round", "open")
    CLOSED = "closed", pgettext_lazy("round", "closed")
    PUBLISHED = "published", pgettext_lazy("round", "published")
    DISCARDED = "discarded", pgettext_lazy("round", "discarded")


ROUND_STEPS = StateTable(
    states=RoundState,
    start=RoundState.DRAFT,
    steps={
        "open": Step((RoundState.DRAFT,), RoundState.OPEN, pgettext_lazy("step", "open the round")),
        "discard": Step(
            (RoundState.DRAFT,), RoundState.DISCARDED, pgettext_lazy("step", "discard the round")
        ),
        "close": Step(
            (RoundState.OPEN,), RoundState.CLOSED, pgettext_lazy("step", "close the round")
        ),
        "publish": Step(
            (RoundState.CLOSED,), RoundState.PUBLISHED, pgettext_lazy("step", "publish the round")
        ),
    },
)


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "draft")
    PREPARED = "prepared", pgettext_lazy("report", "waits for sign-off")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")


REPORT_STEPS = StateTable(
    states=ReportState,
    start=ReportState.DRAFT,
    steps={
        "prepare": Step(
            (ReportState.DRAFT, ReportState.RETURNED),
            ReportState.PREPARED,
            pgettext_lazy("step", "hand over for sign-off"),
        ),
        "send_back": Step(
            (ReportState.PREPARED,),
            ReportState.DRAFT,
            pgettext_lazy("step", "send back to the reporter"),
        ),
        "submit": Step(
            (ReportState.DRAFT, ReportState.RETURNED, ReportState.PREPARED),
            ReportState.SUBMITTED,
            pgettext_lazy("step", "submit"),
        ),
        "withdraw": Step(
            (ReportState.SUBMITTED,), ReportState.DRAFT, pgettext_lazy("step", "take back")
        ),
        "return": Step(
            (ReportState.SUBMITTED,), ReportState.RETURNED, pgettext_lazy("step", "return")
        ),
        "accept": Step(
            (ReportState.SUBMITTED,), ReportState.ACCEPTED, pgettext_lazy("step", "accept")
        ),
        "review_again": Step(
            (ReportState.ACCEPTED,), ReportState.SUBMITTED, pgettext_lazy("step", "review again")
        ),
        "reopen": Step(
            (
                ReportState.DRAFT,
                ReportState.PREPARED,
                ReportState.RETURNED,
                ReportState.ACCEPTED,
            ),
            ReportState.RETURNED,
            pgettext_lazy("step", "reopen"),
        ),
    },
)


class Owner(TextChoices):
    """Who has a report, and so does the next thing."""

    REPORTER = "reporter", _("reporter")
    APPROVER = "approver", _("approver")
    COORDINATOR = "coordinator", _("coordinator")


OWNERS = {
    ReportState.DRAFT: Owner.REPORTER,
    ReportState.PREPARED: Owner.APPROVER,
    ReportState.SUBMITTED: Owner.COORDINATOR,
    ReportState.RETURNED: Owner.REPORTER,
    ReportState.ACCEPTED: Owner.COORDINATOR,
}
"""Each state has exactly one owner."""


HAS_RECEIPT = (ReportState.SUBMITTED, ReportState.ACCEPTED)
"""States in which what was handed in last is what the report says."""


class Way(TextChoices):
    """How something that was asked is answered. Empty: not yet."""

    NEW = "new", pgettext_lazy("answer", "answered")
    SAME = "same", pgettext_lazy("answer", "as last time")
    NONE = "none", pgettext_lazy("answer", "does not apply")


class Standing(TextChoices):
    """How a partner stands in a round, as the coordinator sees it."""

    NOT_STARTED = "not_started", _("not started")
    STARTED = "started", pgettext_lazy("report", "in progress")
    PREPARED = "prepared", pgettext_lazy("report", "waits for sign-off")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
    SILENT = "silent", _("no report")


class EditKind(TextChoices):
    """What was edited of many at once."""

    DEADLINES = "deadlines", _("deadlines")
    MEASURES = "measures", _("who answers for measures")


class Freshness(TextChoices):
    """How old what was last reported is."""

    FRESH = "fresh", pgettext_lazy("information", "fresh")
    ACCEPTABLE = "acceptable", pgettext_lazy("information", "acceptable")
    LATE = "late", pgettext_lazy("information", "late")
    STALE = "stale", pgettext_lazy("information", "stale")
