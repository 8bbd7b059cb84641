"""What reporters and coordinators receive by mail."""

from django.utils.translation import gettext_lazy as _

from headway.foundation.notices.registry import Notice

ROUND_OPENED = Notice(
    "reporting_round_opened", _("a round was opened"), "reporting/notices/round_opened"
)
REMINDER = Notice("reporting_reminder", _("reminder of a report"), "reporting/notices/reminder")
LETTER = Notice("reporting_letter", _("letter to partners"), "reporting/notices/letter")
AWAITS_SIGN_OFF = Notice(
    "reporting_awaits_sign_off",
    _("a report waits for sign-off"),
    "reporting/notices/awaits_sign_off",
)
SENT_BACK = Notice(
    "reporting_sent_back", _("a report was sent back"), "reporting/notices/sent_back"
)
RECEIPT = Notice("reporting_receipt", _("receipt of a report"), "reporting/notices/receipt")
RETURNED = Notice("reporting_returned", _("a report was returned"), "reporting/notices/returned")
ACCEPTED = Notice("reporting_accepted", _("a report was accepted"), "reporting/notices/accepted")
REOPENED = Notice("reporting_reopened", _("a report was reopened"), "reporting/notices/reopened")
TIME_ASKED = Notice(
    "reporting_time_asked", _("more time was asked for"), "reporting/notices/time_asked"
)
DEADLINE_MOVED = Notice(
    "reporting_deadline_moved", _("a deadline was moved"), "reporting/notices/deadline_moved"
)
TIME_REFUSED = Notice(
    "reporting_time_refused", _("no more time was given"), "reporting/notices/time_refused"
)
PART_HANDED_OVER = Notice(
    "reporting_part_handed_over",
    _("a part of a report was handed over"),
    "reporting/notices/part_handed_over",
)
NEW_LINK = Notice("reporting_new_link", _("new link to a report"), "reporting/notices/new_link")
COMMENTED = Notice("reporting_commented", _("comments on a report"), "reporting/notices/commented")

ASKING = frozenset(
    notice.code
    for notice in (
        ROUND_OPENED,
        LETTER,
        AWAITS_SIGN_OFF,
        SENT_BACK,
        RETURNED,
        REOPENED,
        DEADLINE_MOVED,
        TIME_REFUSED,
        NEW_LINK,
    )
)
"""Those that ask for the report and say until when: a reminder rests after them."""
