"""Who may do what to a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


def can_keep_projects(user: User | SystemActor) -> Verdict:
    """Leave projects to administrators until partners edit their own plans here."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can change a project."))
