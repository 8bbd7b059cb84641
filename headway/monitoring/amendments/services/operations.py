"""The operations of a draft: added, written anew, ordered, taken out; misfits settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep, stale_sentence
from headway.monitoring.amendments import verbs
from headway.monitoring.amendments.checks import saying_problems
from headway.monitoring.amendments.facts import Change, Standing
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.models import Operation
from headway.monitoring.amendments.permissions import (
    can_edit_now,
    can_keep_amendments,
    can_settle_now,
)
from headway.monitoring.amendments.queries.standing import organisation_ids, standing_of
from headway.monitoring.amendments.rules import text_after
from headway.monitoring.amendments.services.amendments import NO_ORIGIN, Origin
from headway.monitoring.amendments.services.common import (
    REASON,
    edition_to_change,
    locked_amendment,
    noted,
    operations_of,
)
from headway.monitoring.amendments.services.fitting import names_of
from headway.monitoring.amendments.states import Misfit, Settling
from headway.monitoring.amendments.wording import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.monitoring.amendments.facts import Doubt, Said
    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.amendments.permissions import Person
    from headway.monitoring.strategy.models import Edition

MOST_OPERATIONS = 200
"""Of one amendment: nobody reads more as one proposal."""


@transaction.atomic
def add_operation(
    *,
    amendment_id: int,
    kind: str,
    said: Said,
    by: Person,
    at: datetime,
    thing: str = "",
    rationale: TranslatedText = EMPTY,
    origin: Origin = NO_ORIGIN,
    key: str = "",
) -> Operation:
    """Add an operation after those that an amendment has. Parts that say nothing new are left out.

    `thing` is the key of what it changes; what it adds gets one, if none is given.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless the amendment is a draft.
    :raises BadInput: for what cannot be said, says nothing new, or does not fit the text.
    """
    amendment = _draft_of(amendment_id, by)
    operations = operations_of(amendment)
    if len(operations) >= MOST_OPERATIONS:
        sentence = _("An amendment has at most %(number)d operations. Begin another one.")
        raise BadInput({"operations": sentence % {"number": MOST_OPERATIONS}})
    if kind not in KINDS:
        raise BadInput({"kind": _("Choose one of those listed.")})
    change = Change(key or new_key(), kind, thing or new_key(), said)
    operation = Operation(amendment=amendment, place=_last_place(operations) + 1)
    _write(operation, change, operations, rationale, origin)
    keep(amendment)
    noted(verbs.OPERATION_ADDED, amendment, by=by, at=at, payload=_payload(operation))
    return operation


@transaction.atomic
def change_operation(
    *,
    operation_id: int,
    said: Said,
    rationale: TranslatedText,
    origin: Origin,
    version: int,
    by: Person,
    at: datetime,
) -> Operation:
    """Write an operation anew, beside the text as it stands now.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless the amendment is a draft.
    :raises BadInput: for what cannot be said, says nothing new, or does not fit the text.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    operation, amendment = _operation_in_draft(operation_id, by)
    _refuse_stale(operation, version)
    before = [each for each in operations_of(amendment) if each.place < operation.place]
    change = Change(operation.key, operation.kind, operation.thing_key, said)
    _write(operation, change, before, rationale, origin)
    keep(amendment)
    noted(verbs.OPERATION_CHANGED, amendment, by=by, at=at, payload=_payload(operation))
    return operation


@transaction.atomic
def remove_operation(*, operation_id: int, version: int, by: Person, at: datetime) -> Amendment:
    """Take an operation out of a draft.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless the amendment is a draft.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    operation, amendment = _operation_in_draft(operation_id, by)
    _refuse_stale(operation, version)
    _remove(operation, amendment, by=by, at=at)
    return amendment


@transaction.atomic
def place_operation(*, operation_id: int, place: int, by: Person, at: datetime) -> Operation:
    """Put an operation at a place among the others, from 1; beyond the last one is last.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless the amendment is a draft.
    """
    operation, amendment = _operation_in_draft(operation_id, by)
    others = [each for each in operations_of(amendment) if each.pk != operation.pk]
    at_index = min(max(place, 1), len(others) + 1) - 1
    ordered = [*others[:at_index], operation, *others[at_index:]]
    for number, each in enumerate(ordered, start=1):
        if each.place != number:
            each.place = number
            each.save(update_fields=["place"])
    keep(amendment)
    noted(verbs.OPERATION_PLACED, amendment, by=by, at=at, payload=_payload(operation))
    return operation


@transaction.atomic
def settle_operation(
    *, operation_id: int, how: str, version: int, by: Person, at: datetime
) -> Amendment:
    """Settle an operation that no longer fits: keep what was wanted, or leave it out.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if the amendment is decided.
    :raises BadInput: for another way, an operation that fits, or one that cannot be kept.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    operation, amendment = _operation_of(operation_id, by)
    require_now(can_settle_now(amendment))
    _refuse_stale(operation, version)
    before = [each for each in operations_of(amendment) if each.place < operation.place]
    change = operation.change()
    text, edition = _text_before(amendment, before, change)
    doubts = KINDS[change.kind].doubts(text, change)
    _refuse_settling(doubts, how, operation)
    if how == Settling.DROP:
        _remove(operation, amendment, by=by, at=at, reason=str(Settling.DROP.label))
        return amendment
    kept = replace(change, before=KINDS[change.kind].before(text, change.thing, change.said))
    operation.before = dict(kept.before)
    operation.names = {**operation.names, **names_of(kept, text, edition)}
    operation.version += 1
    operation.save(update_fields=["before", "names", "version"])
    keep(amendment)
    noted(verbs.OPERATION_SETTLED, amendment, by=by, at=at, payload=_payload(operation))
    return amendment


