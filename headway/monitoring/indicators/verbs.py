from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

INDICATOR_ADDED = Verb("indicator_added", _("%(actor)s added the indicator %(thing)s."))
INDICATOR_CHANGED = Verb("indicator_changed", _("%(actor)s changed the indicator %(thing)s."))
INDICATOR_ENDED = Verb("indicator_ended", _("%(actor)s ended the indicator %(thing)s."))
VALUE_RECORDED = Verb(
    "value_recorded", _("%(actor)s recorded the value of %(thing)s for %(period)s.")
)
VALUE_CORRECTED = Verb(
    "value_corrected", _("%(actor)s corrected the value of %(thing)s for %(period)s.")
)
VALUES_RECORDED = Verb(
    "values_recorded",
    _("%(actor)s recorded values of %(thing)s: %(created)s new, %(corrected)s corrected."),
)
METHOD_CHOSEN = Verb("method_chosen", _("%(actor)s chose how %(thing)s is judged: %(method)s."))
