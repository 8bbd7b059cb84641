"""A strategy written back in the layout and the words of a mapping, with a column for the key.

Importing what was written changes nothing: every word is one that the mapping reads back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError
from headway.foundation.formats.types import Column, Table
from headway.monitoring.strategy.imports.ancestors import split_code
from headway.monitoring.strategy.imports.columns import MANY, base_of
from headway.monitoring.strategy.imports.rows import layout_of
from headway.monitoring.strategy.imports.standing import Standing, Stood, name_of
from headway.monitoring.strategy.imports.values import MANY as DIVIDER
from headway.monitoring.strategy.imports.values import one_line
from headway.monitoring.strategy.queries.imports import (
    mapping_for,
    standing_of,
    vocabularies_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.monitoring.strategy.imports.mapping import FileMapping
    from headway.monitoring.strategy.imports.words import Vocabularies, Vocabulary
    from headway.monitoring.strategy.models import Edition

KEY = "key"


class Unfit(HeadwayError):
    """The mapping's layout cannot hold this strategy; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the strategy is written: the mapping, with the headers as they will stand there."""

    mapping: FileMapping
    headers: dict[str, str]
    """Name → header; ancestors by their own header."""


def export_strategy(
    edition: Edition, mapping: FileMapping, *, name: str, language: str = ""
) -> tuple[Table, Iterator[dict[str, str]]]:
    """Return the table of an edition that the caller was allowed to read, and its rows.

    :raises Unfit: if the layout cannot hold the edition. Iterating the rows may raise it too.
    :raises BadInput: for a mapping that does not fit the strategy.
    """
    mapping = mapping_for(edition.strategy, mapping, language)
    words = vocabularies_for(mapping, edition.strategy, edition)
    layout = _layout(mapping)
    table = Table(
        name=name,
        title=_sheet_name(mapping, name),
        description=_("The strategy, in the layout in which it is imported."),
        columns=tuple(
            Column(header, header, _("As in the mapping: %(name)s.") % {"name": own}, "text")
            for own, header in layout.headers.items()
        ),
    )
    standing = standing_of(edition, layout_of(mapping))
    return table, Rows(layout, standing, words, edition).written()


def _sheet_name(mapping: FileMapping, name: str) -> str:
    return mapping.sheet.name or name


def _layout(mapping: FileMapping) -> Layout:
    above = {header: header for header in mapping.levels.ancestors}
    key = {} if KEY in mapping.columns else {KEY: KEY}
    return Layout(mapping, {**key, **above, **mapping.columns})


class Rows:
    def __init__(
        self, layout: Layout, standing: Standing, words: Vocabularies, edition: Edition
    ) -> None:
        self._layout = layout
        self._mapping = layout.mapping
        self._standing = standing
        self._words = words
        self._levels = edition.frame.levels
        self._parents = {stood.parent for stood in standing.nodes.values()}

    def written(self) -> Iterator[dict[str, str]]:
        """Yield the cells of each row by header, in the order of the tree."""
        ancestors = len(self._mapping.levels.ancestors)
        by_columns = self._mapping.levels.origin == "columns"
        for stood in self._standing.nodes.values():
            if not by_columns:
                yield self._row(stood, self._node_cells(stood))
            elif stood.depth > ancestors + 1:
                raise Unfit(self._too_deep(stood))
            elif self._is_leaf(stood):
                yield self._row(stood, self._node_cells(stood) | self._ancestor_cells(stood.parent))
            elif stood.node not in self._parents:
                yield self._row(stood, self._ancestor_cells(stood.node))

    def _is_leaf(self, stood: Stood) -> bool:
        """Tell whether a node gets a row of its own where ancestors stand in columns.

        Nodes of the upper levels do not, unless they say what an ancestor's cell cannot hold.
        """
        return stood.depth == len(self._mapping.levels.ancestors) + 1

    def _row(self, stood: Stood, cells: dict[str, str]) -> dict[str, str]:
        row = dict.fromkeys(self._layout.headers.values(), "")
        if self._mapping.levels.origin != "columns" or self._is_leaf(stood):
            row[self._layout.headers[KEY]] = stood.key
        return row | cells

    def _node_cells(self, stood: Stood) -> dict[str, str]:
        values = dict(zip(self._standing.fields, stood.values, strict=True))
        headers = self._mapping.columns
        cells = {
            headers[name]: self._cell(name, value)
            for name, value in values.items()
            if name in headers
        }
        if "level" in headers:
            cells[headers["level"]] = self._level(stood.depth)
        if "parent" in headers:
            cells[headers["parent"]] = self._parent(stood)
        return cells

    def _level(self, depth: int) -> str:
        words = self._mapping.levels.words
        return words[depth - 1] if depth <= len(words) else str(depth)

    def _parent(self, stood: Stood) -> str:
        """Name the parent by its code where that is unmistakable, else by its key."""
        above = self._standing.nodes.get(stood.parent)
        if above is None:
            return ""
        code = above.values[0]
        is_alone = len(self._standing.by_code.get(code, ())) == 1
        return code if is_alone and code not in self._standing.by_key else above.key

    def _cell(self, name: str, value: str) -> str:
        vocabulary = self._words.of(name)
        if name == "flagship" and not value:
            return ""
        if base_of(name) in MANY:
            return self._several(vocabulary, value)
        return vocabulary.word_for(value) if vocabulary else value

    def _several(self, vocabulary: Vocabulary | None, value: str) -> str:
        separator = self._mapping.separator
        codes = [code for code in value.split(DIVIDER) if code]
        words = (
            vocabulary.word_for(code, avoiding=separator) if vocabulary else code for code in codes
        )
        return f"{separator} ".join(words) if separator.strip() else separator.join(words)

    def _ancestor_cells(self, node: int) -> dict[str, str]:
        """Return the cells that name a node and what it stands under."""
        chain: list[Stood] = []
        while node:
            chain.append(self._standing.nodes[node])
            node = chain[-1].parent
        names = (self._ancestor(stood) for stood in reversed(chain))
        return dict(zip(self._mapping.levels.ancestors, names, strict=False))

    def _ancestor(self, stood: Stood) -> str:
        code, title = stood.values[0], self._title(stood)
        if not self._mapping.levels.split:
            return title
        for words in (f"{code} {title}".strip(), title):
            found, rest = split_code(words)
            if rest == title and found in ("", code):
                return words
        sentence = _(
            "“%(name)s” cannot be written in one cell so that code and title can be told apart. "
            "Export without a mapping."
        )
        raise Unfit(sentence % {"name": name_of(self._standing.fields, stood.values)})

    def _title(self, stood: Stood) -> str:
        pairs = dict(zip(self._standing.fields, stood.values, strict=True))
        titles = {name: value for name, value in pairs.items() if base_of(name) == "title"}
        first = titles.get(f"title.{self._mapping.original}") or next(iter(titles.values()), "")
        return one_line(first)

    def _too_deep(self, stood: Stood) -> str:
        sentence = _(
            "“%(name)s” stands at level %(depth)s; the mapping has columns for %(most)s. "
            "Export without a mapping."
        )
        most = len(self._mapping.levels.ancestors) + 1
        name = name_of(self._standing.fields, stood.values)
        return sentence % {"name": name, "depth": stood.depth, "most": most}


def present(mapping: FileMapping, header: tuple[str, ...]) -> FileMapping:
    """Keep of Headway's own layout the columns that a file has."""
    columns = {name: own for name, own in mapping.columns.items() if own in header}
    origin = "column" if "level" in columns else "parent"
    return replace(mapping, columns=columns, levels=replace(mapping.levels, origin=origin))
