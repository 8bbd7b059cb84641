"""The act of an edition in force, corrected: its text stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Conflict, WrongState
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.foundation.core.words import too_long
from headway.monitoring.strategy.hooks import EDITION_BEGINS
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.services.clashes import clashing
from headway.monitoring.strategy.services.drafts import Act, locked_draft
from headway.monitoring.strategy.services.rows import REASON
from headway.monitoring.strategy.services.strategies import renew_if_public
from headway.monitoring.strategy.states import EditionState
from headway.monitoring.strategy.verbs import ACT_CORRECTED

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.errors import Clash

LONGEST_REASON = 2_000


@transaction.atomic
def correct_act(
    *,
    edition_id: int,
    act: Act,
    reason: str,
    version: int,
    by: User | SystemActor,
    at: datetime,
) -> Edition:
    """Correct what is said of the act of an edition in force. Editions stay in their order.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless an act put the edition in force.
    :raises BadInput: without a reason, or for a day before the edition that it follows, or after
        the one that follows it.
    :raises Conflict: if somebody else changed the edition since `version` was read.
    """
    edition = locked_draft(edition_id)
    require(can_keep_strategy(by, edition.strategy))
    if edition.state != EditionState.IN_FORCE:
        raise WrongState(_("No act has put this edition in force."))
    before = Act.of(edition)
    if version != edition.version:
        token = str(edition.version)
        raise Conflict(stale_sentence(), clashes=_clashes(before, act), token=token)
    words = tidied(reason)
    if problems := _problems(edition, act, words):
        raise BadInput(problems)
    act.write_to(edition)
    edition.version += 1
    edition.save()
    payload = {"edition": edition.number, "in_force_on": str(act.in_force_on), "act": act.number}
    record(ACT_CORRECTED, edition.strategy, by=by, at=at, payload=payload, reason=words)
    if act.in_force_on != before.in_force_on:
        EDITION_BEGINS.send(edition=edition, at=at)
    renew_if_public(edition.strategy, at=at)
    return edition


def _problems(edition: Edition, act: Act, reason: str) -> dict[str, str]:
    problems = {}
    if not reason:
        problems["reason"] = _("Say why the act is corrected: the reason stays on record.")
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = too_long(LONGEST_REASON)
    others = (
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=edition.strategy, state=EditionState.IN_FORCE)
        .order_by("number")
    )
    if problem := _disorder(edition, act, others):
        problems["in_force_on"] = problem
    return problems


def _disorder(edition: Edition, act: Act, others: QuerySet[Edition]) -> str:
    """Say between which days the edition has to begin; nothing, if it does."""
    day = act.in_force_on.first_day
    before, after = (
        others.filter(number__lt=edition.number),
        others.filter(number__gt=edition.number),
    )
    previous, following = before.last(), after.first()
    if previous and previous.in_force_from and day < previous.in_force_from:
        return _("The edition before is in force from %(day)s. Choose that day or a later one.") % {
            "day": _day_of(previous)
        }
    if following and following.in_force_from and day > following.in_force_from:
        sentence = _(
            "The next edition is in force from %(day)s. Choose that day or an earlier one."
        )
        return sentence % {"day": _day_of(following)}
    return ""


def _day_of(edition: Edition) -> str:
    return edition.in_force_on.worded() if edition.in_force_on else ""


def _clashes(theirs: Act, mine: Act) -> list[Clash]:
    labels = {
        "in_force_on": _("In force from"),
        "body": _("Body that decided"),
        "number": _("Number of the act"),
        "date": _("Date of the act"),
    }
    return list(
        clashing(
            {
                name: (label, getattr(theirs, name), getattr(mine, name))
                for name, label in labels.items()
            }
        )
    )
