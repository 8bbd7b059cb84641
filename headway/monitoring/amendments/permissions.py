"""Who may do what with amendments. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.foundation.organisations.queries import has_role
from headway.monitoring.amendments.queries.people import ANSWERING, decides_on
from headway.monitoring.amendments.states import WAITING, AmendmentState
from headway.monitoring.strategy.permissions import can_keep_strategy

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.amendments.models import Agreement, Amendment
    from headway.monitoring.strategy.models import Strategy

    Person = User | SystemActor


def can_keep_amendments(user: Person, strategy: Strategy) -> Verdict:
    """Let the strategy's coordinators write proposals, and record what was decided on them."""
    return can_keep_strategy(user, strategy)


def can_read_amendment(user: Person, amendment: Amendment) -> Verdict:
    """Show the whole of an amendment to who keeps the strategy, and to who decides on it.

    These are the members of a body on whose agenda it stands, and who convenes one that may take
    it up. Whoever is asked to agree has a page of their own.
    """
    if isinstance(user, SystemActor) or user.reads_everything:
        return ALLOW
    if can_keep_amendments(user, amendment.strategy):
        return ALLOW
    if user.is_active and decides_on(user, amendment):
        return ALLOW
    return deny(
        _(
            "Only who keeps the strategy reads this amendment, and members of a body on whose "
            "agenda it stands."
        )
    )


def can_edit_now(amendment: Amendment) -> Verdict:
    """Tell whether an amendment may be written now: only a draft is; others agree to its words."""
    if amendment.state == AmendmentState.DRAFT:
        return ALLOW
    if amendment.state in WAITING:
        return deny(
            _("This amendment is proposed, so its words stand. Take it back to revise them.")
        )
    return deny(_("This amendment is decided. Begin another to change the strategy again."))


def can_settle_now(amendment: Amendment) -> Verdict:
    """Tell whether what no longer fits may be settled now: as long as nothing is decided."""
    if amendment.is_open:
        return ALLOW
    return deny(_("This amendment is decided. Begin another to change the strategy again."))


def can_answer_agreement(user: Person, agreement: Agreement) -> Verdict:
    """Let reporters and approvers of the organisation answer, and coordinators record a letter."""
    if isinstance(user, SystemActor) or has_role(user, agreement.organisation, ANSWERING):
        return ALLOW
    if can_keep_amendments(user, agreement.amendment.strategy):
        return ALLOW
    sentence = _("Only a reporter or an approver of %(organisation)s can answer here.")
    return deny(sentence % {"organisation": agreement.organisation})


def answers_for(user: Person, agreement: Agreement) -> bool:
    """Tell whether a person speaks for the organisation itself, not as the coordinator."""
    return not isinstance(user, SystemActor) and has_role(user, agreement.organisation, ANSWERING)


def can_answer_now(amendment: Amendment) -> Verdict:
    """Tell whether answers are taken: while the consultation runs."""
    if amendment.state == AmendmentState.CONSULTED:
        return ALLOW
    return deny(_("The consultation on this amendment is over. Write to the coordinator."))


def can_comment(user: Person, amendment: Amendment, *, is_asked: bool) -> Verdict:
    """Let coordinators, and those who were asked, comment on an amendment that is not decided."""
    if not amendment.is_open:
        return deny(_("This amendment is decided. Begin another to change the strategy again."))
    return ALLOW if is_asked else can_keep_amendments(user, amendment.strategy)
