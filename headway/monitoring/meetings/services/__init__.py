"""Every write to bodies and meetings: permission, moment, change, audit, in one transaction."""

from headway.monitoring.meetings.services.activities import (
    change_activity,
    plan_activity,
    report_activity,
    take_up_activity,
)
from headway.monitoring.meetings.services.agendas import (
    add_paper,
    add_point,
    add_points,
    change_point,
    move_point,
    remove_paper,
    remove_point,
)
from headway.monitoring.meetings.services.attending import note_attendance, note_votes
from headway.monitoring.meetings.services.bodies import (
    add_member,
    change_body,
    change_member,
    create_body,
    end_member,
)
from headway.monitoring.meetings.services.decisions import (
    change_decision,
    record_decision,
    remove_decision,
)
from headway.monitoring.meetings.services.duties import (
    change_follow_up,
    give_follow_up,
    report_follow_up,
    take_up_follow_up,
)
from headway.monitoring.meetings.services.feeds import end_feed, make_feed
from headway.monitoring.meetings.services.meetings import (
    begin_meeting,
    cancel_meeting,
    change_meeting,
    invite,
    plan_meeting,
)
from headway.monitoring.meetings.services.minutes import (
    confirm_minutes,
    finish_minutes,
    save_minutes,
    take_up_minutes,
    type_minutes,
)
from headway.monitoring.meetings.services.reminders import send_activities, send_follow_ups
from headway.monitoring.meetings.services.replying import answer_invitation

__all__ = [
    "add_member",
    "add_paper",
    "add_point",
    "add_points",
    "answer_invitation",
    "begin_meeting",
    "cancel_meeting",
    "change_activity",
    "change_body",
    "change_decision",
    "change_follow_up",
    "change_meeting",
    "change_member",
    "change_point",
    "confirm_minutes",
    "create_body",
    "end_feed",
    "end_member",
    "finish_minutes",
    "give_follow_up",
    "invite",
    "make_feed",
    "move_point",
    "note_attendance",
    "note_votes",
    "plan_activity",
    "plan_meeting",
    "record_decision",
    "remove_decision",
    "remove_paper",
    "remove_point",
    "report_activity",
    "report_follow_up",
    "save_minutes",
    "send_activities",
    "send_follow_ups",
    "take_up_activity",
    "take_up_follow_up",
    "take_up_minutes",
    "type_minutes",
]
