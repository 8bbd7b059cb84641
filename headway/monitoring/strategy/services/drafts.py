"""Editions: a draft is opened, edited, and put in force by naming its act, or discarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Conflict, WrongState
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.monitoring.strategy.frame import Frame
from headway.monitoring.strategy.hooks import DRAFT_GOES, EDITION_BEGINS
from headway.monitoring.strategy.models import (
    Edition,
    Node,
    NodeText,
    Responsibility,
    Strategy,
)
from headway.monitoring.strategy.permissions import can_edit_draft, can_keep_strategy
from headway.monitoring.strategy.services.clashes import clashing
from headway.monitoring.strategy.services.frames import (
    frame_clashes,
    keyed_frame,
    list_problems,
    sector_problems,
)
from headway.monitoring.strategy.services.rows import REASON, discard_rows
from headway.monitoring.strategy.services.strategies import renew_if_public
from headway.monitoring.strategy.states import EDITION_STEPS, EditionState
from headway.monitoring.strategy.verbs import (
    DRAFT_DISCARDED,
    DRAFT_OPENED,
    FRAME_CHANGED,
    PUT_IN_FORCE,
)

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Act:
    """The decision by which a body takes an edition on, as far as it is known."""

    in_force_on: PartialDate
    body: TranslatedText = EMPTY
    number: str = ""
    date: PartialDate | None = None
    verb: str = ""
    provenance: Provenance = UNKNOWN
    file: StoredFile | None = None

    @classmethod
    def of(cls, edition: Edition) -> Act:
        """Return the act of an edition that was put in force."""
        if edition.in_force_on is None:
            raise WrongState(_("No act has put this edition in force."))
        return cls(
            in_force_on=edition.in_force_on,
            body=edition.act_body,
            number=edition.act_number,
            date=edition.act_date,
            verb=edition.act_verb,
            file=edition.act_file,
            provenance=edition.provenance,
        )

    def write_to(self, edition: Edition) -> None:
        """Set the columns of an edition that tell of its act."""
        edition.in_force_on, edition.in_force_from = self.in_force_on, self.in_force_on.first_day
        edition.act_body, edition.act_number = self.body, self.number
        edition.act_date, edition.act_verb = self.date, self.verb
        edition.act_file, edition.provenance = self.file, self.provenance


def locked_draft(draft_id: int) -> Edition:
    """Take an edition for writing, so that two writers follow one another.

    Its strategy is taken too: an import holds that one, and must not write into a draft that
    is put in force meanwhile.
    """
    editions = Edition.objects.unrestricted(reason=REASON).select_for_update(
        of=("self", "strategy")
    )
    return editions.select_related("strategy").get(pk=draft_id)


def next_number(strategy: Strategy) -> int:
    """Return the number of a new edition: above all others, the discarded ones among them."""
    numbered = Edition.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    standing = numbered.exclude(state=EditionState.TAKEN_BACK)
    return (standing.aggregate(highest=Max("number"))["highest"] or 0) + 1


@transaction.atomic
def open_draft(*, strategy_id: int, by: User | SystemActor, at: datetime) -> Edition:
    """Open the next edition as a draft that reads as the newest edition does.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if a draft is open already.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_strategy(by, strategy))
    editions = Edition.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    if editions.filter(state=EditionState.DRAFT).exists():
        raise WrongState(_("A draft is open already. Edit it, or discard it first."))
    newest = editions.filter(state=EditionState.IN_FORCE).order_by("-number").first()
    draft = Edition.objects.create(
        strategy=strategy,
        number=next_number(strategy),
        title=newest.title if newest else strategy.name,
        frame=newest.frame if newest else Frame(),
        provenance=newest.provenance if newest else UNKNOWN,
    )
    record(DRAFT_OPENED, strategy, by=by, at=at, payload={"edition": draft.number})
    return draft


@transaction.atomic
def change_frame(
    *,
    draft_id: int,
    title: TranslatedText,
    frame: Frame,
    version: int,
    by: User | SystemActor,
    at: datetime,
) -> Edition:
    """Change what the draft says of the strategy as a whole.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    :raises BadInput: without a title, for an item of a list without one or with the code of
        another, an address that is none, or a sector taken out that texts of the draft are in.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    draft = locked_draft(draft_id)
    require(can_edit_draft(by, draft))
    if version != draft.version:
        clashes = clashing(
            {
                "title": (_("Title"), draft.title, title),
                "vision": (_("Vision"), draft.frame.vision, frame.vision),
                "horizon": (_("Horizon"), draft.frame.horizon, frame.horizon),
            }
        )
        clashes = [*clashes, *frame_clashes(draft.frame, frame)]
        raise Conflict(stale_sentence(), clashes=clashes, token=str(draft.version))
    problems = list_problems(frame) | sector_problems(draft, frame)
    if not title:
        problems["title"] = _("The title is missing. Write it in at least one language.")
    if problems:
        raise BadInput(problems)
    draft.title, draft.frame = title, keyed_frame(frame)
    draft.version += 1
    draft.save(update_fields=["title", "frame", "version"])
    record(FRAME_CHANGED, draft.strategy, by=by, at=at, payload={"edition": draft.number})
    return draft


@transaction.atomic
def put_in_force(*, draft_id: int, act: Act, by: User | SystemActor, at: datetime) -> Edition:
    """Make a draft the edition in force from a day, by the act that adopted it.

    The day may lie ahead: readers see the edition from then on.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is a draft.
    :raises BadInput: for a day before the edition that it follows, or an edition without nodes.
    """
    draft = locked_draft(draft_id)
    require(can_keep_strategy(by, draft.strategy))
    state = EDITION_STEPS.target(state=draft.state, step="put_in_force")
    _refuse_early(draft, act)
    draft.state = state
    act.write_to(draft)
    draft.version += 1
    draft.save()
    payload = {"edition": draft.number, "in_force_on": str(act.in_force_on), "act": act.number}
    record(PUT_IN_FORCE, draft.strategy, by=by, at=at, payload=payload)
    EDITION_BEGINS.send(edition=draft, at=at)
    renew_if_public(draft.strategy, at=at)
    return draft


@transaction.atomic
def discard_draft(*, draft_id: int, by: User | SystemActor, at: datetime) -> Edition:
    """Take a draft back: its text goes, the editions in force stay as they are.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is a draft.
    """
    draft = locked_draft(draft_id)
    require(can_keep_strategy(by, draft.strategy))
    draft.state = EDITION_STEPS.target(state=draft.state, step="discard")
    draft.save(update_fields=["state"])
    DRAFT_GOES.send(draft=draft)
    for model in (NodeText, Responsibility):
        discard_rows(model, draft)
    Node.objects.filter(strategy=draft.strategy, texts__isnull=True).delete()
    record(DRAFT_DISCARDED, draft.strategy, by=by, at=at, payload={"edition": draft.number})
    return draft


def _refuse_early(draft: Edition, act: Act) -> None:
    before = (
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=draft.strategy, state=EditionState.IN_FORCE)
        .order_by("-number")
        .first()
    )
    if before and before.in_force_from and act.in_force_on.first_day < before.in_force_from:
        sentence = _("The edition before is in force from %(day)s. Choose that day or a later one.")
        day = before.in_force_on.worded() if before.in_force_on else ""
        raise BadInput({"in_force_on": sentence % {"day": day}})
    if not NodeText.objects.of(draft).exists():
        raise BadInput({"draft": _("The draft is empty. Add its measures before it takes effect.")})
