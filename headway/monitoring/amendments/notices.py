"""What partners and coordinators receive by mail."""

from django.utils.translation import gettext_lazy as _

from headway.foundation.notices.registry import Notice

AGREEMENT_ASKED = Notice(
    "amendments_agreement_asked",
    _("agreement to an amendment asked"),
    "amendments/notices/agreement_asked",
)
AGREEMENT_GIVEN = Notice(
    "amendments_agreement_given",
    _("answer to an amendment"),
    "amendments/notices/agreement_given",
)
