"""Aggregates that both databases know under different names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, CharField, Value
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
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