def _refuse_settling(doubts: Sequence[Doubt], how: str, operation: Operation) -> None:
    if how not in Settling.values:
        raise BadInput({"how": _("Choose one of those listed.")})
    if not doubts:
        raise BadInput({"how": _("This operation fits the text. Nothing is to be settled.")})
    misfits = {doubt.misfit for doubt in doubts}
    if how == Settling.KEEP and misfits != {Misfit.CHANGED}:
        others = [told(doubt, operation) for doubt in doubts if doubt.misfit != Misfit.CHANGED]
        sentence = _("It cannot be kept as it is. Write it anew, or leave it out.")
        raise BadInput({"how": " ".join([*others, sentence])})


def _write(
    operation: Operation,
    change: Change,
    before: Sequence[Operation],
    rationale: TranslatedText,
    origin: Origin,
) -> None:
    """Keep what an operation says beside what stands before it. :raises BadInput: if it cannot."""
    kind = KINDS[change.kind]
    text, edition = _text_before(operation.amendment, before, change)
    said = kind.news(text, change.thing, change.said)
    change = replace(change, said=said, before=kind.before(text, change.thing, said))
    operation.names = names_of(change, text, edition)
    _refuse_unsayable(operation, change, text, edition, rationale, origin)
    operation.key, operation.kind, operation.thing_key = change.key, change.kind, change.thing
    operation.said, operation.before = dict(change.said), dict(change.before)
    operation.rationale = rationale
    for column, value in origin.columns().items():
        setattr(operation, column, value)
    operation.version += 1 if operation.pk else 0
    operation.save()


def _refuse_unsayable(
    operation: Operation,
    change: Change,
    text: Standing,
    edition: Edition,
    rationale: TranslatedText,
    origin: Origin,
) -> None:
    slugs = [row[0] for row in change.said.get("duties") or ()]
    slugs += [change.said["organisation"]] if change.said.get("organisation") else []
    ids = organisation_ids(slugs) if slugs else {}
    problems = origin.problems() | saying_problems(
        change, text, edition.frame, has_reason=bool(rationale), organisations=ids
    )
    operation.kind, operation.thing_key = change.kind, change.thing
    if not problems:
        doubts = KINDS[change.kind].doubts(text, change)
        problems = {doubt.part or "operation": told(doubt, operation) for doubt in doubts}
    if problems:
        raise BadInput(problems)


def _text_before(
    amendment: Amendment, before: Sequence[Operation], change: Change
) -> tuple[Standing, Edition]:
    """Return the text as the operations before one make it, and the edition that they change."""
    edition = edition_to_change(amendment.strategy)
    changes = [each.change() for each in before]
    return text_after(standing_of(edition, [*changes, change]), changes), edition


def _draft_of(amendment_id: int, by: Person) -> Amendment:
    amendment = locked_amendment(amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    require_now(can_edit_now(amendment))
    return amendment


def _operation_of(operation_id: int, by: Person) -> tuple[Operation, Amendment]:
    rows = Operation.objects.unrestricted(reason=REASON)
    amendment = locked_amendment(rows.get(pk=operation_id).amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    operation = rows.get(pk=operation_id)
    operation.amendment = amendment
    return operation, amendment


def _operation_in_draft(operation_id: int, by: Person) -> tuple[Operation, Amendment]:
    operation, amendment = _operation_of(operation_id, by)
    require_now(can_edit_now(amendment))
    return operation, amendment


def _refuse_stale(operation: Operation, version: int) -> None:
    if version != operation.version:
        raise Conflict(stale_sentence(), clashes=(), token=str(operation.version))


def _remove(
    operation: Operation, amendment: Amendment, *, by: Person, at: datetime, reason: str = ""
) -> None:
    payload = _payload(operation)
    operation.delete()
    keep(amendment)
    noted(verbs.OPERATION_REMOVED, amendment, by=by, at=at, payload=payload, reason=reason)


def _last_place(operations: Sequence[Operation]) -> int:
    return max((operation.place for operation in operations), default=0)


def _payload(operation: Operation) -> dict[str, str]:
    return {"operation": operation.key, "kind": operation.kind, "thing": operation.thing_key}
