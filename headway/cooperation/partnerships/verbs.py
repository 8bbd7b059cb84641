from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PROJECT_CREATED = Verb("project_created", _("%(actor)s added the project %(thing)s."))
MEMBER_ADDED = Verb("project_member_added", _("%(actor)s added %(organisation)s to %(thing)s."))
STAGE_ASSESSED = Verb(
    "stage_assessed", _("%(actor)s assessed the stage of %(region)s for %(thing)s.")
)
