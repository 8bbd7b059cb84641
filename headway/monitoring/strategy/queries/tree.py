"""An edition as readers see it: its counts, its upper nodes, a page of its measures.

The edition says which day's text is read; `known_before` is the instant before which its life
was known, None for now (`Days.known_before`). The queries are few and fixed, whatever the number
of measures.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from headway.foundation.core.aggregates import Joined
from headway.foundation.core.folding import fold
from headway.foundation.core.prepared import prepared
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.models import (
    Edition,
    LifeRecord,
    NodeText,
    Partner,
    Responsibility,
)
from headway.monitoring.strategy.queries.reckoned import keep, kept
from headway.monitoring.strategy.rules import PLACE_WIDTH
from headway.monitoring.strategy.states import PartnerRole, Responsible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models.expressions import Combinable

PAGE = 150
"""Measures on one page: the whole of a city's strategy, a slice of a country's."""

UNLISTED = ("description", "sectors", "funding", "start", "folded")
"""What no list says of a measure."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many counted nodes have which status, under which top node (by its path)."""

    by_top: Mapping[str, Mapping[str, int]]

    @property
    def by_status(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for statuses in self.by_top.values():
            total.update(statuses)
        return total

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class Answering:
    """An organisation of a strategy, and how many counted nodes it leads."""

    organisation: Organisation
    leads: int
    is_founding: bool
    is_partner: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader wants to see of the measures. Empty values leave a filter out."""

    top: str = ""
    """Path of a top node."""
    organisation: int = 0
    status: str = ""
    sector: str = ""
    due: str = ""
    kind: str = ""
    words: str = ""
    parent: int = 0

    def is_empty(self) -> bool:
        return self == Choice()


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in a list."""

    key: str
    text: NodeText
    status: str
    status_on: object
    lead_ids: tuple[int, ...]
    top: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of the measures that match, and how many match in all."""

    rows: tuple[Row, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def upper_nodes(edition: Edition) -> tuple[NodeText, ...]:
    """Return the nodes above the counted level, in the order of the tree. One query."""
    return tuple(_upper(edition, edition.frame.counted_depth))


def _upper(edition: Edition, depth: int) -> QuerySet[NodeText]:
    texts = NodeText.objects.addressed(edition).filter(depth__lt=depth)
    return texts.select_related("node").order_by("path")


def upper_and_counts(
    edition: Edition, *, known_before: datetime | None = None
) -> tuple[tuple[NodeText, ...], Counts]:
    """Return the nodes above the counted level, and the counts under the top ones.

    One query, or none of a large strategy that has not changed.
    """
    if edition.frame.counted_depth == 1:
        return (), counts(edition, known_before=known_before)
    depth = edition.frame.counted_depth
    upper, found = kept(edition, "upper"), kept(edition, "counts", known_before)
    if upper and found:
        return upper, found
    texts = tuple(_upper_and_said(edition, depth, known_before))
    by_top: dict[str, Counter[str]] = {}
    whole = next(filter(None, [vars(text).pop("said") for text in texts]), "")  # too long to keep
    for said in whole.split(",") if whole else ():
        top, _space, status = said.partition(" ")
        by_top.setdefault(top, Counter())[status] += 1
    found = Counts(by_top)
    keep(edition, "upper", found=texts, number=found.total)
    keep(edition, "counts", known_before, found=found, number=found.total)
    return texts, found


@prepared
def _upper_and_said(
    edition: Edition, depth: int, known_before: datetime | None
) -> QuerySet[NodeText]:
    """Return the upper nodes; beside the top ones what stands of all counted nodes, joined."""
    counted = (
        _counted(edition, depth)
        .annotate(said=Concat(Substr("path", 1, PLACE_WIDTH), Value(" "), _status(known_before)))
        .order_by()
        .values("strategy")
        .annotate(all_said=Joined("said"))
        .values("all_said")
    )
    # what belongs to no row is counted once, and not again for each of them
    return _upper(edition, depth).annotate(said=Case(When(depth=1, then=Subquery(counted))))


def counts(edition: Edition, *, known_before: datetime | None = None) -> Counts:
    """Count the counted nodes by top node and status; “” is a node without status. One query."""
    rows = (
        _counted(edition, edition.frame.counted_depth)
        .annotate(top=Substr("path", 1, PLACE_WIDTH), status=_status(known_before))
        .order_by()
        .values_list("top", "status")
        .annotate(number=Count("pk"))
    )
    by_top: dict[str, Counter[str]] = {}
    for top, status, number in rows:
        by_top.setdefault(top, Counter())[status] += number
    return Counts(by_top)


def answering(edition: Edition) -> tuple[Answering, ...]:
    """Return the strategy's organisations, those that lead most first. One query."""
    leads: dict[int, int] | None = kept(edition, "leads")
    if leads is None:
        found = _answering(edition, edition.frame.counted_depth)
        leads = {o.pk: o.leads for o in found}  # type: ignore[attr-defined]  # annotated
        keep(edition, "leads", found=leads, number=sum(leads.values()))
    else:
        found = _carrying(edition.strategy_id, tuple(leads))
    rows = (
        Answering(o, leads.get(o.pk, 0), o.is_founding, o.is_partner)  # type: ignore[attr-defined]
        for o in found
    )
    shown = (row for row in rows if row.leads or row.is_partner)
    return tuple(sorted(shown, key=lambda row: -row.leads))


@prepared
def _carrying(strategy: int, leading: tuple[int, ...]) -> QuerySet[Organisation]:
    """Return organisations of which it is known that they lead, and the partners."""
    partners = Partner.objects.filter(strategy=strategy, organisation=OuterRef("pk"))
    found = Organisation.objects.annotate(
        is_founding=Exists(partners.filter(role=PartnerRole.FOUNDING)),
        is_partner=Exists(partners),
    )
    return found.filter(Q(pk__in=leading) | Q(is_partner=True)).order_by("slug")


@prepared
def _answering(edition: Edition, depth: int) -> QuerySet[Organisation]:
    leading = (
        Responsibility.objects.of(edition)
        .filter(
            Exists(NodeText.objects.beside(edition).filter(depth=depth)),
            role=Responsible.LEAD,
            organisation=OuterRef("pk"),
        )
        .order_by()
        .values("organisation")
        .annotate(number=Count("node", distinct=True))
        .values("number")
    )
    leads = Responsibility.objects.of(edition).filter(role=Responsible.LEAD)
    partners = Partner.objects.filter(strategy=edition.strategy_id, organisation=OuterRef("pk"))
    return (
        Organisation.objects.annotate(
            leads=Coalesce(Subquery(leading), 0),
            is_founding=Exists(partners.filter(role=PartnerRole.FOUNDING)),
            is_partner=Exists(partners),
        )
        .filter(Q(pk__in=leads.values("organisation")) | Q(is_partner=True))
        .order_by("-leads", "slug")
    )


def measures(
    edition: Edition, choice: Choice, *, page: int = 1, known_before: datetime | None = None
) -> Page:
    """Return a page of the counted nodes that match, in the order of the tree. One query.

    A page behind the last one is empty and still tells the total, by a second query.
    """
    start = (max(page, 1) - 1) * PAGE
    total, depth = 0, edition.frame.counted_depth
    if not start and choice.is_empty():
        if known := kept(edition, "counts", known_before):
            rows = _first_alone(edition, depth, known_before, most=PAGE)
            return Page(tuple(_row(text) for text in rows), known.total, 1)
        texts = _first(edition, depth, known_before, most=PAGE)
    else:
        found = listed(edition, choice, known_before=known_before)
        texts = list(_with_total(found)[start : start + PAGE])
        total = found.count() if start and not texts else 0
    if texts:
        total = texts[0].matching  # type: ignore[attr-defined]  # annotated by _with_total
    return Page(tuple(_row(text) for text in texts), total, max(page, 1))


@prepared
def _first(
    edition: Edition, depth: int, known_before: datetime | None, *, most: int
) -> QuerySet[NodeText]:
    """Return the first page of all counted nodes, in the order of the tree."""
    return _with_total(_listed(edition, depth, known_before))[:most]


@prepared
def _first_alone(
    edition: Edition, depth: int, known_before: datetime | None, *, most: int
) -> QuerySet[NodeText]:
    """Return the first page likewise, when it is known how many there are."""
    return _in_order(_listed(edition, depth, known_before))[:most]


def _with_total(found: QuerySet[NodeText]) -> QuerySet[NodeText]:
    """Let nodes know their number; a window would read all of each row of every page."""
    whole = found.order_by().values("strategy").annotate(number=Count("pk")).values("number")
    return _in_order(found).annotate(matching=Subquery(whole))


def _in_order(found: QuerySet[NodeText]) -> QuerySet[NodeText]:
    return found.select_related("node").defer(*UNLISTED).order_by("path")


def listed(
    edition: Edition, choice: Choice, *, known_before: datetime | None = None
) -> QuerySet[NodeText]:
    """Return the counted nodes that match, with status and the ids of who leads, unordered."""
    found = _listed(edition, edition.frame.counted_depth, known_before)
    return found.filter(*_conditions(edition, choice))


def _listed(edition: Edition, depth: int, known_before: datetime | None) -> QuerySet[NodeText]:
    leads = (
        Responsibility.objects.beside(edition)
        .filter(role=Responsible.LEAD)
        .order_by()
        .values("node")
        .annotate(ids=Joined("organisation_id"))
        .values("ids")
    )
    return (
        NodeText.objects.addressed(edition)
        .filter(depth=depth)
        .annotate(
            status=_status(known_before),
            status_on=_known("status_on", known_before, DateField()),
            lead_ids=Subquery(leads),
        )
    )


def _status(known_before: datetime | None) -> Combinable:
    return Coalesce(_known("status", known_before, CharField()), Value(""))


def _known(field: str, before: datetime | None, kind: Field[Any, Any]) -> Combinable:
    """Say what is known of a node's life; with an instant, what was known before it."""
    if before is None:
        return F(f"node__life__{field}")
    records = LifeRecord.objects.filter(node=OuterRef("node"), recorded_at__lt=before)
    last = records.order_by("-recorded_at", "-pk").values(field)[:1]
    return Subquery(last, output_field=kind)


def _conditions(edition: Edition, choice: Choice) -> list[Q]:
    wanted = [
        (choice.top, Q(path__startswith=f"{choice.top}.")),
        (choice.parent, Q(parent=choice.parent)),
        (choice.status, Q(status=choice.status)),
        (choice.kind, Q(kind=choice.kind)),
        (choice.due, Q(due__startswith=choice.due)),
        (choice.sector, Q(pk__in=_of_sector(edition, choice.sector))),
        (choice.organisation, Q(node__in=_led_by(edition, choice.organisation))),
    ]
    words = [(word, Q(folded__contains=word)) for word in fold_words(choice.words)]
    return [condition for value, condition in [*wanted, *words] if value]


def matching(edition: Edition, words: str) -> QuerySet[NodeText]:
    """Return the nodes of any level whose text holds all the words, in the order of the tree."""
    texts = NodeText.objects.addressed(edition).select_related("node")
    for word in fold_words(words):
        texts = texts.filter(folded__contains=word)
    return texts.order_by("path")


def fold_words(words: str) -> list[str]:
    """Return the words of a search as they are kept: a code as it is, the rest folded."""
    return [found for word in words.split() if (found := fold_word(word))]


def fold_word(word: str) -> str:
    return word.casefold() if "." in word.strip(".") and word[:1].isdigit() else fold(word)


def _of_sector(edition: Edition, sector: str) -> QuerySet[NodeText, int]:
    texts = NodeText.objects.of(edition).annotate(names=Cast("sectors", CharField()))
    # PostgreSQL keeps letters outside ASCII as they are, SQLite as the escapes of JSON.
    written = Q(names__contains=json.dumps(sector)) | Q(names__contains=f'"{sector}"')
    return texts.filter(written).values_list("pk", flat=True)


def _led_by(edition: Edition, organisation: int) -> QuerySet[Responsibility, int]:
    """Return the nodes that an organisation leads: as many as `answering` counts."""
    duties = Responsibility.objects.of(edition).filter(organisation=organisation)
    return duties.filter(role=Responsible.LEAD).values_list("node", flat=True)


def _counted(edition: Edition, depth: int) -> QuerySet[NodeText]:
    return NodeText.objects.of(edition).filter(depth=depth)


def _row(text: NodeText) -> Row:
    ids = getattr(text, "lead_ids", "") or ""
    return Row(
        key=text.node.key,
        text=text,
        status=getattr(text, "status", ""),
        status_on=getattr(text, "status_on", None),
        lead_ids=tuple(int(part) for part in ids.split(",") if part),
        top=text.path[:PLACE_WIDTH],
    )
