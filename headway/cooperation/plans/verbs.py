from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PLAN_CREATED = Verb("plan_created", _("%(actor)s began the plan %(thing)s."))
PLAN_CHANGED = Verb("plan_changed", _("%(actor)s changed the plan %(thing)s."))
ACTION_ADDED = Verb("plan_action_added", _("%(actor)s added a planned action to %(thing)s."))
ACTION_CHANGED = Verb("plan_action_changed", _("%(actor)s changed %(action)s of %(thing)s."))
ACTION_MOVED = Verb(
    "plan_action_moved", _("%(actor)s put %(action)s of %(thing)s at another place.")
)
ACTION_REMOVED = Verb("plan_action_removed", _("%(actor)s took %(action)s out of %(thing)s."))
PLAN_PICTURE_CHANGED = Verb("plan_picture_changed", _("%(actor)s changed a picture of %(thing)s."))
PLAN_REVIEWED = Verb("plan_sent_to_review", _("%(actor)s sent %(thing)s to review."))
PLAN_REVISED = Verb("plan_revised", _("%(actor)s finished the revision of %(thing)s."))
ADOPTION_ASKED = Verb("plan_adoption_asked", _("%(actor)s asked for the adoption of %(thing)s."))
PLAN_ADOPTED = Verb("plan_adopted", _("%(actor)s recorded that %(thing)s was adopted."))
PLAN_HANDED_BACK = Verb("plan_handed_back", _("%(actor)s handed %(thing)s back to its authors."))
PLAN_PUBLISHED = Verb("plan_published", _("%(actor)s published %(thing)s."))
PLAN_REOPENED = Verb("plan_reopened", _("%(actor)s opened %(thing)s again to revise it."))
RECOMMENDATION_CREATED = Verb(
    "recommendation_created", _("%(actor)s began the recommendation %(thing)s.")
)
RECOMMENDATION_CHANGED = Verb(
    "recommendation_changed", _("%(actor)s changed the recommendation %(thing)s.")
)
RECOMMENDATION_PUBLISHED = Verb(
    "recommendation_published", _("%(actor)s published the recommendation %(thing)s.")
)
RECOMMENDATION_REVISED = Verb(
    "recommendation_revised", _("%(actor)s took the recommendation %(thing)s back to revise it.")
)
