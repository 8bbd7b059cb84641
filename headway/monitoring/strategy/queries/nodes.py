"""One node in an edition: found by key or code, with what stands above it and who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from headway.foundation.core.prepared import prepared
from headway.monitoring.strategy.models import (
    Edition,
    Life,
    LifeRecord,
    Node,
    NodeText,
    Responsibility,
    Strategy,
)
from headway.monitoring.strategy.rules import is_code_an_address
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Found:
    """A node that an address meant: its text in the edition, and the address it has now."""

    text: NodeText
    address: str
    duties: tuple[Responsibility, ...] = ()
    """Who answers for it, those in the lead first."""


def find_node(edition: Edition, ref: str) -> Found | None:
    """Find a node by its key, its code in this edition, or a code that it had before.

    A code that two nodes share finds neither; a former code that another node carries now
    finds that other node. One query for a key or code of this edition.

    Source: architecture, section 11.4.
    """
    found = _each_with_duties(_called(edition, ref))
    by_key = [text for text in found if text.node.key == ref]
    if by_key or len(found) == 1:
        text = next(iter(by_key or found))
        return Found(text, ref, found[text])
    return None if found else _by_former_code(edition, ref)


@prepared
def _called(edition: Edition, ref: str) -> QuerySet[NodeText]:
    """Return the texts that a key or a code means in an edition, a row for each who answers."""
    standing = Q(
        node__responsibilities__from_number__lte=edition.number,
        node__responsibilities__until_number__gt=edition.number,
    )
    texts = NodeText.objects.of(edition).annotate(
        duty=FilteredRelation("node__responsibilities", condition=standing)
    )
    rows = texts.filter(pk__in=_of_key_or_code(NodeText.objects.of(edition), ref))
    beside = rows.select_related("node__life", "duty__organisation")  # type: ignore[misc]  # annotated
    return beside.order_by("path", "-duty__role", "duty__organisation__slug")


def _of_key_or_code(rows: QuerySet[NodeText], ref: str) -> QuerySet[NodeText, Any]:
    """Return the numbers of the texts that a key or a code means, each found by an index."""
    by_key, by_code = rows.filter(node__key=ref), rows.filter(code=ref)
    return by_key.order_by().values("pk").union(by_code.order_by().values("pk"))


def _each_with_duties(
    rows: Iterable[NodeText],
) -> dict[NodeText, tuple[Responsibility, ...]]:
    found: dict[NodeText, tuple[Responsibility, ...]] = {}
    for row in rows:
        own = found.setdefault(row, ())
        if duty := getattr(row, "duty", None):
            found[row] = (*own, duty)
    return found


def _by_former_code(edition: Edition, ref: str) -> Found | None:
    """Find the node that last carried a code in an edition that was in force."""
    numbers = (
        Edition.objects.unrestricted(reason="editions in force only, of a strategy already seen")
        .filter(strategy=edition.strategy_id, state=EditionState.IN_FORCE)
        .values("number")
    )
    former = (
        NodeText.objects.unrestricted(reason="texts of those editions")
        .filter(strategy=edition.strategy_id, code=ref, from_number__in=numbers)
        .order_by("-until_number")
        .first()
    )
    if former is None:
        return None
    texts = NodeText.objects.addressed(edition).select_related("node", "node__life")
    now = texts.filter(node=former.node_id).first()
    return Found(now, address_of(now)) if now else None


def last_edition_with(ref: str, editions: Iterable[Edition]) -> Edition | None:
    """Return the newest of some editions in which a node had a key or a code. One query.

    The caller was allowed to read these editions, and none besides them is looked at.
    """
    by_number = {edition.number: edition for edition in editions}
    strategies = {edition.strategy_id for edition in by_number.values()}
    rows = NodeText.objects.unrestricted(reason="texts of editions that the caller holds")
    called = _of_key_or_code(rows.filter(strategy__in=strategies), ref)
    spans = rows.filter(pk__in=called).values_list("from_number", "until_number")
    held = {n for first, until in spans for n in by_number if first <= n < until}
    return by_number[max(held)] if held else None


def address_of(text: NodeText) -> str:
    """Return what stands for a node in an address: its code where that can, else its key.

    A code that two nodes share leads to neither, so a row must come from `addressed()`.

    Source: architecture, section 11.4.
    """
    is_shared = text.shares_code  # type: ignore[attr-defined]  # annotated by addressed()
    return text.node.key if is_shared or not is_code_an_address(text.code) else text.code


def lineage(edition: Edition, text: NodeText) -> tuple[NodeText, ...]:
    """Return the nodes above, from the top. One query."""
    above = NodeText.objects.addressed(edition).filter(path__in=_paths_above(text))
    return tuple(above.select_related("node").order_by("path"))


def _paths_above(text: NodeText) -> list[str]:
    parts = text.path.split(".")[:-1]
    return [".".join(parts[: depth + 1]) for depth in range(len(parts))]


def below(edition: Edition, text: NodeText) -> tuple[NodeText, ...]:
    """Return the nodes directly below, in order. One query."""
    children = NodeText.objects.addressed(edition).filter(parent=text.node_id)
    return tuple(children.select_related("node").order_by("path"))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands above and directly below a node, in order, and what it has said, newest first.

    Each wording comes with the edition that brought it. `records` are those of its life.
    """

    above: tuple[NodeText, ...]
    below: tuple[NodeText, ...]
    wordings: tuple[tuple[NodeText, Edition], ...]
    records: tuple[LifeRecord, ...]


