"""What those who register receive by mail, and what partners do about good practices."""

from django.utils.translation import gettext_lazy as _

from headway.foundation.notices.registry import Notice

CONFIRM = Notice(
    "exchange_confirm", _("confirm that you come to an event"), "exchange/notices/confirm"
)
PLACE = Notice("exchange_place", _("a place at an event"), "exchange/notices/place")
CHANGED = Notice("exchange_changed", _("an event was changed"), "exchange/notices/changed")
CANCELLED = Notice("exchange_cancelled", _("an event was cancelled"), "exchange/notices/cancelled")
SUBMITTED = Notice(
    "exchange_submitted", _("a good practice was submitted"), "exchange/notices/submitted"
)
ASKED = Notice("exchange_asked", _("more is asked for"), "exchange/notices/asked")
DECLINED = Notice(
    "exchange_declined", _("a good practice was declined"), "exchange/notices/declined"
)
PUBLISHED = Notice(
    "exchange_published", _("a good practice was published"), "exchange/notices/published"
)
