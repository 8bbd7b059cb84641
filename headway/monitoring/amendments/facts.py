"""What amendments are reckoned with: texts as plain values, operations on them, where they misfit.

A text is kept as it stands in JSON, by the names of the parts of `Wording` and `Definition`, with
keys of nodes and addresses of organisations in the place of ids. Two texts are the same when
their JSON is. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Said = Mapping[str, Any]
"""Parts of a text by name: of a node also `parent` and `after`, the keys of its neighbours."""
TOP = ""
"""The parent of what stands at the top, and the neighbour before what comes first."""
PROPOSAL = "amendment"
"""By which agendas know that a point came from here; never used for anything else."""
STRATEGY = ""
"""The place of an indicator that stands at the strategy itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """An operation on a text: what kind, of which thing, what it says and what stood there."""

    key: str
    kind: str
    thing: str
    said: Said
    before: Said = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One way in which an operation misfits the text: for a part, what stood, stands, is wanted."""

    misfit: str
    part: str = ""
    before: Any = None
    now: Any = None
    wanted: Any = None
    other: str = ""
    """The key of what stands in the way, or is missing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """As much of a strategy's text as some operations touch: nodes and indicators by key.

    Every node is here with all that stands above it. `codes` are codes of nodes besides, each with
    the key of who has it.
    """

    nodes: Mapping[str, Said] = field(default_factory=dict)
    indicators: Mapping[str, Said] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Tell whether a node stands: itself, and all above it."""
        seen = set[str]()
        while key != TOP:
            if key not in self.nodes or key in seen:
                return False
            seen.add(key)
            key = self.nodes[key]["parent"]
        return True

    def is_below(self, key: str, other: str) -> bool:
        """Tell whether a node is another, or stands below it."""
        seen = set[str]()
        while key != TOP and key not in seen:
            if key == other:
                return True
            seen.add(key)
            key = self.nodes[key]["parent"] if key in self.nodes else TOP
        return False

    def holder_of(self, code: str) -> str:
        """Return the key of the node that has a code; nothing, if none has."""
        for key, said in self.nodes.items():
            if said.get("code") == code and self.has(key):
                return key
        holder = self.codes.get(code, "")
        return "" if holder in self.nodes else holder

    def with_node(self, key: str, said: Said) -> Standing:
        """Return the text with parts of a node said so."""
        now = {**self.nodes.get(key, {}), **said}
        return replace(self, nodes={**self.nodes, key: now})

    def with_indicator(self, key: str, said: Said) -> Standing:
        now = {**self.indicators.get(key, {}), **said}
        return replace(self, indicators={**self.indicators, key: now})

    def without_node(self, key: str) -> Standing:
        """Return the text without a node and all below it; indicators leave those places."""
        gone = {other for other in self.nodes if self.is_below(other, key)}
        holders = {c: holder for c, holder in self.codes.items() if holder not in gone}
        return Standing(
            nodes={other: said for other, said in self.nodes.items() if other not in gone},
            indicators={
                each: {**said, "places": [p for p in said.get("places", ()) if p not in gone]}
                for each, said in self.indicators.items()
            },
            codes=holders,
        )

    def without_indicator(self, key: str) -> Standing:
        left = {other: said for other, said in self.indicators.items() if other != key}
        return replace(self, indicators=left)
