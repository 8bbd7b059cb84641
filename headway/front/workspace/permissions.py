"""Who may see what belongs to no single app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


def can_read_trail(user: User) -> Verdict:
    """Administrators and auditors read what everybody did."""
    if user.reads_everything:
        return ALLOW
    return deny(_("Only administrators and auditors can read the audit trail."))
