"""What an import would do: created, changed field by field, unchanged, and no longer in the file.

A row is matched with a node by its key; else by its code under the same parent, or anywhere if the
code occurs once; else, where one of the two has no code, by its title under the same parent.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.keys import ALPHABET, LENGTH
from headway.monitoring.strategy.imports.standing import Standing, Stood, name_of
from headway.monitoring.strategy.states import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.monitoring.strategy.imports.entries import Entry
    from headway.monitoring.strategy.imports.problems import Problem, Problems
    from headway.monitoring.strategy.imports.rows import UnknownOrganisation

Place = int
"""Where a node stands: 0 at the top; n under the standing node n; -n under created[n - 1]."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would read otherwise, in words for people and in Headway's own."""

    field: str
    old: str
    new: str
    value: str


@dataclass(frozen=True, slots=True)
class Created:
    row: int
    key: str
    """The key that the file gives; empty: a new one."""
    parent: Place
    depth: int
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    row: int
    node: int
    key: str
    name: str
    versions: str
    changes: tuple[Change, ...]
    parent: Place | None = None
    """Where it moves; None: it stays."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A node of the edition that the file does not hold. It stays; a person decides."""

    node: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    fields: tuple[str, ...]
    base: int = 0
    """The number of the edition that was compared; 0: there was none."""
    created: tuple[Created, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: int = 0
    gone: tuple[Gone, ...] = ()
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    organisations: tuple[str, ...] = ()
    """Names of organisations that would be added to the directory."""
    unknown: tuple[UnknownOrganisation, ...] = ()
    """Names of organisations whose meaning a person must say first."""
    sectors: tuple[str, ...] = ()
    original: str = ""
    """The language that leads in new texts."""
    notes: tuple[str, ...] = ()
    """What was assumed of the file, to look at before applying."""

    @property
    def is_clean(self) -> bool:
        return not self.problem_count

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.changed)

    def name(self, created: Created) -> str:
        return name_of(self.fields, created.values)


