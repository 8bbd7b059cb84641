from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

EVENT_CREATED = Verb("event_created", _("%(actor)s planned the event %(thing)s."))
EVENT_CHANGED = Verb("event_changed", _("%(actor)s changed the event %(thing)s."))
PROGRAMME_SET = Verb("programme_set", _("%(actor)s wrote the programme of %(thing)s."))
OUTCOME_NOTED = Verb(
    "event_outcome_noted", _("%(actor)s noted who took part in %(thing)s, and what was learnt.")
)
MATERIAL_ADDED = Verb(
    "event_material_added", _("%(actor)s added the material %(material)s to %(thing)s.")
)
MATERIAL_REMOVED = Verb(
    "event_material_removed", _("%(actor)s removed the material %(material)s from %(thing)s.")
)
EVENT_ANNOUNCED = Verb("event_announced", _("%(actor)s announced the event %(thing)s."))
EVENT_HELD = Verb("event_held", _("%(actor)s said that the event %(thing)s was held."))
EVENT_CANCELLED = Verb("event_cancelled", _("%(actor)s cancelled the event %(thing)s."))
REGISTRATION_ASKED = Verb("registration_asked", _("Somebody asked for a place at %(thing)s."))
REGISTRATION_CONFIRMED = Verb(
    "registration_confirmed", _("Somebody confirmed that they come to %(thing)s.")
)
REGISTRATION_WITHDRAWN = Verb("registration_withdrawn", _("Somebody withdrew from %(thing)s."))
REGISTRATIONS_FORGOTTEN = Verb(
    "registrations_forgotten", _("Who had registered for %(thing)s was forgotten.")
)
PRACTICE_CREATED = Verb("practice_created", _("%(actor)s began the good practice %(thing)s."))
PRACTICE_CHANGED = Verb("practice_changed", _("%(actor)s changed the good practice %(thing)s."))
PRACTICE_SUBMITTED = Verb(
    "practice_submitted", _("%(actor)s submitted the good practice %(thing)s.")
)
PRACTICE_ASKED = Verb(
    "practice_asked", _("%(actor)s asked for more about the good practice %(thing)s.")
)
PRACTICE_DECLINED = Verb("practice_declined", _("%(actor)s declined the good practice %(thing)s."))
PRACTICE_PUBLISHED = Verb(
    "practice_published", _("%(actor)s published the good practice %(thing)s.")
)
PRACTICE_REOPENED = Verb(
    "practice_reopened", _("%(actor)s took back the good practice %(thing)s to revise it.")
)
PRACTICE_PICTURE_ADDED = Verb(
    "practice_picture_added", _("%(actor)s added a picture to the good practice %(thing)s.")
)
PRACTICE_PICTURE_REMOVED = Verb(
    "practice_picture_removed", _("%(actor)s removed a picture from the good practice %(thing)s.")
)
