"""Managers of confidential models: a query that does not say for whom it reads is a bug.

The only ways in are `.visible_to(user)` and `.unrestricted(reason=…)`. Reading a row through a
foreign key of a row already held is allowed; every query set that was not opened raises.

Source: architecture, section 11.6.
"""

from __future__ import annotations

from typing import Any, NoReturn, Self, TypeVar

from django.db import models
from django.db.models.sql import Query

from headway.foundation.core.errors import Unscoped

M = TypeVar("M", bound=models.Model)
READS = (
    "count", "exists", "aggregate", "iterator", "aiterator", "update", "delete", "_raw_delete",
    "explain", "raw",
)  # fmt: skip
JOINS = ("__or__", "__and__", "__xor__", "_combinator_query")


class ScopedQuery(Query):
    """The query behind a scoped query set: `Exists` and `Subquery` see this and nothing else."""

    opened = False

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if not self.opened:
            refuse(self.model)
        return super().resolve_expression(*args, **kwargs)


def refuse(model: type[models.Model] | None) -> NoReturn:
    label = model._meta.label if model else "?"
    message = f"{label}: say .visible_to(user) or .unrestricted(reason=…)"
    raise Unscoped(message)


class ScopedQuerySet(models.QuerySet[M]):
    """A query set that answers only once it has been opened."""

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        super().__init__(model, query or (ScopedQuery(model) if model else None), using, hints)

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- each model knows its own kind of user
        """Keep what this person may see. Each confidential model says what that is."""
        raise NotImplementedError

    def unrestricted(self, *, reason: str) -> Self:
        """Open without regard to a person. The reason stands in the code for the reviewer."""
        if not reason.strip():
            raise Unscoped(self.model._meta.label)
        return self._open()

    def _open(self) -> Self:
        opened = self.all()
        opened.query.opened = True  # type: ignore[attr-defined]  # every clone of the query keeps it
        return opened

    def _check(self) -> None:
        if not getattr(self.query, "opened", False):
            refuse(self.model)

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check()
        super()._fetch_all()


def _guarded(name: str) -> Any:  # noqa: ANN401
    def read(self: ScopedQuerySet[Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        self._check()
        return getattr(models.QuerySet, name)(self, *args, **kwargs)

    read.__name__ = name
    return read


for _name in READS:
    setattr(ScopedQuerySet, _name, _guarded(_name))


def _guarded_join(name: str) -> Any:  # noqa: ANN401
    def join(self: ScopedQuerySet[Any], *others: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        for rows in (self, *others):
            if isinstance(rows, ScopedQuerySet):
                rows._check()
        return getattr(models.QuerySet, name)(self, *others, **kwargs)

    join.__name__ = name
    return join


for _name in JOINS:
    setattr(ScopedQuerySet, _name, _guarded_join(_name))
