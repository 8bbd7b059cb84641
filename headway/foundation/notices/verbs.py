from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.verbs import Verb

MAIL_RETRIED = Verb("mail_retried", _("%(actor)s had a mail sent again: %(thing)s."))
