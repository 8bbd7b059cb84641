"""The tables of meetings: bodies, their meetings, what was decided and what is to be done."""

from headway.monitoring.meetings.models.bodies import Body, Member
from headway.monitoring.meetings.models.calendars import CalendarLink
from headway.monitoring.meetings.models.deciding import (
    Attendance,
    Decision,
    Exclusion,
    TypedMinutes,
    Vote,
)
from headway.monitoring.meetings.models.duties import Activity, FollowUp
from headway.monitoring.meetings.models.inviting import Reply
from headway.monitoring.meetings.models.meetings import AgendaPoint, Meeting, Paper

__all__ = [
    "Activity",
    "AgendaPoint",
    "Attendance",
    "Body",
    "CalendarLink",
    "Decision",
    "Exclusion",
    "FollowUp",
    "Meeting",
    "Member",
    "Paper",
    "Reply",
    "TypedMinutes",
    "Vote",
]
