"""What changed in policy: told by a partner, asked about and confirmed by the lead partner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.implementation import notices, verbs
from headway.cooperation.implementation.models import PolicyChange
from headway.cooperation.implementation.permissions import (
    can_monitor,
    can_revise_now,
    can_tell_change,
)
from headway.cooperation.implementation.queries.people import author_houses, written_houses
from headway.cooperation.implementation.services.common import (
    LONGEST_WORDS,
    REASON,
    edition_carried_out,
    labelled,
    name_of,
    passage,
    said_words,
    shown,
)
from headway.cooperation.implementation.services.letters import write_about_change
from headway.cooperation.implementation.states import CHANGE_STEPS, ChangeKind, ChangeState
from headway.cooperation.plans.services.common import locked_plan, text_problems
from headway.foundation.audit.services import record
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import require_version
from headway.foundation.core.words import is_address
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from headway.cooperation.implementation.permissions import Person
    from headway.cooperation.plans.models import Plan
    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed: of which kind, when, for how much money if any, and what shows it."""

    kind: str
    title: TranslatedText
    happened_on: PartialDate | None
    evidence_title: TranslatedText
    evidence_address: str = ""
    evidence_file: StoredFile | None = None
    about: TranslatedText = EMPTY
    amount: Decimal | None = None
    currency: str = "EUR"
    action_key: str = ""
    provenance: Provenance = UNKNOWN

    def texts(self) -> dict[str, TranslatedText]:
        return {"title": self.title, "about": self.about, "evidence_title": self.evidence_title}


@transaction.atomic
def tell_change(
    *, plan_id: int, changed: Changed, by: Person, at: datetime, key: str = ""
) -> PolicyChange:
    """Tell of a policy change. The lead partner is written to, and confirms it.

    :raises NotAllowed: unless who writes for an author of the plan does it.
    :raises WrongState: if nothing of the plan is adopted.
    :raises BadInput: for a change without title, date or evidence, or of a strange kind.
    """
    plan = locked_plan(plan_id)
    require(can_tell_change(by, plan))
    change = PolicyChange(
        key=key or new_key(), plan=plan, organisation=_teller(plan, by), state_since=at
    )
    _put(change, changed)
    change.save()
    _noted(verbs.CHANGE_TOLD, change, by=by, at=at)
    write_about_change(notices.CHANGE_TOLD, change, at=at)
    return change


def _teller(plan: Plan, by: Person) -> Organisation:
    """Return for which author somebody tells: the first that they write for, else the first."""
    own = {} if isinstance(by, SystemActor) else written_houses(by, plan)
    return next(iter((own or author_houses(plan)).values()))


def _put(change: PolicyChange, changed: Changed) -> None:
    """Put what is told into a row. :raises BadInput: if it cannot be told so."""
    actions = {each.key: each.title for each in edition_carried_out(change.plan).text.actions}
    refuse(_problems(changed, actions))
    for name in ("kind", "title", "about", "happened_on", "amount", "currency", "action_key"):
        setattr(change, name, getattr(changed, name))
    change.action_title = actions.get(changed.action_key, EMPTY)
    change.evidence_title, change.evidence_address = (
        changed.evidence_title,
        changed.evidence_address,
    )
    change.evidence_file = changed.evidence_file
    change.provenance = changed.provenance


def _problems(changed: Changed, actions: dict[str, TranslatedText]) -> dict[str, str]:
    found = text_problems(changed.texts().items(), most=LONGEST_WORDS)
    if changed.kind not in ChangeKind.values:
        found["kind"] = _("There is no such kind. Choose one of those listed.")
    if not changed.title:
        found["title"] = _("The title is missing. Write it in at least one language.")
    if changed.happened_on is None:
        found["happened_on"] = _("Say when it changed, as far as it is known.")
    if changed.amount is not None and changed.amount < 0:
        found["amount"] = _("Write an amount of zero or more.")
    if changed.action_key and changed.action_key not in actions:
        found["action_key"] = _("The plan has no such action. Choose one of those listed.")
    return found | _evidence_problems(changed)


