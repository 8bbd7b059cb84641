from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

BODY_ADDED = Verb("body_added", _("%(actor)s added the body %(thing)s."))
BODY_CHANGED = Verb("body_changed", _("%(actor)s changed the body %(thing)s."))
MEMBER_ADDED = Verb("member_added", _("%(actor)s added %(member)s to %(thing)s."))
MEMBER_CHANGED = Verb("member_changed", _("%(actor)s changed what %(member)s does in %(thing)s."))
MEMBER_ENDED = Verb("member_ended", _("%(actor)s ended the work of %(member)s in %(thing)s."))
MEETING_PLANNED = Verb("meeting_planned", _("%(actor)s planned the meeting %(thing)s."))
MEETING_CHANGED = Verb("meeting_changed", _("%(actor)s changed the meeting %(thing)s."))
MEETING_INVITED = Verb("meeting_invited", _("%(actor)s invited %(number)s people to %(thing)s."))
INVITATION_ANSWERED = Verb(
    "invitation_answered", _("%(actor)s answered the invitation to %(thing)s.")
)
MEETING_CANCELLED = Verb("meeting_cancelled", _("%(actor)s cancelled %(thing)s."))
MEETING_BEGUN = Verb("meeting_begun", _("%(actor)s began %(thing)s."))
POINT_ADDED = Verb("agenda_point_added", _("%(actor)s put %(points)s on the agenda of %(thing)s."))
POINT_CHANGED = Verb(
    "agenda_point_changed", _("%(actor)s changed %(point)s on the agenda of %(thing)s.")
)
POINT_MOVED = Verb("agenda_point_moved", _("%(actor)s moved %(point)s on the agenda of %(thing)s."))
POINT_REMOVED = Verb(
    "agenda_point_removed", _("%(actor)s took %(point)s off the agenda of %(thing)s.")
)
PAPER_ADDED = Verb("paper_added", _("%(actor)s added the paper %(paper)s to %(thing)s."))
PAPER_REMOVED = Verb("paper_removed", _("%(actor)s removed the paper %(paper)s from %(thing)s."))
ATTENDANCE_NOTED = Verb("attendance_noted", _("%(actor)s noted who attends %(thing)s."))
VOTES_NOTED = Verb("votes_noted", _("%(actor)s noted the votes on %(point)s in %(thing)s."))
MINUTES_SAVED = Verb("minutes_saved", _("%(actor)s wrote minutes on %(point)s in %(thing)s."))
DECISION_MADE = Verb("decision_made", _("%(actor)s recorded decision %(number)s in %(thing)s."))
DECISION_CHANGED = Verb(
    "decision_changed", _("%(actor)s changed the words of decision %(number)s in %(thing)s.")
)
DECISION_REMOVED = Verb(
    "decision_removed", _("%(actor)s removed decision %(number)s from %(thing)s.")
)
MINUTES_HANDED_IN = Verb(
    "minutes_handed_in", _("%(actor)s handed in the minutes of %(thing)s for confirmation.")
)
MINUTES_TAKEN_UP = Verb("minutes_taken_up", _("%(actor)s went on with the minutes of %(thing)s."))
MINUTES_CONFIRMED = Verb("minutes_confirmed", _("%(actor)s confirmed the minutes of %(thing)s."))
FOLLOW_UP_GIVEN = Verb("follow_up_given", _("%(actor)s gave the follow-up %(thing)s."))
FOLLOW_UP_CHANGED = Verb("follow_up_changed", _("%(actor)s changed the follow-up %(thing)s."))
FOLLOW_UP_REPORTED = Verb("follow_up_reported", _("%(actor)s reported on the follow-up %(thing)s."))
FOLLOW_UP_TAKEN_UP = Verb(
    "follow_up_taken_up", _("%(actor)s took up the follow-up %(thing)s again.")
)
ACTIVITY_PLANNED = Verb("activity_planned", _("%(actor)s planned the activity %(thing)s."))
ACTIVITY_CHANGED = Verb("activity_changed", _("%(actor)s changed the activity %(thing)s."))
ACTIVITY_REPORTED = Verb("activity_reported", _("%(actor)s reported on the activity %(thing)s."))
ACTIVITY_TAKEN_UP = Verb("activity_taken_up", _("%(actor)s took up the activity %(thing)s again."))
FEED_MADE = Verb("calendar_feed_made", _("%(actor)s made a secret calendar address."))
FEED_ENDED = Verb("calendar_feed_ended", _("%(actor)s ended a secret calendar address."))
