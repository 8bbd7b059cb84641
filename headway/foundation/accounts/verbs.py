from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PERSON_INVITED = Verb("person_invited", _("%(actor)s gave %(thing)s an account."))
PERSON_CHANGED = Verb("person_changed", _("%(actor)s changed the account of %(thing)s."))
PERSON_DEACTIVATED = Verb("person_deactivated", _("%(actor)s closed the account of %(thing)s."))
PERSON_REACTIVATED = Verb(
    "person_reactivated", _("%(actor)s opened the account of %(thing)s again.")
)
SESSIONS_ENDED = Verb("sessions_ended", _("%(actor)s ended sessions of %(thing)s."))
SIGNED_IN = Verb("signed_in", _("%(actor)s signed in."))
SIGN_IN_LINK_ASKED = Verb("sign_in_link_asked", _("A link to sign in was sent to %(thing)s."))