class Planner:
    """Compares the entries of a file with what stands."""

    def __init__(
        self,
        entries: list[Entry],
        standing: Standing,
        *,
        problems: Problems,
        headers: Mapping[str, str],
        taken_keys: frozenset[str] = frozenset(),
        names: Mapping[str, Mapping[str, str]] | None = None,
        too_early: frozenset[str] = frozenset(),
    ) -> None:
        """`names` shows a field's values to people: organisations by key, statuses by code.

        `too_early` are the statuses that a continuous node cannot have yet.
        """
        self._too_early = too_early
        self._entries = entries
        self._standing = standing
        self._problems = problems
        self._headers = headers
        self._taken = taken_keys
        self._names = names or {}
        self._places: list[Place] = [0] * len(entries)
        self._rows: dict[int, int] = {}
        self._new: dict[tuple[Place, str], int] = {}
        self._new_keys: dict[str, int] = {}
        self._codes = Counter(entry.code for entry in entries)
        self._created: list[Created] = []
        self._doubtful: set[int] = set()
        self._changed: list[Changed] = []

    def plan(self) -> Plan:
        """Return the plan, without what the caller knows of editions and organisations.

        A cell or row that is a problem is told as one, and not as a change besides.
        """
        unchanged = 0
        for index in sorted(range(len(self._entries)), key=lambda i: self._entries[i].depth):
            entry = self._entries[index]
            parent = self._places[entry.above] if entry.above >= 0 else entry.stands_under
            stood = None if entry.is_unknown else self._match(entry, parent)
            self._refuse_early(entry, stood)
            if stood is None:
                self._places[index] = self._create(entry, parent)
            elif self._is_first(entry, stood):
                self._places[index] = stood.node
                unchanged += not self._compare(entry, stood, parent)
        self._refuse_loops()
        shown = self._problems.shown()
        return Plan(
            fields=self._standing.fields,
            created=self._certain(),
            changed=tuple(sorted(self._changed, key=lambda changed: changed.row)),
            unchanged=unchanged,
            gone=() if any(entry.is_unknown for entry in self._entries) else tuple(self._gone()),
            problems=shown,
            problem_count=self._problems.count,
        )

    def _certain(self) -> tuple[Created, ...]:
        if not self._doubtful:
            return tuple(self._created)
        return tuple(c for n, c in enumerate(self._created, 1) if n not in self._doubtful)

    def _match(self, entry: Entry, parent: Place) -> Stood | None:
        standing = self._standing
        if entry.key:
            node = standing.by_key.get(entry.key)
            return standing.nodes[node] if node else None
        found = self._coded(entry, parent) or self._titled(entry, parent)
        if len(found) > 1:
            sentence = _(
                "The strategy has several nodes that this row may mean: %(keys)s. "
                "Add a column with the key."
            )
            keys = ", ".join(stood.key for stood in found)
            self._add(entry, "code", sentence % {"keys": keys}, entry.code)
        return found[0] if len(found) == 1 else None

    def _coded(self, entry: Entry, parent: Place) -> list[Stood]:
        """Return the nodes with the row's code: under the same parent, else wherever it is alone.

        Many plans number the tasks of each objective from 1, so a code that occurs more than once
        says nothing beyond its parent.
        """
        found = [self._standing.nodes[node] for node in self._standing.by_code.get(entry.code, ())]
        beside = [stood for stood in found if stood.parent == parent]
        if beside or self._codes[entry.code] > 1:
            return beside
        return [stood for stood in found if stood.depth == entry.depth] or found

    def _titled(self, entry: Entry, parent: Place) -> list[Stood]:
        """Return the nodes with the row's title under its parent, unless both have a code."""
        standing = self._standing
        if parent < 0:
            return []
        nodes = standing.titled(parent, standing.titles(entry.values))
        found = [standing.nodes[node] for node in nodes]
        return [stood for stood in found if not (entry.code and stood.values[0])]

    def _is_first(self, entry: Entry, stood: Stood) -> bool:
        first = self._rows.setdefault(stood.node, entry.number)
        if first == entry.number:
            return True
        sentence = _("This row means the same node as row %(row)s. Remove one of them.")
        column = "key" if entry.key else "code"
        self._add(entry, column, sentence % {"row": first}, entry.key or entry.code)
        return False

    def _create(self, entry: Entry, parent: Place) -> Place:
        self._refuse_key(entry)
        first = entry.number
        if not entry.is_lost:
            named = entry.key or entry.code
            named = named or f"title {next(self._standing.titles(entry.values), '')}"
            first = self._new.setdefault((parent, named), entry.number)
        if first != entry.number:
            sentence = _(
                "Row %(row)s has the same code, or the same title and none, in the same place. "
                "Give this row another. (Excel shows the number 1.10 as 1.1: format codes as text.)"
            )
            self._add(entry, "code", sentence % {"row": first}, entry.code)
        self._created.append(Created(entry.number, entry.key, parent, entry.depth, entry.values))
        if entry.is_lost:
            self._doubtful.add(len(self._created))
        return -len(self._created)

    def _refuse_early(self, entry: Entry, stood: Stood | None) -> None:
        """Refuse to call a continuous node done before the strategy ends."""
        fields = self._standing.fields
        status = entry.values[fields.index("status")] if "status" in fields else None
        if status not in self._too_early:
            return
        place = fields.index("kind")
        before = stood.values if stood else ()
        if "status" in fields and before and before[fields.index("status")] == status:
            return
        if (entry.values[place] or (before[place] if before else "")) == NodeKind.CONTINUOUS:
            sentence = _(
                "A continuous measure is not done before the strategy ends. Say “in progress”."
            )
            self._add(entry, "status", sentence, status or "")

    def _refuse_key(self, entry: Entry) -> None:
        key = entry.key
        if not key:
            return
        if len(key) != LENGTH or not set(key) <= set(ALPHABET):
            sentence = _("This is no key of Headway. Leave the cell empty for a new row.")
            self._add(entry, "key", sentence, key)
        elif key in self._taken:
            sentence = _("This key belongs to something else. Leave the cell empty for a new row.")
            self._add(entry, "key", sentence, key)
        elif self._new_keys.setdefault(key, entry.number) != entry.number:
            sentence = _("This row means the same node as row %(row)s. Remove one of them.")
            self._add(entry, "key", sentence % {"row": self._new_keys[key]}, key)

    def _compare(self, entry: Entry, stood: Stood, parent: Place) -> bool:
        changes = [
            Change(name, self._shown(name, old), self._shown(name, new), new)
            for name, old, new in zip(
                self._standing.fields, stood.values, entry.values, strict=True
            )
            if new is not None and new != old
        ]
        moves = parent != stood.parent and not entry.is_lost
        if moves:
            old, new = self._standing.name(stood.parent), self._place_name(parent)
            changes.insert(0, Change("parent", old, new, str(parent)))
        if changes:
            self._changed.append(
                Changed(
                    row=entry.number,
                    node=stood.node,
                    key=stood.key,
                    name=name_of(self._standing.fields, stood.values),
                    versions=stood.versions,
                    changes=tuple(changes),
                    parent=parent if moves else None,
                )
            )
        return bool(changes)

    def _shown(self, name: str, value: str) -> str:
        names = self._names.get(name)
        if names is None or not value:
            return value
        return ", ".join(names.get(part, part.lstrip("+")) for part in value.split("\x1f"))

    def _place_name(self, place: Place) -> str:
        if place >= 0:
            return self._standing.name(place)
        return name_of(self._standing.fields, self._created[-place - 1].values)

    def _refuse_loops(self) -> None:
        """Refuse a move of a node to a place below itself."""
        moves = {changed.node: changed for changed in self._changed if changed.parent is not None}
        for node, changed in moves.items():
            seen = {node}
            place: Place = changed.parent or 0
            while place and place not in seen:
                seen.add(place)
                place = self._above(place, moves)
            if place:
                sentence = _("A node cannot stand below itself. Choose another parent.")
                header = self._headers.get("parent", "")
                self._problems.add(sentence, row=changed.row, column=header, value=changed.name)
                self._changed.remove(changed)

    def _above(self, place: Place, moves: Mapping[int, Changed]) -> Place:
        if place < 0:
            return self._created[-place - 1].parent
        if place in moves:
            return moves[place].parent or 0
        return self._standing.nodes[place].parent

    def _gone(self) -> Iterator[Gone]:
        for stood in self._standing.nodes.values():
            if stood.node not in self._rows:
                name = name_of(self._standing.fields, stood.values)
                yield Gone(stood.node, stood.key, name)

    def _add(self, entry: Entry, column: str, sentence: str, value: str = "") -> None:
        header = self._headers.get(column, "")
        self._problems.add(sentence, row=entry.number, column=header, value=value)
        entry.refuse(column, self._standing.fields)
