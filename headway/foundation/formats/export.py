"""From a table, a format and a reader's choices to the pieces of a file."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.formats.writers.base import DEFAULT, Options, Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from headway.foundation.formats.types import Table

T = TypeVar("T")


def export(
    table: Table,
    writer: Writer,
    *,
    filters: Mapping[str, str],
    language: str,
    options: Options = DEFAULT,
) -> Iterator[bytes]:
    """Return the file in pieces, with its texts in the language.

    The first piece is made at once, so that what is wrong with the request shows before an answer
    begins; the others when they are asked for.

    :raises BadInput: for a filter that the table does not have, or a value it cannot have.
    :raises Unwritable: if the format has no room for a value.
    """
    with translation.override(language):
        _check(table, filters)
        rows = table.rows({name: value for name, value in filters.items() if value})
    pieces = in_language(language, writer.write(table, rows, options))
    first = tuple(islice(pieces, 1))
    return chain(first, pieces)


def in_language(language: str, items: Iterable[T]) -> Iterator[T]:
    """Go through items with a language active for each step, and never between two steps.

    Whoever streams an answer works for other readers in the meantime.
    """
    iterator = iter(items)
    while True:
        with translation.override(language):
            try:
                item = next(iterator)
            except StopIteration:
                return
        yield item


def _check(table: Table, filters: Mapping[str, str]) -> None:
    known = [each.name for each in table.filters]
    problems = {
        name: _("“%(name)s” is no filter of this table. %(known)s")
        % {"name": name, "known": _known(known)}
        for name in filters
        if name not in known
    }
    if problems:
        raise BadInput(problems)


def _known(names: list[str]) -> str:
    if not names:
        return _("It has none.")
    return _("It has: %(names)s.") % {"names": ", ".join(names)}
