from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

AMENDMENT_CREATED = Verb("amendment_created", _("%(actor)s began the amendment %(thing)s."))
AMENDMENT_CHANGED = Verb("amendment_changed", _("%(actor)s changed the amendment %(thing)s."))
OPERATION_ADDED = Verb("operation_added", _("%(actor)s added an operation to %(thing)s."))
OPERATION_CHANGED = Verb("operation_changed", _("%(actor)s changed an operation of %(thing)s."))
OPERATION_REMOVED = Verb("operation_removed", _("%(actor)s took an operation out of %(thing)s."))
OPERATION_PLACED = Verb("operation_placed", _("%(actor)s ordered the operations of %(thing)s."))
OPERATION_SETTLED = Verb(
    "operation_settled", _("%(actor)s settled an operation of %(thing)s that no longer fitted.")
)
AMENDMENT_PROPOSED = Verb("amendment_proposed", _("%(actor)s proposed %(thing)s."))
AMENDMENT_CONSULTED = Verb(
    "amendment_consulted", _("%(actor)s began the consultation on %(thing)s.")
)
AMENDMENT_REVISED = Verb("amendment_revised", _("%(actor)s took %(thing)s back to revise it."))
AMENDMENT_WITHDRAWN = Verb("amendment_withdrawn", _("%(actor)s withdrew %(thing)s."))
AMENDMENT_ADOPTED = Verb("amendment_adopted", _("%(actor)s recorded that %(thing)s was adopted."))
AMENDMENT_REFUSED = Verb("amendment_refused", _("%(actor)s recorded that %(thing)s was refused."))
AGREEMENT_GIVEN = Verb(
    "agreement_given", _("%(actor)s answered on %(thing)s for %(organisation)s: %(stance)s.")
)
AGREEMENT_RECORDED = Verb(
    "agreement_recorded",
    _("%(actor)s recorded the answer of %(organisation)s on %(thing)s: %(stance)s."),
)
EDITION_MADE_AGAIN = Verb(
    "edition_made_again", _("%(actor)s made the edition of %(thing)s again, after another.")
)
