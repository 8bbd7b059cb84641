"""The states of a meeting, of a follow-up and of an activity; roles, presence and votes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class BodyKind(TextChoices):
    COUNCIL = "council", pgettext_lazy("body", "council")
    MARKETING_COUNCIL = "marketing_council", _("marketing council")
    WORKING_GROUP = "working_group", _("working group")
    COMMISSION = "commission", pgettext_lazy("body", "commission")
    OTHER = "other", pgettext_lazy("body", "other body")


class QuorumKind(TextChoices):
    """How many of those who vote must attend."""

    MORE_THAN_HALF = "more_than_half", _("more than half")
    TWO_THIRDS = "two_thirds", _("two thirds")
    NUMBER = "number", _("a number of members")


class Majority(TextChoices):
    """Of what more than half must be in favour."""

    OF_VOTES = "of_votes", _("more for than against")
    OF_PRESENT = "of_present", _("more than half of those who may vote and attend")


class MemberRole(TextChoices):
    CHAIR = "chair", pgettext_lazy("body", "chair")
    DEPUTY = "deputy", _("deputy chair")
    MEMBER = "member", pgettext_lazy("body", "member")
    SECRETARY = "secretary", _("secretary")
    OBSERVER = "observer", _("observer")


KEEPING = (MemberRole.CHAIR, MemberRole.DEPUTY, MemberRole.SECRETARY)
"""Roles that keep the meetings of a body."""


class RhythmUnit(TextChoices):
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


class MeetingState(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    INVITED = "invited", pgettext_lazy("meeting", "invited")
    UNDER_WAY = "under_way", pgettext_lazy("meeting", "under way")
    TO_CONFIRM = "to_confirm", pgettext_lazy("meeting", "minutes for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("meeting", "minutes confirmed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


MEETING_STEPS = StateTable(
    states=MeetingState,
    start=MeetingState.PLANNED,
    steps={
        "invite": Step(
            (MeetingState.PLANNED,), MeetingState.INVITED, pgettext_lazy("step", "invite")
        ),
        "begin": Step(
            (MeetingState.PLANNED, MeetingState.INVITED),
            MeetingState.UNDER_WAY,
            pgettext_lazy("step", "begin the meeting"),
        ),
        "finish": Step(
            (MeetingState.UNDER_WAY,),
            MeetingState.TO_CONFIRM,
            pgettext_lazy("step", "hand in the minutes for confirmation"),
        ),
        "go_back": Step(
            (MeetingState.TO_CONFIRM,),
            MeetingState.UNDER_WAY,
            pgettext_lazy("step", "go on with the minutes"),
        ),
        "confirm": Step(
            (MeetingState.TO_CONFIRM,),
            MeetingState.CONFIRMED,
            pgettext_lazy("step", "confirm the minutes"),
        ),
        "cancel": Step(
            (MeetingState.PLANNED, MeetingState.INVITED),
            MeetingState.CANCELLED,
            pgettext_lazy("step", "cancel the meeting"),
        ),
    },
)

AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
"""States in which a meeting can still be moved."""
WRITTEN = (MeetingState.TO_CONFIRM, MeetingState.CONFIRMED)
"""States in which every member reads the minutes."""


class PointKind(TextChoices):
    INFORMATION = "information", pgettext_lazy("agenda", "information")
    DISCUSSION = "discussion", pgettext_lazy("agenda", "discussion")
    DECISION = "decision", pgettext_lazy("agenda", "decision")
    FOLLOW_UP = "follow_up", pgettext_lazy("agenda", "follow-up")


class Answer(TextChoices):
    """What a member says to an invitation."""

    COMES = "comes", pgettext_lazy("invitation", "comes")
    DECLINES = "declines", pgettext_lazy("invitation", "does not come")
    SUBSTITUTED = "substituted", pgettext_lazy("invitation", "sends a substitute")


class Presence(TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "present")
    REMOTE = "remote", pgettext_lazy("attendance", "remote")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
    SUBSTITUTED = "substituted", pgettext_lazy("attendance", "substituted")


ATTENDING = (Presence.PRESENT, Presence.REMOTE, Presence.SUBSTITUTED)
"""The seat is filled, by its member or by who stands in."""


class Choice(TextChoices):
    YES = "yes", pgettext_lazy("vote", "for")
    NO = "no", pgettext_lazy("vote", "against")
    ABSTAINED = "abstained", pgettext_lazy("vote", "abstained")


class VoteResult(TextChoices):
    NONE = "none", pgettext_lazy("vote", "no vote")
    CARRIED = "carried", pgettext_lazy("vote", "carried")
    REJECTED = "rejected", pgettext_lazy("vote", "not carried")
    TIED = "tied", pgettext_lazy("vote", "tied")


class FollowUpState(TextChoices):
    OPEN = "open", pgettext_lazy("follow-up", "open")
    DONE = "done", pgettext_lazy("follow-up", "done")
    DROPPED = "dropped", pgettext_lazy("follow-up", "dropped")


FOLLOW_UP_STEPS = StateTable(
    states=FollowUpState,
    start=FollowUpState.OPEN,
    steps={
        "finish": Step(
            (FollowUpState.OPEN,), FollowUpState.DONE, pgettext_lazy("step", "report as done")
        ),
        "drop": Step((FollowUpState.OPEN,), FollowUpState.DROPPED, pgettext_lazy("step", "drop")),
        "take_up": Step(
            (FollowUpState.DONE, FollowUpState.DROPPED),
            FollowUpState.OPEN,
            pgettext_lazy("step", "take up again"),
        ),
    },
)


class ActivityState(TextChoices):
    PLANNED = "planned", pgettext_lazy("activity", "planned")
    DONE = "done", pgettext_lazy("activity", "done")
    DROPPED = "dropped", pgettext_lazy("activity", "dropped")


ACTIVITY_STEPS = StateTable(
    states=ActivityState,
    start=ActivityState.PLANNED,
    steps={
        "finish": Step(
            (ActivityState.PLANNED,), ActivityState.DONE, pgettext_lazy("step", "report as done")
        ),
        "drop": Step(
            (ActivityState.PLANNED,), ActivityState.DROPPED, pgettext_lazy("step", "drop")
        ),
        "take_up": Step(
            (ActivityState.DONE, ActivityState.DROPPED),
            ActivityState.PLANNED,
            pgettext_lazy("step", "take up again"),
        ),
    },
)


class Channel(TextChoices):
    """By what an activity reaches its audience."""

    EVENT = "event", pgettext_lazy("channel", "event")
    FAIR = "fair", pgettext_lazy("channel", "trade fair")
    MEDIA = "media", pgettext_lazy("channel", "press and broadcasting")
    SOCIAL = "social", pgettext_lazy("channel", "social networks")
    WEB = "web", pgettext_lazy("channel", "website")
    PRINT = "print", pgettext_lazy("channel", "printed matter")
    VISIT = "visit", pgettext_lazy("channel", "visit")
    OTHER = "other", pgettext_lazy("channel", "other channel")
