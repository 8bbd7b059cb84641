"""Who may do what to indicators. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.strategy.permissions import can_edit_draft, can_keep_strategy

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.verdicts import Verdict
    from headway.monitoring.strategy.models import Edition, Strategy


def can_define_indicator(user: User | SystemActor, edition: Edition) -> Verdict:
    """Definitions and targets are text: only a draft's are edited, by the strategy's keepers."""
    return can_edit_draft(user, edition)


def can_record_value(user: User | SystemActor, strategy: Strategy) -> Verdict:
    """Values are life: its coordinators enter and correct them at once."""
    return can_keep_strategy(user, strategy)


def can_choose_method(user: User | SystemActor, strategy: Strategy) -> Verdict:
    """Its coordinators say how a strategy is judged; the choices before stay on record."""
    return can_keep_strategy(user, strategy)
