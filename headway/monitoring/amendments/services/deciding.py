"""The decision on an amendment: adopted, in part or as a whole, or refused.

An adopted amendment makes the next edition. One that takes effect before editions that are adopted
for later is put before them: they are taken back and made again from their own amendments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import tidy_reason
from headway.monitoring.amendments import verbs
from headway.monitoring.amendments.models import Agreement, Amendment
from headway.monitoring.amendments.permissions import can_keep_amendments
from headway.monitoring.amendments.queries.standing import standing_of
from headway.monitoring.amendments.rules import all_agree, doubts_of, is_adopted_in_part
from headway.monitoring.amendments.services.applying import apply_change
from headway.monitoring.amendments.services.common import (
    REASON,
    edition_to_change,
    locked_amendment,
    noted,
    operations_of,
    step,
)
from headway.monitoring.amendments.services.fitting import refuse_misfits
from headway.monitoring.amendments.states import AMENDMENT_STEPS, AmendmentState, Misfit, Outcome
from headway.monitoring.amendments.wording import sentence_of, told
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.services import (
    make_again,
    open_draft,
    put_in_force,
    take_back_later,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.states import ActVerb, EditionState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from headway.monitoring.amendments.models import Operation
    from headway.monitoring.amendments.permissions import Person


@transaction.atomic
def adopt_amendment(
    *,
    amendment_id: int,
    act: Act,
    outcomes: Mapping[str, str],
    by: Person,
    at: datetime,
    words: str = "",
) -> Edition:
    """Record that a body adopted an amendment, and make the edition that its act puts in force.

    `outcomes` are by the keys of operations; one that is not named is adopted. `words` say why it
    was adopted although not everybody agreed.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it waits for a decision, or while a draft is open.
    :raises BadInput: without a body, for operations that do not fit, a day before the edition in
        force, or one before editions that this amendment leaves no room for.
    """
    amendment, strategy = _waiting(amendment_id, "adopt", by)
    operations = operations_of(amendment)
    decided = {each.key: outcomes.get(each.key, Outcome.ADOPTED) for each in operations}
    said = _decision_words(amendment, words)
    _refuse_bad_decision(act, decided, outcomes)
    name = "adopt_in_part" if is_adopted_in_part(decided) else "adopt"
    adopted = [each for each in operations if decided[each.key] == Outcome.ADOPTED]
    edition = _made(strategy, adopted, act, by=by, at=at)
    for each in operations:
        each.outcome = decided[each.key]
        each.save(update_fields=["outcome"])
    step(amendment, name, at=at, edition=edition, decided_at=at, decision_words=said)
    payload = {"edition": edition.number, "outcomes": dict(decided)}
    noted(verbs.AMENDMENT_ADOPTED, amendment, by=by, at=at, payload=payload, reason=said)
    return edition


@transaction.atomic
def refuse_amendment(*, amendment_id: int, words: str, by: Person, at: datetime) -> Amendment:
    """Record that a body refused an amendment, and why. The text stays as it is.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it waits for a decision.
    :raises BadInput: without a reason.
    """
    amendment, _strategy = _waiting(amendment_id, "refuse", by)
    said = tidy_reason(
        words, missing=_("Say why it was refused, and by which body."), field="words"
    )
    for each in operations_of(amendment):
        each.outcome = Outcome.REFUSED
        each.save(update_fields=["outcome"])
    step(amendment, "refuse", at=at, decided_at=at, decision_words=said)
    noted(verbs.AMENDMENT_REFUSED, amendment, by=by, at=at, reason=said)
    return amendment


def _waiting(amendment_id: int, name: str, by: Person) -> tuple[Amendment, Strategy]:
    """Take an amendment and its strategy, the strategy first, as whoever edits its drafts does.

    :raises WrongState: if the step is not possible from where the amendment is.
    """
    rows = Amendment.objects.unrestricted(reason=REASON)
    strategy = Strategy.objects.select_for_update().get(pk=rows.get(pk=amendment_id).strategy_id)
    require(can_keep_amendments(by, strategy))
    amendment = locked_amendment(amendment_id)
    AMENDMENT_STEPS.target(state=amendment.state, step=name)
    return amendment, strategy


def _decision_words(amendment: Amendment, words: str) -> str:
    """Return the words of a decision; where not everybody agreed, there have to be some.

    :raises WrongState: where the strategy asks for agreement and nobody was asked.
    """
    if amendment.strategy.asks_agreement and amendment.state != AmendmentState.CONSULTED:
        raise WrongState(_("This strategy asks its partners first. Begin the consultation."))
    stances = Agreement.objects.unrestricted(reason=REASON).filter(amendment=amendment)
    missing = _("Not everybody who was asked agrees. Say why it was adopted all the same.")
    agreed = all_agree(stances.values_list("stance", flat=True))
    return tidy_reason(words, missing="" if agreed else missing, field="words")


def _refuse_bad_decision(act: Act, decided: Mapping[str, str], outcomes: Mapping[str, str]) -> None:
    problems = {}
    if not act.body:
        problems["body"] = _("Say which body decided: an edition is made by its act.")
    if act.verb not in ActVerb.values:
        problems["verb"] = _("Say what the body did.")
    if set(outcomes) - set(decided) or set(decided.values()) - set(Outcome.values):
        problems["outcomes"] = _("The operations were changed meanwhile. Load the page again.")
    elif Outcome.ADOPTED not in decided.values():
        problems["outcomes"] = _("Nothing of it is adopted. Record that it was refused instead.")
    if problems:
        raise BadInput(problems)


def _made(
    strategy: Strategy, operations: Sequence[Operation], act: Act, *, by: Person, at: datetime
) -> Edition:
    """Make the edition of an act: before those that begin later, which are made again."""
    first_day = act.in_force_on.first_day
    later = _made_for_later(strategy, act)
    try:
        taken = take_back_later(strategy_id=strategy.pk, after=first_day, by=by, at=at)
    except WrongState as refused:
        raise BadInput({"in_force_on": str(refused)}) from refused
    refuse_misfits(edition_to_change(strategy), operations)
    draft = open_draft(strategy_id=strategy.pk, by=by, at=at)
    _apply(draft, operations, by=by, at=at)
    edition = put_in_force(draft_id=draft.pk, act=act, by=by, at=at)
    for each in taken:
        _make_again(each, later[each.pk], by=by, at=at)
    return edition


def _made_for_later(strategy: Strategy, act: Act) -> dict[int, Amendment]:
    """Return the amendments that made the editions after a day, by edition.

    :raises BadInput: if one of them was made by hand, which nobody can make again.
    """
    later = (
        Edition.objects.unrestricted(reason=REASON)
        .filter(
            strategy=strategy,
            state=EditionState.IN_FORCE,
            in_force_from__gt=act.in_force_on.first_day,
        )
        .order_by("-number")
    )
    made = Amendment.objects.unrestricted(reason=REASON).select_related("strategy")
    by_edition = {each.edition_id: each for each in made.filter(edition__in=list(later))}
    for edition in later:
        if edition.pk not in by_edition and edition.in_force_on:
            sentence = _(
                "The edition of %(day)s was made by hand, so none can be put before it. "
                "Choose that day or a later one."
            )
            raise BadInput({"in_force_on": sentence % {"day": edition.in_force_on.worded()}})
    return {pk: amendment for pk, amendment in by_edition.items() if pk is not None}


def _make_again(edition: Edition, amendment: Amendment, *, by: Person, at: datetime) -> None:
    """Make an edition that was taken back once more, from what was adopted of its amendment."""
    operations = [each for each in operations_of(amendment) if each.outcome == Outcome.ADOPTED]
    before = edition_to_change(amendment.strategy)
    changes = [each.change() for each in operations]
    found = doubts_of(standing_of(before, changes), changes)
    for operation in operations:
        doubts = found.get(operation.key, ())
        if any(doubt.misfit != Misfit.ALREADY for doubt in doubts):
            _refuse_before(edition, amendment, operation, told(doubts[0], operation))
    draft = make_again(edition_id=edition.pk, by=by, at=at)
    _apply(draft, [each for each in operations if each.key not in found], by=by, at=at)
    put_in_force(draft_id=draft.pk, act=Act.of(edition), by=by, at=at)
    payload = {"edition": draft.number}
    noted(verbs.EDITION_MADE_AGAIN, amendment, by=by, at=at, payload=payload)


def _refuse_before(edition: Edition, amendment: Amendment, operation: Operation, why: str) -> None:
    sentence = _(
        "“%(amendment)s”, which takes effect on %(day)s, would not fit any more: "
        "%(operation)s. %(why)s Choose that day or a later one."
    )
    day = edition.in_force_on.worded() if edition.in_force_on else ""
    said = {
        "amendment": amendment.title.words(amendment.title.original),
        "day": day,
        "operation": sentence_of(operation),
        "why": why,
    }
    raise BadInput({"in_force_on": sentence % said})


def _apply(draft: Edition, operations: Sequence[Operation], *, by: Person, at: datetime) -> None:
    for operation in operations:
        try:
            apply_change(draft, operation.change(), by=by, at=at)
        except BadInput as refused:
            sentence = " ".join(refused.problems.values())
            raise BadInput({f"operation-{operation.key}": sentence}) from refused
