"""Who may change the directory and give roles. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.foundation.organisations.queries import has_role
from headway.foundation.organisations.states import Role

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation


def can_keep_directory(user: User | SystemActor) -> Verdict:
    """Regions, organisations and aliases are added by administrators: all strategies share them."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can add to the directory. Send them the name."))


def can_change_organisation(user: User | SystemActor, organisation: Organisation) -> Verdict:
    """Let approvers keep their organisation's page: they answer for what it says in public.

    Reporters hand in figures that an approver releases; their own page is no exception.
    """
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if has_role(user, organisation, [Role.APPROVER]):
        return ALLOW
    return deny(
        _("Only an approver of %(organisation)s can change this page. Send them the new text.")
        % {"organisation": organisation}
    )


def can_give_role(user: User | SystemActor) -> Verdict:
    """Roles are given and ended by administrators, so that no circle extends itself."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can give and end roles."))
