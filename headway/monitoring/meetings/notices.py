"""What members and owners of follow-ups receive by mail."""

from django.utils.translation import gettext_lazy as _

from headway.foundation.notices.registry import Notice

INVITATION = Notice(
    "meetings_invitation", _("invitation to a meeting"), "meetings/notices/invitation"
)
MOVED = Notice("meetings_moved", _("a meeting was changed"), "meetings/notices/moved")
CANCELLED = Notice("meetings_cancelled", _("a meeting was cancelled"), "meetings/notices/cancelled")
TO_CONFIRM = Notice(
    "meetings_to_confirm", _("minutes for confirmation"), "meetings/notices/to_confirm"
)
FOLLOW_UP = Notice("meetings_follow_up", _("a follow-up is due"), "meetings/notices/follow_up")
ACTIVITY = Notice("meetings_activity", _("an activity is due"), "meetings/notices/activity")
