"""JSON-stat 2.0, in which Eurostat and other statistical offices give their figures.

A data set is a cube: its dimensions in an order, the categories of each, and one value per cell,
the last dimension turning fastest. It becomes one sheet with a row for each cell of which the file
says something: a value, null, or a status. A cell that an object of values leaves out has no row.

Columns: for each dimension `geo` and `geo:label`, then `value`, `status`, `status:label`. A null
without a status has the status “:”, not available.

Source: JSON-stat 2.0, full specification (json-stat.org/full); Eurostat, API Statistics.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers.json_tree import json_object, too_many_values
from headway.foundation.formats.readers.sheets import ROWS, Row, Sheet, Workbook
from headway.foundation.formats.statuses import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUE, STATUS = "value", "status"
LABEL: Final = ":label"
PARTS = frozenset(
    {"version", "class", "label", "source", "updated", "id", "size", "dimension", "role",
     "value", "status", "extension", "error", "warning"}
)  # fmt: skip
TIME_NAMES = frozenset({"time", "time_period"})
NOT_AVAILABLE = ":"
DIMENSIONS = 60
POSITION = re.compile(r"0|[1-9][0-9]{0,17}")
SHORTENED = 60

Cells = dict[int, Any]


@dataclass(frozen=True, slots=True)
class Category:
    """One place along a dimension: its code and its name in words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    name: str
    label: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Dataset:
    """A cube with its values by their place, counted from 0. A value of None was null."""

    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    roles: dict[str, tuple[str, ...]]
    """Names of dimensions by what they are of: `time`, `geo`, `metric`."""
    values: Cells
    statuses: Cells
    status: str
    """The status of every cell that has none of its own."""
    status_labels: dict[str, str]

    @property
    def time(self) -> str:
        """The dimension of periods, if there is just one."""
        said = self.roles.get("time") or tuple(
            each.name for each in self.dimensions if each.name.casefold() in TIME_NAMES
        )
        return said[0] if len(said) == 1 else ""

    @property
    def header(self) -> tuple[str, ...]:
        named = [name for each in self.dimensions for name in (each.name, each.name + LABEL)]
        return (*named, VALUE, STATUS, STATUS + LABEL)

    def rows(self) -> Iterator[Row]:
        """Yield the header, then the cells of which something is said, in the order of the cube."""
        yield Row(1, self.header)
        for number, place in enumerate(self._places, start=2):
            yield Row(number, (*self._categories_at(place), *self._said(place)))

    def notes(self) -> tuple[str, ...]:
        notes = []
        if self.source or self.updated:
            notes.append(
                _("“%(label)s”: source %(source)s, updated %(updated)s.")
                % {
                    "label": self.label,
                    "source": self.source or "–",
                    "updated": self.updated or "–",
                }
            )
        unknown = sorted({marks_of(each)[1] for each in {self.status, *self.statuses.values()}})
        if found := ", ".join(filter(None, unknown))[:SHORTENED]:
            notes.append(
                _("These statuses are not known here and were kept as they are: %(statuses)s.")
                % {"statuses": found}
            )
        return tuple(notes)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        return tuple(sorted(self.values.keys() | self.statuses.keys()))

    def _categories_at(self, place: int) -> list[str]:
        cells: list[str] = []
        for dimension in reversed(self.dimensions):
            place, along = divmod(place, len(dimension.categories))
            category = dimension.categories[along]
            cells[:0] = (category.code, category.label)
        return cells

    def _said(self, place: int) -> tuple[Decimal | None, str | None, str | None]:
        value = self.values.get(place)
        status = self.statuses.get(place, self.status)
        if value is None and not status:
            status = NOT_AVAILABLE
        return value, status or None, self._in_words(status) if status else None

    def _in_words(self, status: str) -> str:
        if status in self.status_labels:
            return self.status_labels[status]
        marks, unknown = marks_of(status)
        return ", ".join([str(mark.label) for mark in marks] + ([unknown] if unknown else []))


