"""A plan made true: all of it or nothing, in one transaction, with one audit entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Clash, Conflict
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.services import add_named_organisation
from headway.monitoring.strategy.imports.batches import batches
from headway.monitoring.strategy.imports.words import NEW
from headway.monitoring.strategy.models import Edition, Node, NodeText, Strategy
from headway.monitoring.strategy.permissions import can_add_organisations, can_keep_strategy
from headway.monitoring.strategy.queries.imports import edition_compared, is_life_only, versions
from headway.monitoring.strategy.services.drafts import open_draft
from headway.monitoring.strategy.services.import_life import write_life
from headway.monitoring.strategy.services.import_places import Places
from headway.monitoring.strategy.services.import_texts import Writer
from headway.monitoring.strategy.services.strategies import renew_if_public
from headway.monitoring.strategy.verbs import STRATEGY_IMPORTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.monitoring.strategy.imports.plan import Changed, Plan

BATCH = 1000
MOST_CLASHES = 200


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `edition` is the number of the draft; 0 if no text changed."""

    created: int
    changed: int
    unchanged: int
    gone: int
    edition: int
    organisations: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        return self.created + self.changed

    def as_json(self) -> dict[str, object]:
        return {
            "changes": self.changes,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "gone": self.gone,
            "edition": self.edition,
            "organisations": list(self.organisations),
        }


@transaction.atomic
def apply_import(
    *, strategy_id: int, plan: Plan, by: User | SystemActor, at: datetime, file_name: str = ""
) -> ImportResult:
    """Do what a plan says, in the draft edition, which is opened if there is none.

    Statuses and notes change at once. Nodes that the file no longer holds stay. A plan without
    changes does nothing and leaves no trace.

    Organisations that the plan names as new are added to the directory, with their name only.

    :raises NotAllowed: unless a coordinator or an administrator does it.
    :raises BadInput: for a plan with problems.
    :raises Conflict: if rows that the plan changes or adds changed since it was made.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_strategy(by, strategy))
    if not plan.is_clean:
        raise BadInput({"file": str(plan.problems[0])})
    if not plan.changes:
        return ImportResult(0, 0, plan.unchanged, len(plan.gone), 0)
    edition = edition_compared(strategy)
    _refuse_stale(plan, edition)
    organisations = _organisations(plan, strategy, by=by, at=at, file_name=file_name)
    draft = None
    if not is_life_only(plan):
        is_open = edition is not None and edition.is_draft
        draft = edition if is_open else open_draft(strategy_id=strategy.pk, by=by, at=at)
    nodes = _write(plan, draft, organisations)
    if write_life(plan=plan, created=nodes, by=by, at=at):
        renew_if_public(strategy, at=at)
    keys = dict(Node.objects.filter(strategy=strategy).values_list("pk", "key")) if nodes else {}
    payload = {
        "file": file_name,
        "edition": draft.number if draft else 0,
        "created": len(plan.created),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "gone": [gone.key for gone in plan.gone],
        "organisations": list(plan.organisations),
        "created_keys": [keys[node] for node in nodes],
        "changed_keys": {c.key: [change.field for change in c.changes] for c in plan.changed},
    }
    record(STRATEGY_IMPORTED, strategy, by=by, at=at, payload=payload)
    return ImportResult(
        created=len(plan.created),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        gone=len(plan.gone),
        edition=draft.number if draft else 0,
        organisations=plan.organisations,
    )


def _write(plan: Plan, draft: Edition | None, organisations: dict[str, int]) -> list[int]:
    """Write texts and responsibilities; return the primary keys of the created nodes."""
    if draft is None:
        return []
    moves = {c.node: c.parent for c in plan.changed if c.parent is not None}
    places = Places(draft, [*(c.parent for c in plan.created), *moves.values()])
    for number, created in enumerate(plan.created, start=1):
        places.put(-number, created.parent)
    for node, parent in moves.items():
        places.put(node, parent)
    writer = Writer(plan, draft, places, organisations)
    nodes: list[int] = []
    for batch in batches(plan.created, BATCH):
        nodes += writer.add(batch, nodes)
    shifted = set(places.shifted()) if moves else set()
    changed = {c.node: c for c in plan.changed}
    for some in batches(dict.fromkeys([*changed, *sorted(shifted)]), BATCH):
        writer.change({node: changed.get(node) for node in some}, nodes)
    return nodes


def _refuse_stale(plan: Plan, edition: Edition | None) -> None:
    """Refuse if what the plan changes, or stands on, is not as it was.

    :raises Conflict: naming the rows.
    """
    stale = [*_stale_changes(plan, edition), *_stale_places(plan, edition)]
    if stale:
        sentence = _(
            "%(count)s rows were changed by somebody else since the preview: %(names)s. "
            "Nothing was imported. Make the preview again."
        )
        names = "; ".join(clash.label for clash in stale[:10])
        words = {"count": len(stale), "names": names}
        raise Conflict(sentence % words, clashes=stale[:MOST_CLASHES], token="")


def _stale_changes(plan: Plan, edition: Edition | None) -> Iterator[Clash]:
    for batch in batches(plan.changed, BATCH):
        now = _versions(edition, [changed.node for changed in batch])
        for changed in batch:
            if now.get(changed.node) != changed.versions:
                yield _clash(changed)


def _versions(edition: Edition | None, nodes: list[int]) -> dict[int, str]:
    if edition is None:
        return {}
    rows = NodeText.objects.of(edition).filter(node__in=nodes)
    return {
        node: versions(text, version, life)
        for node, text, version, life in rows.values_list(
            "node", "pk", "version", "node__life__version"
        )
    }


def _stale_places(plan: Plan, edition: Edition | None) -> Iterator[Clash]:
    """Yield the created rows whose parent went, or whose key or code came in the meantime."""
    coded: set[tuple[int, str]] = set()
    nodes: set[int] = {0}
    if edition:
        rows = NodeText.objects.of(edition).values_list("node", "parent", "code")
        for node, parent, code in rows.iterator(chunk_size=BATCH):
            nodes.add(node)
            coded.add((parent or 0, code))
    keys = {c.key for c in plan.created if c.key}
    taken = {
        key
        for batch in batches(sorted(keys), BATCH)
        for key in Node.objects.filter(key__in=batch).values_list("key", flat=True)
    }
    for created in plan.created:
        is_lost = created.parent > 0 and created.parent not in nodes
        is_there = bool(created.values[0]) and (created.parent, created.values[0]) in coded
        if is_lost or is_there or created.key in taken:
            name = plan.name(created)
            yield Clash(_row(created.row), f"{_row(created.row)}, {name}", "", name)


def _clash(changed: Changed) -> Clash:
    label = f"{_row(changed.row)}, {changed.name}"
    mine = "; ".join(f"{change.field}: {change.new}" for change in changed.changes)
    return Clash(_row(changed.row), label, "", mine)


def _row(number: int) -> str:
    return _("row %(number)s") % {"number": number}


def _organisations(
    plan: Plan, strategy: Strategy, *, by: User | SystemActor, at: datetime, file_name: str
) -> dict[str, int]:
    """Add the organisations that the plan names; return all by key, new ones by marked name."""
    known = dict(Organisation.objects.values_list("key", "pk"))
    for name in plan.organisations:
        made = add_named_organisation(
            name=TranslatedText.of({plan.original: name}),
            verdict=can_add_organisations(by, strategy),
            origin={"file": file_name, "strategy": strategy.key},
            by=by,
            at=at,
        )
        known[f"{NEW}{name}"] = made.pk
    return known