def _evidence_problems(changed: Changed) -> dict[str, str]:
    found = {}
    if not changed.evidence_title:
        found["evidence_title"] = _(
            "Say what shows the change: the programme counts none without evidence."
        )
    if not changed.evidence_address and changed.evidence_file is None:
        found["evidence_address"] = _("Write where the evidence can be read, or add a file.")
    elif changed.evidence_address and not is_address(changed.evidence_address):
        found["evidence_address"] = _("This is no address. Write it whole, such as https://….")
    return found


@transaction.atomic
def revise_change(
    *, change_id: int, changed: Changed, version: int, by: Person, at: datetime
) -> PolicyChange:
    """Tell of a policy change otherwise, which answers what the lead partner asked.

    :raises NotAllowed: unless who writes for an author of the plan does it.
    :raises WrongState: if it is confirmed.
    :raises BadInput: as `tell_change`.
    :raises Conflict: if somebody else revised it since `version` was read.
    """
    change = _locked(change_id)
    require(can_tell_change(by, change.plan))
    require_now(can_revise_now(change))
    before = {name: getattr(change, name) for name in changed.texts()}
    mine = shown(changed.texts())
    require_version(
        version,
        current=change.version,
        theirs=shown(before),
        mine=mine,
        labels=labelled(mine, _labels()),
    )
    _put(change, changed)
    was_asked = change.state == ChangeState.ASKED
    if was_asked:
        change.state = CHANGE_STEPS.target(state=change.state, step="answer")
        change.state_since, change.asked_words = at, ""
    change.version += 1
    change.save()
    _noted(verbs.CHANGE_REVISED, change, by=by, at=at)
    if was_asked:
        write_about_change(notices.CHANGE_TOLD, change, at=at)
    return change


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "about": _("What changed"),
        "evidence_title": _("Evidence"),
    }


@transaction.atomic
def ask_about_change(*, change_id: int, words: str, by: Person, at: datetime) -> PolicyChange:
    """Ask about a policy change; its partner answers by revising it.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: unless it waits to be confirmed.
    :raises BadInput: without a question.
    """
    change = _locked(change_id)
    require(can_monitor(by, change.plan.project))
    target = CHANGE_STEPS.target(state=change.state, step="ask")
    change.asked_words = said_words(words, missing=_("Write what you want to know."))
    _step(change, target, at=at)
    _noted(verbs.CHANGE_ASKED, change, by=by, at=at)
    write_about_change(notices.CHANGE_ASKED, change, at=at, words=change.asked_words)
    return change


@transaction.atomic
def confirm_change(*, change_id: int, by: Person, at: datetime) -> PolicyChange:
    """Confirm a policy change: it counts, and is public.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: unless it waits to be confirmed.
    """
    change = _locked(change_id)
    require(can_monitor(by, change.plan.project))
    target = CHANGE_STEPS.target(state=change.state, step="confirm")
    change.confirmed_by = name_of(by)
    _step(change, target, at=at)
    _noted(verbs.CHANGE_CONFIRMED, change, by=by, at=at)
    write_about_change(notices.CHANGE_CONFIRMED, change, at=at)
    renew(partnership_scope(change.plan.project.key), at=at)
    return change


def _locked(change_id: int) -> PolicyChange:
    rows = PolicyChange.objects.unrestricted(reason=REASON)
    with_all = rows.select_related("plan__project", "organisation")
    return with_all.select_for_update(of=("self",)).get(pk=change_id)


def _step(change: PolicyChange, state: str, *, at: datetime) -> None:
    change.state, change.state_since = state, at
    change.version += 1
    change.save()


def _noted(verb: Verb, change: PolicyChange, *, by: Person, at: datetime) -> None:
    payload = {"kind": change.kind}
    record(verb, change, by=by, at=at, payload=payload, name=passage(change.title))