def read_dataset(data: bytes) -> Dataset:
    """Read a data set.

    :raises Unreadable: for other JSON, older JSON-stat, and a cube that does not fit together.
    """
    tree = json_object(data, parts=PARTS)
    _check_class(tree)
    dimensions = _dimensions(tree)
    count = prod(len(each.categories) for each in dimensions)
    status, statuses = _statuses(tree.get("status"), count)
    return Dataset(
        label=_words(tree.get("label")),
        source=_words(tree.get("source")),
        updated=_words(tree.get("updated")),
        dimensions=dimensions,
        roles=_roles(tree, dimensions),
        values=_values(tree.get("value"), count),
        statuses=statuses,
        status=status,
        status_labels=_status_labels(tree),
    )


def workbook(dataset: Dataset, name: str) -> Workbook:
    """Return the data set as the one sheet of a workbook."""
    return Workbook((Sheet(dataset.label or name, dataset, header_row=1),))


def _check_class(tree: dict[str, Any]) -> None:
    """Refuse what is no data set of version 2, saying what it is."""
    if "error" in tree or "warning" in tree:
        raise Unreadable(
            _(
                "The source answered with a message instead of data: %(said)s. Ask it for fewer"
                " values, or ask it again later."
            )
            % {"said": _message(tree.get("error") or tree.get("warning"))}
        )
    found = tree.get("class")
    if found == "collection":
        raise Unreadable(
            _(
                "This is a JSON-stat collection, a list of data sets without values. Download one"
                " of the data sets that it names."
            )
        )
    if found == "dimension":
        raise Unreadable(
            _(
                "This is a JSON-stat dimension, a list of names without values. Download the data"
                " set itself."
            )
        )
    if not _words(tree.get("version")).startswith("2."):
        raise Unreadable(_older(tree))
    if found != "dataset":
        raise Unreadable(
            _("The file does not say “class”: “dataset”. %(remedy)s") % {"remedy": _remedy()}
        )


def _older(tree: dict[str, Any]) -> str:
    if "dataset" in tree:
        return _("This is JSON-stat older than version 2.0. %(remedy)s") % {"remedy": _remedy()}
    return _("This is no JSON-stat, or JSON-stat older than version 2.0. %(remedy)s") % {
        "remedy": _remedy()
    }


def _remedy() -> str:
    return _(
        "Ask the source for JSON-stat 2.0. At Eurostat the address has the form"
        " …/api/dissemination/statistics/1.0/data/CODE?format=JSON."
    )


def _message(said: object) -> str:
    """Return the words of a message, which sources nest in different ways."""
    while isinstance(said, list) and said:
        said = said[0]
    if isinstance(said, dict):
        said = said.get("label") or said.get("message")
    return _words(said)[:SHORTENED] or "–"


def _dimensions(tree: dict[str, Any]) -> tuple[Dimension, ...]:
    names, sizes = tree.get("id"), tree.get("size")
    described = tree.get("dimension")
    if (
        not isinstance(names, list)
        or not isinstance(sizes, list)
        or not isinstance(described, dict)
        or not 0 < len(names) == len(sizes) <= DIMENSIONS
    ):
        raise _unfit(_("“id”, “size” and “dimension” do not name the same dimensions"))
    for name, count in Counter(map(str, names)).items():
        if count > 1 or name not in described or not name.strip():
            raise _unfit(
                _("the dimension “%(name)s” is named twice or not described") % {"name": name}
            )
    return tuple(
        _dimension(str(name), described[name], size)
        for name, size in zip(names, sizes, strict=True)
    )


