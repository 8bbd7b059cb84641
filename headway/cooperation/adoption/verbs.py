from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PUT_BEFORE = Verb("adoption_put_before", _("%(actor)s put %(thing)s before who decides on it."))
ACT_RECORDED = Verb("adoption_act_recorded", _("%(actor)s recorded the act on %(thing)s."))
ADOPTION_CORRECTED = Verb("adoption_act_corrected", _("%(actor)s corrected the act on %(thing)s."))
ADOPTION_REFUSED = Verb("adoption_refused", _("%(actor)s recorded that %(thing)s was refused."))
ADOPTION_TAKEN_BACK = Verb(
    "adoption_taken_back", _("%(actor)s took %(thing)s back from who was to decide on it.")
)
ACTION_PROPOSED = Verb("adoption_action_proposed", _("%(actor)s made an amendment from %(thing)s."))
ACTION_LINKED = Verb("adoption_action_linked", _("%(actor)s linked %(thing)s to an amendment."))
ACTION_UNLINKED = Verb(
    "adoption_action_unlinked", _("%(actor)s took the link of %(thing)s to an amendment out.")
)
