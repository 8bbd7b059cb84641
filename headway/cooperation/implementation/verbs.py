from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

PROGRESS_TOLD = Verb("progress_told", _("%(actor)s told how “%(step)s” of %(thing)s stands."))
EVIDENCE_ADDED = Verb("progress_evidence_added", _("%(actor)s added evidence to %(thing)s."))
EVIDENCE_REMOVED = Verb("progress_evidence_removed", _("%(actor)s took evidence out of %(thing)s."))
ROUND_PREPARED = Verb(
    "monitoring_prepared", _("%(actor)s prepared the monitoring round %(thing)s.")
)
ROUND_CHANGED = Verb("monitoring_changed", _("%(actor)s changed the monitoring round %(thing)s."))
ROUND_OPENED = Verb("monitoring_opened", _("%(actor)s opened the monitoring round %(thing)s."))
ROUND_CLOSED = Verb("monitoring_closed", _("%(actor)s closed the monitoring round %(thing)s."))
REPORT_WRITTEN = Verb(
    "progress_report_written", _("%(actor)s wrote in the progress report %(thing)s.")
)
REPORT_SUBMITTED = Verb(
    "progress_report_submitted", _("%(actor)s submitted the progress report %(thing)s.")
)
REPORT_ASKED = Verb(
    "progress_report_asked", _("%(actor)s asked about the progress report %(thing)s.")
)
REPORT_CLOSED = Verb("progress_report_closed", _("%(actor)s closed the progress report %(thing)s."))
REPORT_REOPENED = Verb(
    "progress_report_reopened", _("%(actor)s opened the progress report %(thing)s again.")
)
REPORT_REMINDED = Verb(
    "progress_report_reminded", _("%(actor)s reminded of the progress report %(thing)s.")
)
CHANGE_TOLD = Verb("policy_change_told", _("%(actor)s told of the policy change %(thing)s."))
CHANGE_REVISED = Verb("policy_change_revised", _("%(actor)s revised the policy change %(thing)s."))
CHANGE_ASKED = Verb("policy_change_asked", _("%(actor)s asked about the policy change %(thing)s."))
CHANGE_CONFIRMED = Verb(
    "policy_change_confirmed", _("%(actor)s confirmed the policy change %(thing)s.")
)
