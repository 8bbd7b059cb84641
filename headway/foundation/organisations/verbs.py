from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb
from headway.foundation.organisations.states import Role

REGION_ADDED = Verb("region_added", _("%(actor)s added the region %(thing)s."))
ORGANISATION_ADDED = Verb("organisation_added", _("%(actor)s added %(thing)s."))
ORGANISATION_CHANGED = Verb("organisation_changed", _("%(actor)s changed %(thing)s."))
ALIAS_ADDED = Verb("alias_added", _("%(actor)s added the alias “%(alias)s” of %(thing)s."))
ALIAS_REMOVED = Verb("alias_removed", _("%(actor)s removed the alias “%(alias)s” of %(thing)s."))
ROLE_GIVEN = Verb(
    "role_given",
    _("%(actor)s gave %(person)s the role “%(role)s” in %(organisation)s."),
    words={"role": Role},
)
ROLE_ENDED = Verb(
    "role_ended",
    _("%(actor)s ended the role “%(role)s” of %(person)s in %(organisation)s."),
    words={"role": Role},
)
