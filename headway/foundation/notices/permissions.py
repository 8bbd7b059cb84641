"""Who may see and repeat mails. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


def can_see_outbox(user: User) -> Verdict:
    """Only administrators: mails tell who is asked for what, so auditors are kept out too."""
    if user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can see the mails."))


def can_retry_mail(user: User) -> Verdict:
    """Who may read a mail may have it sent again."""
    if user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can have a mail sent again."))
