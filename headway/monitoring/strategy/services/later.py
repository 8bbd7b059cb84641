"""Editions that have not begun: taken back, so that another can be put before them, and made again.

An edition is more than a row: its text is what it changes of the edition before. So nothing is
slipped in between; the later ones give their text back, and whoever made them makes them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import require
from headway.monitoring.strategy.hooks import TEXT_TAKEN_BACK
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility, Strategy
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.services.drafts import locked_draft, next_number
from headway.monitoring.strategy.services.rows import REASON, discard_rows
from headway.monitoring.strategy.services.strategies import renew_if_public
from headway.monitoring.strategy.states import EDITION_STEPS, EditionState
from headway.monitoring.strategy.verbs import EDITION_TAKEN_BACK

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor


@transaction.atomic
def take_back_later(
    *, strategy_id: int, after: date, by: User | SystemActor, at: datetime
) -> tuple[Edition, ...]:
    """Take back the editions that begin after a day; return them in the order of their numbers.

    They have no text until `make_again`, which the caller owes them in the same transaction.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if one of them is in force already: what was in force stays as it was.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_strategy(by, strategy))
    later = (
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=strategy, state=EditionState.IN_FORCE, in_force_from__gt=after)
        .order_by("-number")
    )
    taken = tuple(later)
    today = day_of(strategy, at)
    for edition in taken:
        _refuse_begun(edition, today)
        edition.strategy = strategy
        edition.state = EDITION_STEPS.target(state=edition.state, step="take_back")
        edition.save(update_fields=["state"])
        TEXT_TAKEN_BACK.send(edition=edition)
        for model in (NodeText, Responsibility):
            discard_rows(model, edition)
        record(EDITION_TAKEN_BACK, strategy, by=by, at=at, payload={"edition": edition.number})
    if taken:
        renew_if_public(strategy, at=at)
    return taken[::-1]


@transaction.atomic
def make_again(*, edition_id: int, by: User | SystemActor, at: datetime) -> Edition:  # noqa: ARG001
    """Make an edition that was taken back the draft, above all others, so that it gets its text.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it was taken back.
    """
    edition = locked_draft(edition_id)
    require(can_keep_strategy(by, edition.strategy))
    edition.number = next_number(edition.strategy)
    edition.state = EDITION_STEPS.target(state=edition.state, step="make_again")
    edition.save(update_fields=["number", "state"])
    return edition


def _refuse_begun(edition: Edition, today: date) -> None:
    if edition.in_force_from and edition.in_force_from <= today:
        day = edition.in_force_on.worded() if edition.in_force_on else ""
        sentence = _("The edition of %(day)s is in force. Choose that day or a later one.")
        raise WrongState(sentence % {"day": day})
