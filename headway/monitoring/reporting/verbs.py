from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

ROUND_CREATED = Verb("round_created", _("%(actor)s prepared the round %(thing)s."))
ROUND_CHANGED = Verb("round_changed", _("%(actor)s changed the round %(thing)s."))
ROUND_OPENED = Verb("round_opened", _("%(actor)s opened the round %(thing)s."))
ROUND_DISCARDED = Verb("round_discarded", _("%(actor)s discarded the round %(thing)s."))
ROUND_CLOSED = Verb("round_closed", _("%(actor)s closed the round %(thing)s."))
ROUND_PUBLISHED = Verb("round_published", _("%(actor)s published the round %(thing)s."))
MEASURE_REASSIGNED = Verb(
    "measure_reassigned", _("%(actor)s asked %(organisation)s about %(measure)s in %(thing)s.")
)
DEADLINE_MOVED = Verb(
    "report_deadline_moved", _("%(actor)s moved the deadline of %(thing)s to %(deadline)s.")
)
REPORTING_LINE_SET = Verb(
    "reporting_line_set", _("%(actor)s set who reports for %(organisation)s in %(thing)s.")
)
ANSWER_SAVED = Verb("answer_saved", _("%(actor)s answered on %(measure)s in %(thing)s."))
REPORT_PREPARED = Verb("report_prepared", _("%(actor)s handed %(thing)s over for sign-off."))
REPORT_SENT_BACK = Verb("report_sent_back", _("%(actor)s sent %(thing)s back to the reporter."))
REPORT_SUBMITTED = Verb(
    "report_submitted", _("%(actor)s submitted %(thing)s (receipt %(receipt)s).")
)
REPORT_WITHDRAWN = Verb("report_withdrawn", _("%(actor)s took %(thing)s back."))
REPORT_OPENED = Verb("report_opened", _("%(actor)s began to review %(thing)s."))
REPORT_RETURNED = Verb("report_returned", _("%(actor)s returned %(thing)s."))
REPORT_ACCEPTED = Verb("report_accepted", _("%(actor)s accepted %(thing)s."))
REPORT_REVIEWED_AGAIN = Verb(
    "report_reviewed_again", _("%(actor)s took back the acceptance of %(thing)s.")
)
REPORT_REOPENED = Verb("report_reopened", _("%(actor)s reopened %(thing)s."))
TIME_ASKED = Verb("time_asked", _("%(actor)s asked for more time for %(thing)s, until %(until)s."))
TIME_REFUSED = Verb("time_refused", _("%(actor)s gave no more time for %(thing)s."))
LINK_MADE = Verb("task_link_made", _("%(actor)s made a link to %(thing)s for %(person)s."))
LINK_OPENED = Verb("task_link_opened", _("%(actor)s opened %(thing)s by a link."))
LINK_REVOKED = Verb("task_link_revoked", _("%(actor)s ended a link to %(thing)s of %(person)s."))
LETTER_SENT = Verb("letter_sent", _("%(actor)s wrote to %(number)s partners about %(thing)s."))
EDIT_UNDONE = Verb(
    "bulk_edit_undone", _("%(actor)s put %(number)s things of %(thing)s back as they were.")
)
