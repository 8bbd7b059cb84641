from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PROJECT_CREATED = Verb("project_created", _("%(actor)s added the project %(thing)s."))
PROJECT_CHANGED = Verb("project_changed", _("%(actor)s changed the facts of %(thing)s."))
EMBLEM_SET = Verb("project_emblem_set", _("%(actor)s set the funding emblem of %(thing)s."))
COVER_SET = Verb("project_cover_set", _("%(actor)s set the picture that opens %(thing)s."))
MEMBER_ADDED = Verb("project_member_added", _("%(actor)s added %(organisation)s to %(thing)s."))
MEMBER_CHANGED = Verb(
    "project_member_changed", _("%(actor)s changed the part of %(organisation)s in %(thing)s.")
)
PHASE_ADDED = Verb("phase_added", _("%(actor)s added phase %(number)s to %(thing)s."))
PHASE_CHANGED = Verb("phase_changed", _("%(actor)s changed phase %(number)s of %(thing)s."))
SEMESTER_ADDED = Verb("semester_added", _("%(actor)s added semester %(number)s to %(thing)s."))
SEMESTER_CHANGED = Verb(
    "semester_changed", _("%(actor)s changed semester %(number)s of %(thing)s.")
)
STAGE_ASSESSED = Verb(
    "stage_assessed", _("%(actor)s assessed the stage of %(region)s for %(thing)s.")
)
GROUP_ADDED = Verb("stakeholder_group_added", _("%(actor)s added the stakeholder group %(thing)s."))
GROUP_CHANGED = Verb(
    "stakeholder_group_changed", _("%(actor)s changed the stakeholder group %(thing)s.")
)
INSTRUMENT_ADDED = Verb(
    "policy_instrument_added", _("%(actor)s added the policy instrument %(thing)s.")
)
INSTRUMENT_CHANGED = Verb(
    "policy_instrument_changed", _("%(actor)s changed the policy instrument %(thing)s.")
)
