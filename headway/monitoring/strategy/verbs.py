from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

STRATEGY_CREATED = Verb("strategy_created", _("%(actor)s created the strategy %(thing)s."))
STRATEGY_CHANGED = Verb("strategy_changed", _("%(actor)s changed the settings of %(thing)s."))
STRATEGY_PUBLISHED = Verb("strategy_published", _("%(actor)s made %(thing)s public."))
STRATEGY_WITHDRAWN = Verb("strategy_withdrawn", _("%(actor)s took %(thing)s out of public view."))
COORDINATOR_APPOINTED = Verb(
    "coordinator_appointed", _("%(actor)s made %(person)s a coordinator of %(thing)s.")
)
COORDINATOR_DISMISSED = Verb(
    "coordinator_dismissed", _("%(actor)s ended %(person)s’s work as a coordinator of %(thing)s.")
)
PARTNER_ADDED = Verb(
    "strategy_partner_added", _("%(actor)s added %(organisation)s as a partner of %(thing)s.")
)
DRAFT_OPENED = Verb("draft_opened", _("%(actor)s opened a draft edition of %(thing)s."))
DRAFT_DISCARDED = Verb("draft_discarded", _("%(actor)s discarded the draft edition of %(thing)s."))
FRAME_CHANGED = Verb("frame_changed", _("%(actor)s changed the opening of the draft of %(thing)s."))
NODE_ADDED = Verb("node_added", _("%(actor)s added %(thing)s to the draft."))
NODE_CHANGED = Verb("node_changed", _("%(actor)s changed %(thing)s in the draft."))
NODE_MOVED = Verb("node_moved", _("%(actor)s moved %(thing)s in the draft."))
NODE_ENDED = Verb("node_ended", _("%(actor)s ended %(thing)s with the draft."))
PUT_IN_FORCE = Verb("edition_put_in_force", _("%(actor)s put an edition of %(thing)s in force."))
EDITION_TAKEN_BACK = Verb(
    "edition_taken_back",
    _("%(actor)s took an edition of %(thing)s back, to put another before it."),
)
ACT_CORRECTED = Verb("act_corrected", _("%(actor)s corrected the act of an edition of %(thing)s."))
LIFE_SET = Verb("life_set", _("%(actor)s set the status of %(thing)s."))
STRATEGY_IMPORTED = Verb(
    "strategy_imported",
    _("%(actor)s imported %(file)s into %(thing)s: %(created)s new, %(changed)s changed."),
)
IMPORT_STARTED = Verb("import_started", _("%(actor)s uploaded %(file)s for %(thing)s."))
IMPORT_MAPPED = Verb("import_mapped", _("%(actor)s mapped the columns of %(file)s for %(thing)s."))
IMPORT_ABANDONED = Verb("import_abandoned", _("%(actor)s gave up importing %(file)s to %(thing)s."))
