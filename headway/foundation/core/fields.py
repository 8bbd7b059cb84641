"""Model fields for the value types of core."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from headway.foundation.core.numbers import plain
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import TranslatedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression

    Reading = Callable[[str | None, Expression, BaseDatabaseWrapper], Any]
    _CharField = models.CharField[PartialDate | None, PartialDate | None]
    _DecimalText = models.CharField[Decimal | None, Decimal | None]
else:
    _CharField = _DecimalText = models.CharField

LONGEST = len("2018-summer")
LONGEST_NUMBER = 60
ILL_SHAPED = (AttributeError, KeyError, TypeError, ValueError)
"""What reading raises from JSON of another shape."""


def _once_each(read: Reading) -> Reading:
    """Return a way to read the column of one answer that remembers what it has read."""
    known: dict[str | None, Any] = {}

    def reading(value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- each field knows its own type
        if value not in known:
            known[value] = read(value, expression, connection)
        return known[value]

    return reading


class ValueField(models.JSONField):
    """Keeps a value type as one JSON value. Rows, checks and fixtures all go by `as_json`."""

    value_type: ClassVar[Any]

    def as_json(self, value: Any) -> object:  # noqa: ANN401 -- each field knows its own type
        return value.as_json()

    def from_json(self, value: Any) -> Any:  # noqa: ANN401 -- each field knows its own type
        return self.value_type.from_json(value)

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Reading]:
        """Read each value that an answer repeats once: values do not change, rows share them.

        A strategy's editions come with the same strategy, frame and provenance hundreds of times.
        """
        return [_once_each(read) for read in super().get_db_converters(connection)]

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:  # noqa: ANN401 -- each field knows its own type
        return self.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: object) -> Any:  # noqa: ANN401 -- each field knows its own type
        """Read what a fixture holds; a value stays what it is.

        :raises ValidationError: for JSON of another shape.
        """
        if value is None or isinstance(value, self.value_type):
            return value
        try:
            return self.from_json(value)
        except ILL_SHAPED:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def get_prep_value(self, value: object) -> object:
        return super().get_prep_value(self._plain(value))

    def validate(self, value: object, model_instance: models.Model | None) -> None:
        super().validate(self._plain(value), model_instance)

    def value_to_string(self, obj: models.Model) -> Any:  # noqa: ANN401 -- as JSONField does
        return self._plain(self.value_from_object(obj))

    def _plain(self, value: object) -> object:
        return self.as_json(value) if isinstance(value, self.value_type) else value


class TranslatedTextField(ValueField):
    """Keeps a `TranslatedText`: any number of languages, no migration."""

    value_type = TranslatedText
    _pyi_private_set_type: TranslatedText
    _pyi_private_get_type: TranslatedText

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", TranslatedText)
        super().__init__(*args, **kwargs)


class ProvenanceField(ValueField):
    """Keeps a `Provenance`."""

    value_type = Provenance
    _pyi_private_set_type: Provenance
    _pyi_private_get_type: Provenance

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", Provenance)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class PartialDateField(_CharField):
    """Keeps a `PartialDate` in its written form; sorts by year only, so order in Python."""

    _pyi_private_set_type: PartialDate | None  # type: ignore[assignment]  # read by the plugin
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]  # read by the plugin

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs["max_length"] = LONGEST
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(
        self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: object) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value)) if value else None
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def run_validators(self, value: object) -> None:
        super().run_validators(str(value) if value else "")

    def get_prep_value(self, value: object) -> str | None:
        return str(value) if value else None


class ExactDecimalField(_DecimalText):
    """Keeps a Decimal with every digit that was given, on every database; order it in Python.

    Django's own field would round on SQLite, which keeps 15 digits, and forget that 10.40 was
    given rather than 10.4.
    """

    _pyi_private_set_type: Decimal | None  # type: ignore[assignment]  # read by the plugin
    _pyi_private_get_type: Decimal | None  # type: ignore[assignment]  # read by the plugin

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs["max_length"] = LONGEST_NUMBER
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(
        self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> Decimal | None:
        return Decimal(value) if value else None

    def to_python(self, value: object) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value)) if str(value) else None
        except InvalidOperation as problem:
            raise ValidationError(_("“%(text)s” is no number.") % {"text": value}) from problem

    def run_validators(self, value: object) -> None:
        super().run_validators(self.get_prep_value(value))

    def get_prep_value(self, value: object) -> str | None:
        number = self.to_python(value)
        return None if number is None else plain(number)
