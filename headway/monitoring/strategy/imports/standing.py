"""What stands in an edition, as values: the other side of every comparison."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from headway.foundation.core.folding import fold
from headway.monitoring.strategy.imports.columns import base_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOP = 0
"""Stands for the place above the first level, where a parent would be named."""


class Stood(NamedTuple):
    """One node of an edition. `values` are in the order of the standing's fields."""

    node: int
    key: str
    parent: int
    depth: int
    versions: str
    """The versions of its text and of its life, so that a later change shows."""
    values: tuple[str, ...]


@dataclass(slots=True)
class Standing:
    """The nodes of an edition in the order of their paths, and how to find them."""

    fields: tuple[str, ...]
    nodes: dict[int, Stood] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_code: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _by_title: dict[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)

    def add(self, stood: Stood) -> None:
        self.nodes[stood.node] = stood
        self.by_key[stood.key] = stood.node
        if code := stood.values[0]:
            self.by_code[code] = (*self.by_code.get(code, ()), stood.node)

    def value(self, stood: Stood, name: str) -> str:
        return stood.values[self.fields.index(name)]

    def titles(self, values: tuple[str | None, ...]) -> Iterator[str]:
        """Yield the folded titles among values."""
        for name, value in zip(self.fields, values, strict=True):
            if value and base_of(name) == "title":
                yield fold(value)

    def titled(self, parent: int, titles: Iterable[str]) -> tuple[int, ...]:
        """Return the nodes under a parent that have one of these folded titles."""
        if not self._by_title and self.nodes:
            self._index_titles()
        found = (self._by_title.get((parent, title), ()) for title in titles)
        return tuple(dict.fromkeys(node for nodes in found for node in nodes))

    def _index_titles(self) -> None:
        index: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for stood in self.nodes.values():
            for title in dict.fromkeys(self.titles(stood.values)):
                index[stood.parent, title].append(stood.node)
        self._by_title = {place: tuple(nodes) for place, nodes in index.items()}

    def name(self, node: int) -> str:
        """Return the code and title by which a person knows a node."""
        stood = self.nodes.get(node)
        if stood is None:
            return ""
        return name_of(self.fields, stood.values)


def name_of(fields: tuple[str, ...], values: tuple[str | None, ...]) -> str:
    """Return code and first title: 1.3 Ecosystem."""
    titles = (value for name, value in zip(fields, values, strict=True) if base_of(name) == "title")
    return f"{values[0] or ''} {next(filter(None, titles), '')}".strip()
