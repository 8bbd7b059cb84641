"""What partners receive by mail about reviews."""

from django.utils.translation import gettext_lazy as _

from headway.foundation.notices.registry import Notice

OPENED = Notice("peerreview_opened", _("reviews are open"), "peerreview/notices/opened")
RECEIVED = Notice("peerreview_received", _("a review was received"), "peerreview/notices/received")
REVIEWS_DUE = Notice("peerreview_reviews_due", _("reviews are due"), "peerreview/notices/reviews")
ANSWERS_DUE = Notice(
    "peerreview_answers_due", _("suggestions await answers"), "peerreview/notices/answers"
)
