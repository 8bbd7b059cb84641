"""The points of the rubric, the states of sessions and reviews, and what authors answer."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class Point(TextChoices):
    """What a plan is judged by. Source: the general feedback of the project's planning workshop."""

    READABLE = "readable", _("It is easy to read for everybody.")
    NO_KNOWLEDGE = "no_knowledge", _("It needs no knowledge of the region or of the policy.")
    SUMMARY = "summary", _("Its summary stands on its own.")
    ADOPTION = "adoption", _("It says who adopts it, or why nobody must.")
    FEASIBLE = "feasible", _("Its actions can be carried out: steps, dates, cost, money.")
    WHO = "who", _("It says who does what.")
    MONITORING = "monitoring", _("It can be monitored: outcomes, indicators, months.")
    DESIGN = "design", _("It is designed: pictures, and a page that invites to read.")


class Mark(IntegerChoices):
    """How well a plan does at a point. Source: Headway's own."""

    MISSING = 1, _("missing")
    WEAK = 2, _("weak")
    FAIR = 3, _("fair")
    GOOD = 4, _("good")
    EXAMPLE = 5, _("an example to all")


class SessionState(TextChoices):
    PLANNED = "planned", pgettext_lazy("session", "planned")
    OPEN = "open", pgettext_lazy("session", "open")
    CLOSED = "closed", pgettext_lazy("session", "closed")


SESSION_STEPS = StateTable(
    states=SessionState,
    start=SessionState.PLANNED,
    steps={
        "open": Step(
            (SessionState.PLANNED,), SessionState.OPEN, pgettext_lazy("step", "open for reviews")
        ),
        "close": Step((SessionState.OPEN,), SessionState.CLOSED, pgettext_lazy("step", "close")),
        "reopen": Step(
            (SessionState.CLOSED,), SessionState.OPEN, pgettext_lazy("step", "open again")
        ),
    },
)


class ReviewState(TextChoices):
    DRAFT = "draft", pgettext_lazy("review", "draft")
    SUBMITTED = "submitted", pgettext_lazy("review", "submitted")


REVIEW_STEPS = StateTable(
    states=ReviewState,
    start=ReviewState.DRAFT,
    steps={
        "submit": Step(
            (ReviewState.DRAFT,), ReviewState.SUBMITTED, pgettext_lazy("step", "submit")
        ),
        "take_back": Step(
            (ReviewState.SUBMITTED,), ReviewState.DRAFT, pgettext_lazy("step", "take back")
        ),
    },
)


class Reply(TextChoices):
    """What an author says to a suggestion."""

    ACCEPTED = "accepted", pgettext_lazy("suggestion", "accepted")
    ADAPTED = "adapted", pgettext_lazy("suggestion", "adapted")
    DECLINED = "declined", pgettext_lazy("suggestion", "declined")


class Obstacle(TextChoices):
    """Why two units should not meet."""

    SAME_PLAN = "same_plan", _("they write one plan")
    SAME_COUNTRY = "same_country", _("they are of one country")
    MET = "met", _("they have met before")
