"""How tests read a strategy: whole editions, the audit trail, what was renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from headway.foundation.audit.models import Entry
from headway.foundation.publication.models import ContentVersion
from headway.monitoring.strategy.models import NodeText, Responsibility

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Edition, Strategy


class Said(NamedTuple):
    """What an edition says of one node."""

    key: str
    parent: str
    depth: int
    code: str
    title: str
    leads: tuple[str, ...]


def read(edition: Edition) -> list[Said]:
    """Return a whole edition in the order of the tree."""
    duties: dict[int, list[str]] = {}
    for duty in Responsibility.objects.of(edition).select_related("organisation"):
        duties.setdefault(duty.node_id, []).append(duty.organisation.slug)
    rows = NodeText.objects.of(edition).select_related("node", "parent").order_by("path")
    return [
        Said(
            row.node.key,
            row.parent.key if row.parent else "",
            row.depth,
            row.code,
            str(row.title),
            tuple(sorted(duties.get(row.node_id, ()))),
        )
        for row in rows
    ]


def tree(edition: Edition) -> list[str]:
    """Return codes and titles, indented by their depth."""
    return ["  " * (said.depth - 1) + f"{said.code} {said.title}".strip() for said in read(edition)]


def stored(strategy: Strategy) -> list[tuple[object, ...]]:
    """Return every row of text as it is kept, whatever edition it belongs to."""
    rows: list[tuple[object, ...]] = []
    for model in (NodeText, Responsibility):
        found = model.objects.unrestricted(reason="test").filter(strategy=strategy)
        rows += found.order_by("pk").values_list()
    return [*rows, *strategy.nodes.order_by("pk").values_list()]


def verbs() -> list[str]:
    entries = Entry.objects.unrestricted(reason="test").order_by("number")
    return list(entries.values_list("verb", flat=True))


def renewed() -> dict[str, int]:
    return dict(ContentVersion.objects.values_list("scope", "number"))


class Changes:
    """What was recorded and renewed since it was made."""

    def __init__(self) -> None:
        self._verbs, self._renewed = verbs(), renewed()

    @property
    def verbs(self) -> list[str]:
        return verbs()[len(self._verbs) :]

    @property
    def scopes(self) -> list[str]:
        """Return the kinds of scopes, without the keys in them."""
        now = renewed()
        changed = [scope for scope in sorted(now) if now[scope] != self._renewed.get(scope)]
        return [scope.partition(":")[0] for scope in changed]

    def both(self) -> tuple[list[str], list[str]]:
        return self.verbs, self.scopes
