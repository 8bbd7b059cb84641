"""What partners and the lead partner receive by mail. All have one frame; `wording` words them."""

from django.utils.translation import gettext_lazy as _

from headway.foundation.notices.registry import Notice

LETTER = "implementation/notices/letter"
ROUND_OPENED = Notice("monitoring_round_opened", _("monitoring round opened"), LETTER)
REMINDER = Notice("progress_report_reminder", _("reminder of a progress report"), LETTER)
SUBMITTED = Notice("progress_report_submitted", _("progress report submitted"), LETTER)
ASKED = Notice("progress_report_asked", _("question about a progress report"), LETTER)
CLOSED = Notice("progress_report_closed", _("progress report closed"), LETTER)
CHANGE_TOLD = Notice("policy_change_told", _("policy change told"), LETTER)
CHANGE_ASKED = Notice("policy_change_asked", _("question about a policy change"), LETTER)
CHANGE_CONFIRMED = Notice("policy_change_confirmed", _("policy change confirmed"), LETTER)
