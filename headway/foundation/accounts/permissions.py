"""Who may do what to accounts. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


def can_invite_person(user: User | SystemActor) -> Verdict:
    """Accounts are given, never taken: nobody signs up."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can give somebody an account."))


def can_see_people(user: User | SystemActor) -> Verdict:
    """Administrators keep the list of people; auditors read it."""
    if isinstance(user, SystemActor) or user.reads_everything:
        return ALLOW
    return deny(_("Only administrators and auditors can see who has an account."))


def can_change_person(user: User | SystemActor, person: User) -> Verdict:
    """People change their own name and language; an administrator may do it for them."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if user.is_active and user.pk == person.pk:
        return ALLOW
    return deny(_("Only an administrator can change somebody else’s account."))


def can_give_site_role(user: User | SystemActor, person: User) -> Verdict:
    """Administrators give roles on the whole site, never to themselves: two must agree."""
    if isinstance(user, SystemActor):
        return ALLOW
    if not user.is_administrator:
        return deny(_("Only an administrator can give a role on the whole site."))
    if user.pk == person.pk:
        return deny(_("Nobody changes their own role. Ask another administrator."))
    return ALLOW


def can_deactivate_person(user: User | SystemActor, person: User) -> Verdict:
    """Administrators close accounts, but not their own, so that one administrator remains."""
    if isinstance(user, SystemActor):
        return ALLOW
    if not user.is_administrator:
        return deny(_("Only an administrator can close an account."))
    if user.pk == person.pk:
        return deny(_("Nobody closes their own account. Ask another administrator."))
    return ALLOW


def can_end_sessions(user: User | SystemActor, person: User) -> Verdict:
    """People end their own sessions; an administrator may do it for them."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if user.is_active and user.pk == person.pk:
        return ALLOW
    return deny(_("Only an administrator can sign somebody else out."))


def can_reactivate_person(user: User | SystemActor) -> Verdict:
    """Who may close an account may open it again."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can open an account again."))
