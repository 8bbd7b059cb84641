"""Queries whose SQL is written once and asked again and again, each time with other values.

Django writes the SQL of a query anew each time it is asked, which takes several times as long as
the database takes to answer a short one. From one page to the next only values differ. So a query
that many pages ask is a function under `@prepared`: it is run once, with slots in the place of what
it is given, and what is given fills them ever after.

The function uses what it is given in conditions, and looks at nothing of it. Whether an argument is
there at all, it may ask: None stays None, and makes another query. So do the kinds of the
arguments, how many stand in a tuple, and whatever is given by name, which stays as it is and of
which there are few. On anything else it may not depend: no clock, no language.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import update_wrapper
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Model,
    TextField,
)

from headway.foundation.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
R = TypeVar("R")

FIELDS: dict[type, Field[Any, Any]] = {
    int: BigIntegerField(),
    str: TextField(),
    date: DateField(),
    datetime: DateTimeField(),
}
"""How a plain value is given to the database."""
PLAIN = (type(None), bool)
"""What stays as it is: the function may look at it."""
MOST = 64
"""Shapes of one query that are kept; beyond them it is written each time."""


class Slot(Expression):
    """The place of a value in a prepared query: which argument it is, and what of it."""

    _is_placed = False
    """Whether a condition has taken it up: from then on only Django looks at it."""

    def __init__(self, place: int, part: int | str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self._place, self._part = place, part
        self._column = attrgetter(part) if isinstance(part, str) and part else None

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        placed = super().resolve_expression(*args, **kwargs)
        placed._is_placed = True
        return placed

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, given: tuple[Any, ...], connection: BaseDatabaseWrapper) -> object:
        """Return the value as the database takes it."""
        value = given[self._place]
        if self._column:
            value = self._column(value)
        elif isinstance(self._part, int):
            value = value[self._part]
        return self.output_field.get_db_prep_value(value, connection)

    def __bool__(self) -> bool:
        """Say nothing in the function: the SQL would be that of the first value for all.

        :raises TypeError: there.
        """
        self._refuse_a_look()
        return True

    def __eq__(self, other: object) -> bool:
        """Compare with nothing in the function, likewise.

        :raises TypeError: there.
        """
        self._refuse_a_look()
        return super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()

    def _refuse_a_look(self) -> None:
        if not self._is_placed:
            message = "A prepared query looks at nothing that it is given but None, True and False."
            raise TypeError(message)


@dataclass(frozen=True, slots=True)
class _Written:
    """A query as it was written: its SQL, its parameters, and how its rows are made."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[object, ...]
    converters: Mapping[int, Any]
    """How the columns of a row are read, by their place."""

    def answered(self, given: tuple[Any, ...]) -> list[Any]:
        if not self.sql:
            return []
        connection = connections[self.rows.db]
        filled = tuple(
            each.filled(given, connection) if isinstance(each, Slot) else each
            for each in self.params
        )
        compiler = copy(self.compiler)  # a connection is of one thread
        compiler.connection = connection
        compiler.get_converters = lambda _columns: self.converters  # type: ignore[method-assign, assignment, return-value]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, filled)  # type: ignore[method-assign, assignment]
        asked: Any = _Asked(self.rows, compiler)
        found: Any = self.rows._iterable_class(asked)
        return list(found)


class _Asked:
    """What Django’s ways of reading rows want to know of a query set."""

    def __init__(self, rows: Any, compiler: SQLCompiler) -> None:  # noqa: ANN401 -- stubs leave much out
        self.db, self.model, self._fields = rows.db, rows.model, rows._fields
        self._known_related_objects: dict[object, object] = {}
        self.query = copy(rows.query)
        self.query.get_compiler = lambda *_args, **_kwargs: compiler


class Prepared(Generic[P, R]):
    """A query under `@prepared`: called, it returns its rows."""

    def __init__(self, written: Callable[P, QuerySet[Any, R]]) -> None:
        self.plain = written
        """The query as Django asks it, to narrow it further or to compare."""
        self._known: dict[Hashable, _Written] = {}
        update_wrapper(self, written)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        shape = (*map(_shape, args), *kwargs.items())
        found = self._known.get(shape)
        if found is None:
            found = self._write(*args, **kwargs)
            if len(self._known) < MOST:
                self._known[shape] = found
        return found.answered(args)

    def _write(self, *args: P.args, **kwargs: P.kwargs) -> _Written:
        slots: Any = [_slots(place, value) for place, value in enumerate(args)]
        rows = self.plain(*slots, **kwargs)
        if isinstance(rows, ScopedQuerySet):
            rows._check()
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]  # Django's own
            message = "A prepared query is one query: what it would prefetch is a second one."
            raise TypeError(message)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return _Written(rows, compiler, "", (), {})
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        return _Written(rows, compiler, sql, tuple(params), compiler.get_converters(columns))


def prepared(written: Callable[P, QuerySet[Any, R]]) -> Prepared[P, R]:
    """Let a query be written once for each shape of what it is given."""
    return Prepared(written)


def _shape(value: Any) -> Hashable:  # noqa: ANN401 -- whatever a query is given
    if isinstance(value, PLAIN):
        return value
    kinds: Any = tuple(map(type, value)) if isinstance(value, tuple) else type(value)
    return cast("Hashable", kinds)


def _slots(place: int, value: object) -> object:
    """Return what stands for a value while a query is written."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, tuple):
        return tuple(Slot(place, number, _field_of(each)) for number, each in enumerate(value))
    if isinstance(value, Model):
        columns: Iterable[Any] = value._meta.concrete_fields
        row = object.__new__(type(value))
        vars(row).update({f.attname: Slot(place, f.attname, _target(f)) for f in columns})
        return row
    return Slot(place, "", _field_of(value))


def _target(field: Any) -> Field[Any, Any]:  # noqa: ANN401 -- a field, or a foreign key
    found: Field[Any, Any] = field.target_field if field.is_relation else field
    return found


def _field_of(value: object) -> Field[Any, Any]:
    """Return how a value is given to the database.

    :raises TypeError: for one that no slot takes: the query is to be given its parts.
    """
    try:
        return FIELDS[type(value)]
    except KeyError:
        message = f"A prepared query takes no {type(value).__name__}."
        raise TypeError(message) from None
