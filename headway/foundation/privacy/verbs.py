from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PERSON_ERASED = Verb("person_erased", _("%(actor)s erased the data of a person."))
