from django.utils.translation import gettext_lazy as _

from headway.cooperation.peerreview.states import Point, Reply
from headway.foundation.audit.verbs import Verb

SESSION_CREATED = Verb(
    "review_session_created", _("%(actor)s planned the review session %(thing)s.")
)
SESSION_CHANGED = Verb(
    "review_session_changed", _("%(actor)s changed the review session %(thing)s.")
)
SESSION_OPENED = Verb("review_session_opened", _("%(actor)s opened %(thing)s for reviews."))
SESSION_CLOSED = Verb("review_session_closed", _("%(actor)s closed the review session %(thing)s."))
SESSION_REOPENED = Verb(
    "review_session_reopened", _("%(actor)s opened the review session %(thing)s again.")
)
SAID_TO_ALL = Verb("review_plenary_said", _("%(actor)s wrote what is said to all about %(thing)s."))
UNIT_ADDED = Verb("review_unit_added", _("%(actor)s added %(unit)s to %(thing)s."))
UNIT_CHANGED = Verb("review_unit_changed", _("%(actor)s changed %(unit)s of %(thing)s."))
UNIT_REMOVED = Verb("review_unit_removed", _("%(actor)s took %(unit)s out of %(thing)s."))
ROUNDS_PAIRED = Verb("review_rounds_paired", _("%(actor)s paired the units of %(thing)s."))
UNITS_SWAPPED = Verb(
    "review_units_swapped",
    _("%(actor)s swapped %(first)s and %(second)s in round %(round)s of %(thing)s."),
)
REVIEW_SAVED = Verb("peer_review_saved", _("%(actor)s wrote the review %(thing)s."))
REVIEW_SUBMITTED = Verb("peer_review_submitted", _("%(actor)s submitted the review %(thing)s."))
REVIEW_TAKEN_BACK = Verb("peer_review_taken_back", _("%(actor)s took back the review %(thing)s."))
SUGGESTION_ANSWERED = Verb(
    "peer_suggestion_answered",
    _("%(actor)s answered a suggestion of %(thing)s (%(point)s): %(reply)s."),
    {"point": Point, "reply": Reply},
)
SUGGESTION_SEEN = Verb(
    "peer_suggestion_seen",
    _("%(actor)s said that a suggestion of %(thing)s is seen in edition %(number)s."),
)
