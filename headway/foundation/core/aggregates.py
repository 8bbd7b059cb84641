"""Aggregates that both databases know under different names; rows counted beside others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, CharField, Count, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler


class Joined(Aggregate):
    """The values of a group as one text, with commas between them, in no set order."""

    function = "STRING_AGG"
    name = "Joined"
    template = "%(function)s(%(expressions)s)"
    output_field = CharField()

    def __init__(self, expression: str, **extra: Any) -> None:  # noqa: ANN401
        super().__init__(Cast(expression, CharField()), Value(","), **extra)

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **context: Any,  # noqa: ANN401
    ) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """Return how many rows name by a path the row that they are read beside."""
    own = rows.filter(**{by: OuterRef("pk")}).order_by()
    numbers = own.values(by).annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(numbers), 0)
