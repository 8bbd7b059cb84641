from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

COMMENTED = Verb("commented", _("%(actor)s commented on %(thing)s."))
COMMENT_TAKEN_BACK = Verb("comment_taken_back", _("%(actor)s took a comment on %(thing)s back."))
THREAD_RESOLVED = Verb("thread_resolved", _("%(actor)s resolved the thread on %(thing)s."))
THREAD_REOPENED = Verb("thread_reopened", _("%(actor)s reopened the thread on %(thing)s."))
