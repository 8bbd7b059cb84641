"""Model fields for the value types of `frame`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from headway.monitoring.strategy.frame import (
    Frame,
    StatusOption,
    frame_from_json,
    frame_to_json,
    statuses_from_json,
    statuses_to_json,
)

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression


class FrameField(models.JSONField):
    """Keeps a `Frame`."""

    _pyi_private_set_type: Frame
    _pyi_private_get_type: Frame

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", Frame)
        super().__init__(*args, **kwargs)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Frame:
        return frame_from_json(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: object) -> object:
        return super().get_prep_value(frame_to_json(value) if isinstance(value, Frame) else value)


class StatusesField(models.JSONField):
    """Keeps a strategy's own list of implementation statuses, in order."""

    _pyi_private_set_type: tuple[StatusOption, ...]
    _pyi_private_get_type: tuple[StatusOption, ...]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", tuple)
        super().__init__(*args, **kwargs)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> tuple[StatusOption, ...]:
        return statuses_from_json(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: object) -> object:
        return super().get_prep_value(
            statuses_to_json(value) if isinstance(value, tuple) else value
        )