def around(
    edition: Edition,
    text: NodeText,
    editions: Iterable[Edition],
    *,
    on: date,
    known_before: datetime | None = None,
) -> Around:
    """Return what stands by a node in an edition, and what it said in those begun by a day.

    And what was known of its life before an instant, the newest first. One query. The caller was
    allowed to read these editions.
    """
    begun = {
        each.number: each
        for each in editions
        if each.state == EditionState.IN_FORCE
        and each.in_force_from is not None
        and each.in_force_from <= on
    }
    near = _near(edition, text, tuple(_paths_above(text)), known_before)
    said = [row for row in near if row.node_id == text.node_id]
    own = {row.from_number: row for row in said}
    others = [row for row in near if row.node_id != text.node_id]
    return Around(
        above=tuple(row for row in others if row.depth < text.depth),
        below=tuple(row for row in others if row.depth > text.depth),
        wordings=tuple(
            (own[number], begun[number]) for number in sorted(own, reverse=True) if number in begun
        ),
        records=tuple(r for row in said if row == text and (r := getattr(row, "record", None))),
    )


@prepared
def _near(
    edition: Edition, text: NodeText, above: tuple[str, ...], known_before: datetime | None
) -> QuerySet[NodeText]:
    """Return what stands by a node in an edition, and all that it ever said, drafts among it."""
    near = Q(path__in=above) | Q(parent=text.node_id)
    standing = Q(from_number__lte=edition.number, until_number__gt=edition.number)
    texts = NodeText.objects.unrestricted(reason="the caller keeps what it was allowed to read")
    found = texts.filter(near & standing | Q(node=text.node_id), strategy=edition.strategy_id)
    rows = found.knowing_twins(edition).annotate(record=_record_of(text, known_before))
    ordered = rows.order_by("path", "-record__recorded_at", "-record__pk")
    return ordered.select_related("node", "record")  # type: ignore[misc]  # annotated


def _record_of(text: NodeText, known_before: datetime | None) -> FilteredRelation:
    """Return what was known of the life of a node, to read beside its texts."""
    own = Q(node__records__node=text.node_id)
    if known_before is not None:
        own &= Q(node__records__recorded_at__lt=known_before)
    return FilteredRelation("node__records", condition=own)


def duties_of(edition: Edition, node: Node) -> tuple[Responsibility, ...]:
    """Return who answers for a node, those in the lead first. One query."""
    rows = Responsibility.objects.of(edition).filter(node=node)
    return tuple(rows.select_related("organisation").order_by("-role", "organisation__slug"))


def records_of(node: Node, *, known_before: datetime | None = None) -> tuple[LifeRecord, ...]:
    """Return what was known of a node's life before an instant, newest first. One query."""
    records = LifeRecord.objects.filter(node=node)
    if known_before:
        records = records.filter(recorded_at__lt=known_before)
    return tuple(records.order_by("-recorded_at", "-pk"))


def set_together(record: LifeRecord) -> tuple[LifeRecord, ...]:
    """Return what was set of a strategy's nodes in one go with a record, itself among it.

    In the order of the nodes. One query.
    """
    records = LifeRecord.objects.filter(
        node__strategy=record.node.strategy_id,
        recorded_at=record.recorded_at,
        recorded_by=record.recorded_by,
    )
    return tuple(records.select_related("node").order_by("node"))


def records_by_node(nodes: Iterable[Node]) -> dict[int, list[LifeRecord]]:
    """Return everything that was said of the lives of nodes, each in its order. One query."""
    found: dict[int, list[LifeRecord]] = {}
    records = LifeRecord.objects.filter(node__in=[node.pk for node in nodes])
    for record in records.order_by("recorded_at", "pk"):
        found.setdefault(record.node_id, []).append(record)
    return found


def newest_record(strategy: Strategy, key: str) -> LifeRecord | None:
    """Return what was said last of the life of a strategy's node. One query."""
    records = LifeRecord.objects.filter(node__strategy=strategy, node__key=key)
    return records.order_by("recorded_at", "pk").last()


def record_to_undo(strategy: Strategy, pk: int | None) -> LifeRecord | None:
    """Return a record of the strategy that still stands, so that it can be undone. One query."""
    records = LifeRecord.objects.filter(node__strategy=strategy)
    later = records.filter(node=OuterRef("node"), recorded_at__gt=OuterRef("recorded_at"))
    return records.exclude(Exists(later)).filter(pk=pk).first() if pk else None


def untranslated(edition: Edition) -> QuerySet[NodeText]:
    """Return the texts of an edition in the order of the tree, to look through for gaps."""
    return NodeText.objects.of(edition).select_related("node").order_by("path")


def public_strategies() -> QuerySet[Strategy]:
    """Return the strategies that everyone may find, with their organisations."""
    return Strategy.objects.filter(is_public=True).select_related("organisation").order_by("slug")


def life_of(node: Node) -> Life | None:
    """Return what is said of a node now. One query."""
    return Life.objects.filter(node=node).first()


def life_versions(keys: Iterable[str]) -> dict[str, int]:
    """Return the versions of what is said of nodes, by key. One query."""
    lives = Life.objects.filter(node__key__in=tuple(keys))
    return dict(lives.values_list("node__key", "version"))
