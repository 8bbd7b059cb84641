"""Who may do what to a strategy. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.monitoring.strategy.queries.people import coordinates
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Edition, Strategy


def can_create_strategy(user: User | SystemActor) -> Verdict:
    """Administrators create strategies; their coordinators fill them."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can create a strategy."))


def can_keep_strategy(user: User | SystemActor, strategy: Strategy) -> Verdict:
    """Let its coordinators keep a strategy; an administrator may stand in."""
    if isinstance(user, SystemActor) or user.is_administrator or coordinates(user, strategy):
        return ALLOW
    return deny(
        _("Only a coordinator of this strategy can do this. Ask an administrator for the role.")
    )


def can_appoint_coordinator(user: User | SystemActor, strategy: Strategy) -> Verdict:  # noqa: ARG001
    """Administrators appoint coordinators, so that no coordinator extends their own circle."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    return deny(_("Only an administrator can appoint coordinators."))


def can_edit_draft(user: User | SystemActor, edition: Edition) -> Verdict:
    """Only drafts are edited: what is in force changes by a new edition."""
    if edition.state == EditionState.DISCARDED:
        return deny(_("This draft was discarded. Open a new one to change the text."))
    if not edition.is_draft:
        return deny(_("This edition is in force. Open a draft to change the text."))
    return can_keep_strategy(user, edition.strategy)


def can_add_organisations(user: User | SystemActor, strategy: Strategy) -> Verdict:
    """Let coordinators add the organisations that an import into their own strategy names.

    With the name only: aliases, texts and roles stay with administrators. See decision 9.
    """
    if can_keep_strategy(user, strategy):
        return ALLOW
    return deny(
        _(
            "Only a coordinator of this strategy can add the organisations that its import names. "
            "Send them the names."
        )
    )


def can_set_life(user: User | SystemActor, strategy: Strategy) -> Verdict:
    """Status and note are set at once, by the coordinator; partners report in rounds."""
    return can_keep_strategy(user, strategy)


def can_see_strategy(user: User | AnonymousUser | SystemActor, strategy: Strategy) -> Verdict:
    """Show a public strategy to everyone, any other to those who keep it."""
    if strategy.is_public or getattr(user, "reads_everything", False):
        return ALLOW
    if isinstance(user, AnonymousUser):
        return deny(_("This strategy is not public. Sign in, if you keep it."))
    return can_keep_strategy(user, strategy)
