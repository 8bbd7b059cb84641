"""Kinds of events, how they are held, and the states of events, registrations and practices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class EventKind(TextChoices):
    PARTNER_MEETING = "partner_meeting", _("partner meeting")
    STUDY_VISIT = "study_visit", _("study visit")
    WORKSHOP = "workshop", _("workshop")
    CONFERENCE = "conference", _("conference")
    STAKEHOLDER_MEETING = "stakeholder_meeting", _("stakeholder meeting")
    WEBINAR = "webinar", _("webinar")


class Mode(TextChoices):
    ONLINE = "online", _("online")
    ON_SITE = "on_site", _("on site")
    HYBRID = "hybrid", _("on site and online")


class EventState(TextChoices):
    DRAFT = "draft", pgettext_lazy("event", "draft")
    ANNOUNCED = "announced", pgettext_lazy("event", "announced")
    HELD = "held", pgettext_lazy("event", "held")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


EVENT_STEPS = StateTable(
    states=EventState,
    start=EventState.DRAFT,
    steps={
        "announce": Step(
            (EventState.DRAFT,), EventState.ANNOUNCED, pgettext_lazy("step", "announce")
        ),
        "hold": Step(
            (EventState.DRAFT, EventState.ANNOUNCED),
            EventState.HELD,
            pgettext_lazy("step", "say that it was held"),
        ),
        "cancel": Step(
            (EventState.DRAFT, EventState.ANNOUNCED),
            EventState.CANCELLED,
            pgettext_lazy("step", "cancel"),
        ),
    },
)
SEEN_BY_ALL = (EventState.ANNOUNCED, EventState.HELD, EventState.CANCELLED)
"""The states of events that everybody may read about."""


class RegistrationState(TextChoices):
    ASKED = "asked", pgettext_lazy("registration", "not confirmed yet")
    REGISTERED = "registered", pgettext_lazy("registration", "registered")
    WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")


class MaterialKind(TextChoices):
    PAPER = "paper", _("paper")
    SLIDES = "slides", _("slides")
    VIDEO = "video", _("video")
    RECORDING = "recording", _("recording")
    LINK = "link", _("link")


class PracticeLevel(TextChoices):
    LOCAL = "local", pgettext_lazy("level", "local")
    REGIONAL = "regional", pgettext_lazy("level", "regional")
    NATIONAL = "national", pgettext_lazy("level", "national")
    CROSS_BORDER = "cross_border", pgettext_lazy("level", "across a border")


class PracticeState(TextChoices):
    """Source: Interreg Europe's way of a good practice: ask for more, approve or decline."""

    DRAFT = "draft", pgettext_lazy("practice", "draft")
    SUBMITTED = "submitted", pgettext_lazy("practice", "submitted")
    ASKED = "asked", pgettext_lazy("practice", "more is asked for")
    DECLINED = "declined", pgettext_lazy("practice", "declined")
    PUBLISHED = "published", pgettext_lazy("practice", "published")


PRACTICE_STEPS = StateTable(
    states=PracticeState,
    start=PracticeState.DRAFT,
    steps={
        "submit": Step(
            (PracticeState.DRAFT, PracticeState.ASKED),
            PracticeState.SUBMITTED,
            pgettext_lazy("step", "submit"),
        ),
        "ask": Step(
            (PracticeState.SUBMITTED,), PracticeState.ASKED, pgettext_lazy("step", "ask for more")
        ),
        "decline": Step(
            (PracticeState.SUBMITTED,), PracticeState.DECLINED, pgettext_lazy("step", "decline")
        ),
        "publish": Step(
            (PracticeState.SUBMITTED,),
            PracticeState.PUBLISHED,
            pgettext_lazy("step", "accept and publish"),
        ),
        "reopen": Step(
            (PracticeState.DECLINED, PracticeState.PUBLISHED),
            PracticeState.DRAFT,
            pgettext_lazy("step", "take back to revise"),
        ),
    },
)
EDITABLE = (PracticeState.DRAFT, PracticeState.ASKED)