def _dimension(name: str, described: object, size: object) -> Dimension:
    category = described.get("category") if isinstance(described, dict) else None
    if not isinstance(described, dict) or not isinstance(category, dict):
        raise _unfit(_("the dimension “%(name)s” has no categories") % {"name": name})
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    codes = _codes(name, category.get("index"), labels)
    if size != len(codes):
        raise _unfit(
            _("the dimension “%(name)s” should have %(size)s categories and has %(count)d")
            % {"name": name, "size": str(size)[:SHORTENED], "count": len(codes)}
        )
    categories = tuple(Category(code, _words(labels.get(code)) or code) for code in codes)
    return Dimension(name, _words(described.get("label")) or name, categories)


def _codes(name: str, index: object, labels: dict[str, Any]) -> list[str]:
    """Return the codes of a dimension in their order; a single category needs only a label."""
    if index is None and len(labels) == 1:
        return list(labels)
    if isinstance(index, list) and len({*map(str, index)}) == len(index) > 0:
        if all(isinstance(code, str) for code in index):
            return index
    elif isinstance(index, dict) and index and all(_is_number(each) for each in index.values()):
        ordered = sorted(index, key=lambda code: index[code])
        if [index[code] for code in ordered] == list(range(len(ordered))):
            return ordered
    raise _unfit(
        _("the order of the categories of the dimension “%(name)s” is not clear") % {"name": name}
    )


def _roles(tree: dict[str, Any], dimensions: tuple[Dimension, ...]) -> dict[str, tuple[str, ...]]:
    """Return the roles that name dimensions of this cube; others say nothing."""
    said = tree.get("role")
    known = {each.name for each in dimensions}
    return {
        role: tuple(name for name in names if isinstance(name, str) and name in known)
        for role, names in (said.items() if isinstance(said, dict) else ())
        if isinstance(names, list)
    }


def _values(said: object, count: int) -> Cells:
    cells = _cells("value", said, count)
    for place, value in cells.items():
        if value is not None and not _is_number(value):
            raise _unfit(
                _("value %(number)d is no number: “%(value)s”")
                % {"number": place + 1, "value": str(value)[:SHORTENED]}
            )
    return cells


def _statuses(said: object, count: int) -> tuple[str, Cells]:
    """Return the status that all cells share, and those of single cells."""
    if isinstance(said, list) and len(said) == 1:
        said = said[0]
    if said is None or isinstance(said, str):
        return said or "", {}
    cells = _cells("status", said, count)
    for each in cells.values():
        if each is not None and not isinstance(each, str):
            raise _unfit(_("a status is no text: “%(value)s”") % {"value": str(each)[:SHORTENED]})
    return "", {place: each for place, each in cells.items() if each}


def _cells(name: str, said: object, count: int) -> Cells:
    """Return what is said of the cells by their places, of all in order or of some by number."""
    if not isinstance(said, list | dict):
        raise _unfit(_("“%(name)s” is neither a list nor an object") % {"name": name})
    if len(said) >= ROWS:
        raise too_many_values()
    if isinstance(said, list):
        if len(said) != count:
            raise _unfit(
                _("the sizes make %(count)d cells, and “%(name)s” has %(found)d")
                % {"count": count, "name": name, "found": len(said)}
            )
        return dict(enumerate(said))
    cells = {}
    for key, value in said.items():
        if not POSITION.fullmatch(key) or int(key) >= count:
            raise _unfit(
                _("“%(name)s” names the cell “%(key)s”, which is none of the %(count)d")
                % {"name": name, "key": key[:SHORTENED], "count": count}
            )
        cells[int(key)] = value
    return cells


def _status_labels(tree: dict[str, Any]) -> dict[str, str]:
    """Return the words that Eurostat gives for its statuses in the same file."""
    said: object = tree
    for name in ("extension", "status", "label"):
        said = said.get(name) if isinstance(said, dict) else None
    if not isinstance(said, dict):
        return {}
    return {code: _words(label) for code, label in said.items() if _words(label)}


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal)


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _unfit(what: str) -> Unreadable:
    return Unreadable(
        _("The data set does not fit together: %(what)s. Download it from its source again.")
        % {"what": what}
    )
