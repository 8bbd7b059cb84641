"""A proposal as its coordinator writes it: begun, described, proposed, withdrawn, revised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep, stale_sentence
from headway.foundation.core.words import is_address, tidy_reason
from headway.monitoring.amendments import verbs
from headway.monitoring.amendments.models import Agreement, Amendment
from headway.monitoring.amendments.permissions import can_edit_now, can_keep_amendments
from headway.monitoring.amendments.services.common import (
    REASON,
    edition_to_change,
    locked_amendment,
    noted,
    operations_of,
    step,
)
from headway.monitoring.amendments.services.fitting import refuse_misfits
from headway.monitoring.amendments.states import OriginKind
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.services.clashes import clashing

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.core.errors import Clash
    from headway.monitoring.amendments.permissions import Person

LONGEST_BY = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an idea comes from. The key names a thing of the kind; the title says it to readers."""

    kind: str = ""
    title: TranslatedText = EMPTY
    link: str = ""
    key: str = ""

    def columns(self) -> dict[str, object]:
        return {
            "origin_kind": self.kind,
            "origin_title": self.title,
            "origin_link": self.link,
            "origin_key": self.key,
        }

    def problems(self) -> dict[str, str]:
        """Say what is wrong with an origin, by the fields of a form."""
        found = {}
        if self.kind and self.kind not in OriginKind.values:
            found["origin_kind"] = _("Choose one of those listed.")
        if self.kind and not self.title:
            found["origin_title"] = _("Say which it is, so that readers can find it.")
        if self.link and not _is_address(self.link):
            sentence = _("“%(address)s” is no address. Write the whole of it, with https://.")
            found["origin_link"] = sentence % {"address": self.link}
        return found


NO_ORIGIN = Origin()


def origin_of(row: Amendment) -> Origin:
    """Return the origin that a row keeps."""
    return Origin(row.origin_kind, row.origin_title, row.origin_link, row.origin_key)


@transaction.atomic
def create_amendment(
    *,
    strategy_id: int,
    title: TranslatedText,
    by: Person,
    at: datetime,
    rationale: TranslatedText = EMPTY,
    origin: Origin = NO_ORIGIN,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Amendment:
    """Begin an amendment. Nobody but coordinators sees it before it is consulted on.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if no edition was adopted yet, which it could amend.
    :raises BadInput: without a title, or for an origin that cannot be.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_amendments(by, strategy))
    edition_to_change(strategy)
    _refuse_bad(title, origin)
    rows = Amendment.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    highest = rows.aggregate(highest=Max("number"))["highest"] or 0
    amendment = Amendment.objects.create(
        key=key or new_key(),
        strategy=strategy,
        number=highest + 1,
        title=title,
        rationale=rationale,
        state_since=at,
        created_by=str(by)[:LONGEST_BY],
        provenance=provenance,
        **origin.columns(),
    )
    noted(verbs.AMENDMENT_CREATED, amendment, by=by, at=at)
    return amendment


@transaction.atomic
def change_amendment(
    *,
    amendment_id: int,
    title: TranslatedText,
    rationale: TranslatedText,
    origin: Origin,
    version: int,
    by: Person,
    at: datetime,
) -> Amendment:
    """Say otherwise what an amendment is called, why it is proposed and where it comes from.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is a draft.
    :raises BadInput: without a title, or for an origin that cannot be.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    amendment = locked_amendment(amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    require_now(can_edit_now(amendment))
    _refuse_bad(title, origin)
    if version != amendment.version:
        clashes = _clashes(amendment, title, rationale, origin)
        raise Conflict(stale_sentence(), clashes=clashes, token=str(amendment.version))
    amendment.title, amendment.rationale = title, rationale
    for column, value in origin.columns().items():
        setattr(amendment, column, value)
    keep(amendment, "title", "rationale", *origin.columns())
    noted(verbs.AMENDMENT_CHANGED, amendment, by=by, at=at)
    return amendment


@transaction.atomic
def propose_amendment(*, amendment_id: int, by: Person, at: datetime) -> Amendment:
    """Propose an amendment: its words stand from now on, until it is taken back or decided.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is a draft with operations.
    :raises BadInput: for operations that do not fit the text, each by its key.
    """
    amendment = locked_amendment(amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    step(amendment, "propose", at=at)
    operations = operations_of(amendment)
    if not operations:
        raise BadInput({"operations": _("The amendment changes nothing yet. Add an operation.")})
    refuse_misfits(edition_to_change(amendment.strategy), operations)
    noted(verbs.AMENDMENT_PROPOSED, amendment, by=by, at=at)
    return amendment


@transaction.atomic
def revise_amendment(*, amendment_id: int, reason: str, by: Person, at: datetime) -> Amendment:
    """Take an amendment back to revise it. Who had agreed is asked again: its words may change.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is proposed or in consultation.
    :raises BadInput: without a reason.
    """
    amendment = locked_amendment(amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    words = tidy_reason(reason, missing=_("Say why it is taken back."))
    step(amendment, "revise", at=at, consult_until=None)
    given = Agreement.objects.unrestricted(reason=REASON).filter(amendment=amendment)
    stances = dict(given.values_list("organisation__slug", "stance"))
    given.delete()
    payload = {"answers": stances}
    noted(verbs.AMENDMENT_REVISED, amendment, by=by, at=at, payload=payload, reason=words)
    return amendment


@transaction.atomic
def withdraw_amendment(*, amendment_id: int, reason: str, by: Person, at: datetime) -> Amendment:
    """Give an amendment up. It stays on record, with why.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if it is decided or withdrawn.
    :raises BadInput: without a reason.
    """
    amendment = locked_amendment(amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    words = tidy_reason(reason, missing=_("Say why it is withdrawn."))
    step(amendment, "withdraw", at=at, decision_words=words)
    noted(verbs.AMENDMENT_WITHDRAWN, amendment, by=by, at=at, reason=words)
    return amendment


def _refuse_bad(title: TranslatedText, origin: Origin) -> None:
    problems = origin.problems()
    if not title:
        problems["title"] = _("The title is missing. Write it in at least one language.")
    if problems:
        raise BadInput(problems)


def _is_address(text: str) -> bool:
    """Tell whether a text is an address; those of this site are, on whatever machine it stands."""
    if settings.SITE_ADDRESS and text.startswith(f"{settings.SITE_ADDRESS.rstrip('/')}/"):
        return True
    return is_address(text)


def _clashes(
    theirs: Amendment, title: TranslatedText, rationale: TranslatedText, origin: Origin
) -> list[Clash]:
    return list(
        clashing(
            {
                "title": (_("Title"), theirs.title, title),
                "rationale": (_("Rationale"), theirs.rationale, rationale),
                "origin_title": (_("Origin"), theirs.origin_title, origin.title),
                "origin_link": (_("Address of the origin"), theirs.origin_link, origin.link),
            }
        )
    )
