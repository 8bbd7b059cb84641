"""Who may erase whom. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


def can_erase_person(user: User | SystemActor, person: User) -> Verdict:
    """Administrators erase a person who asked for it, never themselves: it cannot be undone."""
    if isinstance(user, SystemActor):
        return ALLOW
    if not user.is_administrator:
        return deny(_("Only an administrator can erase a person’s data."))
    if user.pk == person.pk:
        return deny(_("Nobody erases their own account. Ask another administrator."))
    return ALLOW
