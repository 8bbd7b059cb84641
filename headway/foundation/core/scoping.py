"""Managers of confidential models: a query that does not say for whom it reads is a bug.

The only ways in are `.visible_to(user)` and `.unrestricted(reason=…)`. Reading a row through a
foreign key of a row already held is allowed; every query set that was not opened raises.

Source: architecture, section 11.6.
"""

from __future__ import annotations

from typing import Any, NoReturn, Self, TypeVar

from django.db import models

from headway.foundation.core.errors import Unscoped

M = TypeVar("M", bound=models.Model)
READS = ("count", "exists", "aggregate", "iterator", "update", "delete", "_raw_delete", "explain")


class ScopedQuerySet(models.QuerySet[M]):
    """A query set that answers only once it has been opened."""

    _opened = False

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
        opened._opened = True
        return opened

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private in Django, stable since 1.0
        clone._opened = self._opened
        return clone

    def _check(self) -> None:
        if not self._opened:
            self._refuse()

    def _refuse(self) -> NoReturn:
        message = f"{self.model._meta.label}: say .visible_to(user) or .unrestricted(reason=…)"
        raise Unscoped(message)

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check()
        super()._fetch_all()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        self._check()
        return super().resolve_expression(*args, **kwargs)


def _guarded(name: str) -> Any:  # noqa: ANN401
    def read(self: ScopedQuerySet[Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        self._check()
        return getattr(models.QuerySet, name)(self, *args, **kwargs)

    read.__name__ = name
    return read


for _name in READS:
    setattr(ScopedQuerySet, _name, _guarded(_name))
