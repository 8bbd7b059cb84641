"""Where each entry stands: its depth and the entry, or standing node, above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.folding import fold
from headway.monitoring.strategy.imports.checks import unknown_sentence
from headway.monitoring.strategy.imports.columns import base_of
from headway.monitoring.strategy.rules import MOST_LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.monitoring.strategy.imports.entries import Entry
    from headway.monitoring.strategy.imports.mapping import FileMapping
    from headway.monitoring.strategy.imports.problems import Problems
    from headway.monitoring.strategy.imports.standing import Standing


def place(
    entries: list[Entry],
    *,
    mapping: FileMapping,
    standing: Standing,
    labels: tuple[tuple[str, ...], ...] = (),
    problems: Problems,
) -> None:
    """Set the depth of every entry and what it stands under. `labels` name each depth."""
    placing = Placing(entries, mapping, standing, labels, problems)
    ways: dict[str, Callable[[], None]] = {
        "code": placing.by_code,
        "column": placing.by_level,
        "parent": placing.by_parent,
        "columns": lambda: None,  # done as the rows were read
    }
    ways[mapping.levels.origin]()
    placing.refuse_depths()


LONGEST_NUMBER = 4
"""Digits of a level; Python refuses to read a number of thousands of digits."""


class Placing:
    def __init__(
        self,
        entries: list[Entry],
        mapping: FileMapping,
        standing: Standing,
        labels: tuple[tuple[str, ...], ...],
        problems: Problems,
    ) -> None:
        self._entries = entries
        self._levels = mapping.levels
        self._columns = mapping.columns
        self._standing = standing
        self._problems = problems
        self._labels = {
            fold(label): depth for depth, names in enumerate(labels, start=1) for label in names
        } | {fold(word): depth for depth, word in enumerate(mapping.levels.words, start=1)}
        self._by_name: dict[str, int] = {}
        for index, entry in enumerate(entries):
            for name in filter(None, (entry.key, entry.code)):
                self._by_name.setdefault(name, index)

    def by_code(self) -> None:
        """1.3.1 stands under 1.3."""
        separator, top = self._levels.separator, self._levels.top
        for entry in self._entries:
            parts = entry.code.split(separator)
            entry.depth = len(parts) - top + 1
            if "code" in entry.wrong:
                entry.depth = 0
            elif not entry.code:
                sentence = _("The code is missing; the level comes from it. Write it.")
                self._add(entry, "code", sentence)
            elif entry.depth < 1:
                sentence = _("The code has fewer parts than one of the top level. Correct it.")
                self._add(entry, "code", sentence, entry.code)
            elif entry.depth > 1:
                self._put_under(entry, separator.join(parts[:-1]), "code")

    def by_level(self) -> None:
        """Take the depth from the level column, the parent from its column or the rows above."""
        last: dict[int, int] = {}
        for index, entry in enumerate(self._entries):
            entry.depth = self._depth_of(entry)
            if entry.parent:
                self._put_under(entry, entry.parent, "parent")
            elif entry.depth > 1 and "parent" not in entry.wrong:
                self._put_under_last(entry, last)
            last = {depth: i for depth, i in last.items() if depth < entry.depth}
            last[entry.depth] = index
        for entry in self._entries:
            above = self._depth_above(entry)
            if entry.depth and above and entry.depth != above + 1 and not entry.is_lost:
                sentence = _("It stands at level %(depth)s under a row of level %(above)s.")
                words = {"depth": entry.depth, "above": above}
                self._add(entry, "level", sentence % words, entry.level)

    def by_parent(self) -> None:
        """Follow the parent column upwards; without one, all stand at the top."""
        for entry in self._entries:
            if entry.parent:
                self._put_under(entry, entry.parent, "parent")
        for index in range(len(self._entries)):
            self._measure(index)

    def refuse_depths(self) -> None:
        """Refuse what stands deeper than any strategy is."""
        column = {"column": "level", "columns": ""}.get(self._levels.origin, self._levels.origin)
        for entry in self._entries:
            if entry.depth > MOST_LEVELS and not entry.is_lost:
                said = {"code": entry.code, "level": entry.level, "parent": entry.parent}
                sentence = _("A strategy has at most %(number)s levels. Put it higher.")
                words = sentence % {"number": MOST_LEVELS}
                self._add(entry, column or "title", words, said.get(column, ""))

    def _measure(self, index: int) -> None:
        """Set the depth of an entry and of all above it."""
        chain: list[Entry] = []
        entry = self._entries[index]
        while not entry.depth and len(chain) <= MOST_LEVELS:
            chain.append(entry)
            if entry.above < 0:
                break
            entry = self._entries[entry.above]
        if len(chain) > MOST_LEVELS:
            sentence = _("It stands below itself, or too deep. Correct the parents.")
            self._add(chain[0], "parent", sentence, chain[0].parent)
            chain[0].depth, chain[0].above = 1, -1
            return
        for entry in reversed(chain):
            entry.depth = (self._depth_above(entry) or 0) + 1

    def _depth_above(self, entry: Entry) -> int | None:
        """Return the depth of what an entry stands under; 0 for the top."""
        if entry.above >= 0:
            return self._entries[entry.above].depth or None
        if entry.stands_under:
            return self._standing.nodes[entry.stands_under].depth
        return 0

    def _depth_of(self, entry: Entry) -> int:
        words = entry.level
        if words.isdecimal() and int(words[:LONGEST_NUMBER]):
            return int(words[:LONGEST_NUMBER])
        depth = self._labels.get(fold(words), 0)
        if "level" in entry.wrong:
            return 0
        if not words:
            self._add(entry, "level", _("The level is missing. Write its name or number."))
        elif not depth:
            sentence = unknown_sentence(words, tuple(self._levels.words or self._labels))
            self._add(entry, "level", sentence, words)
        return depth

    def _put_under_last(self, entry: Entry, last: dict[int, int]) -> None:
        if entry.depth - 1 in last:
            entry.above = last[entry.depth - 1]
        else:
            sentence = _("No row of the level above stands over this row. Add it, or its parent.")
            self._add(entry, "level", sentence, entry.level)

    def _put_under(self, entry: Entry, name: str, column: str) -> None:
        """Find what a key or code names: first in the file, then in what stands."""
        if name in (entry.key, entry.code) and column == "parent":
            sentence = _("It stands below itself. Name another row above it.")
            self._add(entry, column, sentence, name)
            return
        found = self._by_name.get(name, -1)
        standing = self._standing
        nodes = standing.by_code.get(name, ())
        if found >= 0 and self._entries[found] is not entry:
            entry.above = found
        elif name in standing.by_key:
            entry.stands_under = standing.by_key[name]
        elif len(nodes) == 1:
            entry.stands_under = nodes[0]
        else:
            sentence = _(
                "The row above it, “%(name)s”, is neither in the file nor in the strategy. "
                "Add a row for it."
            )
            self._add(entry, column, sentence % {"name": name}, name)

    def _add(self, entry: Entry, column: str, sentence: str, value: str = "") -> None:
        found = next((n for n in self._columns if base_of(n) == column), column)
        header = self._columns.get(found, column)
        self._problems.add(sentence, row=entry.number, column=header, value=value)
        # A code that leads nowhere still says which node the row is, but not where it stands.
        entry.refuse("parent" if column == "code" else column)
