"""How a strategy is judged: the method of all its indicators that name none of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.models import MethodChoice
from headway.monitoring.indicators.permissions import can_choose_method
from headway.monitoring.indicators.services.kept import renew_strategy
from headway.monitoring.indicators.verbs import METHOD_CHOSEN
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.services.strategies import renew_if_public

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor


@transaction.atomic
def choose_method(
    *,
    strategy_id: int,
    method: str,
    by: User | SystemActor,
    at: datetime,
    reason: TranslatedText = EMPTY,
) -> MethodChoice:
    """Judge a strategy by a method from now on. What was said before stays as it was judged.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a method that there is not.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_choose_method(by, strategy))
    if method not in METHODS:
        raise BadInput({"method": _("There is no such method. Choose one of those listed.")})
    choice = MethodChoice.objects.create(
        strategy=strategy, method=method, reason=reason, chosen_at=at
    )
    record(METHOD_CHOSEN, strategy, by=by, at=at, payload={"method": method}, reason=str(reason))
    renew_strategy(strategy=strategy, at=at)
    renew_if_public(strategy, at=at)
    return choice
