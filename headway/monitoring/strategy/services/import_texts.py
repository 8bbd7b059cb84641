"""Writes the texts and responsibilities of an import, a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from headway.foundation.core.bulk import insert_rows
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.strategy.funding import EURO, Funding
from headway.monitoring.strategy.imports.columns import LIFE, base_of
from headway.monitoring.strategy.imports.texts import revised
from headway.monitoring.strategy.imports.values import MANY
from headway.monitoring.strategy.imports.vocabulary import sector_keys
from headway.monitoring.strategy.imports.words import NEW
from headway.monitoring.strategy.models import FOREVER, Node, NodeText, Responsibility
from headway.monitoring.strategy.services.rows import REASON
from headway.monitoring.strategy.states import Responsible
from headway.monitoring.strategy.wording import Wording, search_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.monitoring.strategy.imports.plan import Changed, Created, Place, Plan
    from headway.monitoring.strategy.models import Edition
    from headway.monitoring.strategy.services.import_places import Places

WRITTEN = (
    "code", "title", "description", "kind", "is_flagship", "start", "due", "sectors", "funding",
    "folded",
    "path", "depth", "parent", "version",
)  # fmt: skip
TEXT = tuple(f.name for f in NodeText._meta.concrete_fields if not f.primary_key)
ATTRIBUTES = tuple(f.attname for f in NodeText._meta.concrete_fields if not f.primary_key)
DUTY = ("node", "strategy", "organisation", "role", "from_number", "until_number")
ROLES = (Responsible.LEAD, Responsible.CONTRIBUTING)


class Writer:
    """Writes into one draft. Rows that an edition in force reads are ended and written anew."""

    def __init__(
        self, plan: Plan, draft: Edition, places: Places, organisations: Mapping[str, int]
    ) -> None:
        self._plan = plan
        self._draft = draft
        self._places = places
        self._organisations = organisations
        self._sectors = sector_keys(plan.sectors)

    def add(self, batch: Sequence[Created], before: Sequence[int]) -> list[int]:
        """Add nodes; `before` are the primary keys of those that were added already."""
        strategy = self._draft.strategy
        nodes = Node.objects.bulk_create(
            Node(strategy=strategy, key=created.key or new_key()) for created in batch
        )
        pks = [node.pk for node in nodes]
        known = [*before, *pks]
        texts: list[NodeText] = []
        duties: list[Sequence[object]] = []
        number_from = self._draft.number
        for number, (created, pk) in enumerate(zip(batch, pks, strict=True), len(before) + 1):
            pairs = zip(self._plan.fields, created.values, strict=True)
            # An empty kind is a kind too; other empty values are what a new text begins with.
            said = {n: v for n, v in pairs if v or (v is not None and n == "kind")}
            text = NodeText(
                node_id=pk,
                strategy=strategy,
                from_number=self._draft.number,
                parent_id=self._pk(created.parent, known),
                path=self._places.path(-number),
                depth=created.depth,
            )
            self._say(text, said)
            texts.append(text)
            duties += [
                (
                    pk,
                    strategy.pk,
                    self._organisations[organisation],
                    role.value,
                    number_from,
                    FOREVER,
                )
                for role in ROLES
                for organisation in filter(None, said.get(role, "").split(MANY))
            ]
        insert_rows(
            NodeText, TEXT, ([getattr(text, name) for name in ATTRIBUTES] for text in texts)
        )
        insert_rows(Responsibility, DUTY, duties)
        return pks

    def change(self, wanted: Mapping[int, Changed | None], created: Sequence[int]) -> None:
        """Change nodes; None stands for one that only moves with what it stands under."""
        texts = NodeText.objects.of(self._draft).filter(node__in=list(wanted))
        kept, anew, ended = [], [], []
        for text in texts:
            changed = wanted[text.node_id]
            before = (text.path, text.depth, text.parent_id)
            self._say(text, {c.field: c.value for c in changed.changes} if changed else {})
            if changed and changed.parent is not None:
                text.parent_id = self._pk(changed.parent, created)
            text.path = self._places.path(text.node_id)
            text.depth = self._places.depth(text.node_id)
            if (text.path, text.depth, text.parent_id) == before and not _says_text(changed):
                continue
            if text.from_number == self._draft.number:
                text.version += 1
                kept.append(text)
            else:
                ended.append(text.pk)
                text.pk, text.version, text.from_number = None, 1, self._draft.number
                text._state.adding = True
                anew.append(text)
        rows = NodeText.objects.unrestricted(reason=REASON)
        rows.filter(pk__in=ended).update(until_number=self._draft.number)
        rows.bulk_create(anew)
        rows.bulk_update(kept, WRITTEN, batch_size=100)
        self._change_duties({n: c for n, c in wanted.items() if c})

    def _change_duties(self, wanted: Mapping[int, Changed]) -> None:
        changes = {
            (node, change.field): {self._organisations[k] for k in change.value.split(MANY) if k}
            for node, changed in wanted.items()
            for change in changed.changes
            if change.field in ROLES
        }
        if not changes:
            return
        standing: defaultdict[tuple[int, str], dict[int, list[Responsibility]]] = defaultdict(dict)
        for row in Responsibility.objects.of(self._draft).filter(node__in={n for n, _r in changes}):
            place = standing[row.node_id, row.role]
            place.setdefault(row.organisation_id, []).append(row)
        gone, added = [], []
        for (node, role), organisations in changes.items():
            rows = standing[node, role]
            gone += [row for pk in rows.keys() - organisations for row in rows[pk]]
            added += [self._duty_of(node, pk, role) for pk in sorted(organisations - rows.keys())]
        mine = [row.pk for row in gone if row.from_number == self._draft.number]
        theirs = [row.pk for row in gone if row.from_number != self._draft.number]
        rows_of = Responsibility.objects.unrestricted(reason=REASON)
        rows_of.filter(pk__in=mine).delete()
        rows_of.filter(pk__in=theirs).update(until_number=self._draft.number)
        Responsibility.objects.bulk_create(added)

    def _say(self, text: NodeText, said: Mapping[str, str]) -> None:
        """Give a text the values that a file says; those it does not name stay."""
        for name, value in said.items():
            if name in _SETTERS:
                _SETTERS[name](text, value)
        text.title = revised(text.title, said, "title", self._plan.original)
        text.description = revised(text.description, said, "description", self._plan.original)
        text.funding = _funded(text.funding, said, self._plan.original)
        if "sector" in said:
            keys = (key for key in said["sector"].split(MANY) if key)
            text.sectors = [self._sector(key) for key in keys]
        text.folded = search_key(
            Wording(code=text.code, title=text.title, description=text.description)
        )

    def _sector(self, key: str) -> str:
        return self._sectors[key.removeprefix(NEW)] if key.startswith(NEW) else key

    def _pk(self, place: Place, created: Sequence[int]) -> int | None:
        if place < 0:
            return created[-place - 1]
        return place or None

    def _duty_of(self, node: int, organisation: int, role: str) -> Responsibility:
        return Responsibility(
            node_id=node,
            strategy=self._draft.strategy,
            organisation_id=organisation,
            role=role,
            from_number=self._draft.number,
            until_number=FOREVER,
        )


def _says_text(changed: Changed | None) -> bool:
    """Tell whether a change is one of text, responsibilities included, and not of life alone."""
    names = {base_of(change.field) for change in changed.changes} if changed else set()
    return bool(names - set(LIFE))


def _funded(funding: Funding, said: Mapping[str, str], original: str) -> Funding:
    """Return a level of funding with what a file says of it."""
    amount, currency = funding.amount, funding.currency
    if "funding" in said:
        amount = Decimal(said["funding"]) if said["funding"] else None
    if "currency" in said:
        currency = said["currency"] or EURO
    sources = revised(funding.sources, said, "funding_sources", original)
    return Funding(amount, currency, sources)


@lru_cache(4096)
def _date(value: str) -> PartialDate | None:
    return PartialDate.parse(value) if value else None


_SETTERS = {
    "code": lambda text, value: setattr(text, "code", value),
    "kind": lambda text, value: setattr(text, "kind", value),
    "flagship": lambda text, value: setattr(text, "is_flagship", bool(value)),
    "start": lambda text, value: setattr(text, "start", _date(value)),
    "due": lambda text, value: setattr(text, "due", _date(value)),
}
