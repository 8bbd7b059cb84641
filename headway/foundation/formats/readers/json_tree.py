"""JSON from strangers as plain values, within bounds that hold before anything is built.

ijson reads in pieces and without recursion, so that depth and number of values are counted before
they take memory; the json module builds all of a file first. The parts that nobody asks for are
passed over.
"""

from __future__ import annotations

import io
import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.libraries import ijson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

DEPTH = 20
VALUES = 600_000
"""Numbers, texts and lists kept of one file: 100,000 values and statuses, and their names."""
DIGITS = 40
EXACT = Context(prec=DIGITS)
RUN = re.compile(rb"[0-9]{1000}")
"""Longer than any number, and longer than the parser's own conversion bears."""
MARK = b"\xef\xbb\xbf"

Tree = dict[str, Any] | list[Any]


def json_object(data: bytes, *, parts: Collection[str]) -> dict[str, Any]:
    """Return an object with these of its members; the others are there and hold nothing.

    Numbers are Decimals as they were written, never rounded.

    :raises Unreadable: for what is no JSON object, for doubled names, and beyond the bounds.
    """
    if RUN.search(data):
        raise _damaged()
    try:
        events = ijson.basic_parse(io.BytesIO(data.removeprefix(MARK)))
        if next(events)[0] != "start_map":
            raise Unreadable(
                _("This JSON is a list or a single value, not a data set. Download it again.")
            )
        return Builder(parts).built(events)
    except (ijson.common.JSONError, ArithmeticError, UnicodeError) as problem:
        raise _damaged() from problem


class Builder:
    """Follows the events of one object and keeps the parts asked for."""

    def __init__(self, parts: Collection[str]) -> None:
        self._parts = parts
        self._tree: dict[str, Any] = {}
        self._open: list[Tree] = [self._tree]
        self._names: list[str] = [""]
        self._count = 0
        self._passing = 0
        """How many lists and objects are open inside a part that is passed over."""

    def built(self, events: Iterator[tuple[str, Any]]) -> dict[str, Any]:
        for event, value in events:
            if event == "map_key":
                self._name(value)
            elif event in {"start_map", "start_array"}:
                self._start({} if event == "start_map" else [])
            elif event in {"end_map", "end_array"}:
                self._end()
            elif not self._is_passed_over():
                self._keep(_plain(value))
        return self._tree

    def _is_passed_over(self) -> bool:
        return bool(self._passing) or (len(self._open) == 1 and self._names[0] not in self._parts)

    def _name(self, name: str) -> None:
        if self._passing:
            return
        place = self._open[-1]
        if name in place:
            raise Unreadable(
                _(
                    "The name “%(name)s” stands twice in one part of the file. Download it from"
                    " its source again."
                )
                % {"name": name[:DIGITS]}
            )
        self._names[-1] = _text(name)
        self._add(name, None)

    def _start(self, tree: Tree) -> None:
        if self._is_passed_over():
            self._passing += 1
        else:
            self._keep(tree)
            self._open.append(tree)
            self._names.append("")
        if len(self._open) + self._passing > DEPTH:
            raise Unreadable(
                _("The file is nested deeper than any data set. Download it from its source again.")
            )

    def _end(self) -> None:
        if self._passing:
            self._passing -= 1
        else:
            self._open.pop()
            self._names.pop()

    def _keep(self, value: object) -> None:
        self._add(self._names[-1], value)

    def _add(self, name: str, value: object) -> None:
        self._count += 1
        if self._count > VALUES:
            raise too_many_values()
        place = self._open[-1]
        if isinstance(place, dict):
            place[name] = value
        else:
            place.append(value)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _number(Decimal(value))
    return value


def _text(words: str) -> str:
    if "\0" in words:
        raise _damaged()
    return words


def _number(number: Decimal) -> Decimal:
    if EXACT.plus(number) != number or abs(number.adjusted()) > DIGITS:
        raise Unreadable(
            _("The file holds a number of more than %(count)d digits. Correct it at its source.")
            % {"count": DIGITS}
        )
    return number


def too_many_values() -> Unreadable:
    return Unreadable(
        _("The data set has too many values. Ask its source for fewer, by region or by year.")
    )


def _damaged() -> Unreadable:
    return Unreadable(
        _("The file is no whole JSON: it is damaged or was cut off. Download it again.")
    )
