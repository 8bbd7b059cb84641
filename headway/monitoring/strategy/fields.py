"""Model fields for the value types of `frame`."""

from __future__ import annotations

from typing import Any

from headway.foundation.core.fields import ValueField
from headway.monitoring.strategy.frame import (
    Frame,
    StatusOption,
    frame_from_json,
    frame_to_json,
    statuses_from_json,
    statuses_to_json,
)
from headway.monitoring.strategy.funding import Funding


class FrameField(ValueField):
    """Keeps a `Frame`."""

    value_type = Frame
    _pyi_private_set_type: Frame
    _pyi_private_get_type: Frame

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", Frame)
        super().__init__(*args, **kwargs)

    def as_json(self, value: Frame) -> object:
        return frame_to_json(value)

    def from_json(self, value: Any) -> Frame:  # noqa: ANN401 -- as it was kept
        return frame_from_json(value)


class StatusesField(ValueField):
    """Keeps a strategy's own list of implementation statuses, in order. It may be empty."""

    value_type = tuple
    _pyi_private_set_type: tuple[StatusOption, ...]
    _pyi_private_get_type: tuple[StatusOption, ...]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", tuple)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def as_json(self, value: tuple[StatusOption, ...]) -> object:
        return statuses_to_json(value)

    def from_json(self, value: Any) -> tuple[StatusOption, ...]:  # noqa: ANN401 -- as it was kept
        return statuses_from_json(value)


class FundingField(ValueField):
    """Keeps a `Funding`."""

    value_type = Funding
    _pyi_private_set_type: Funding
    _pyi_private_get_type: Funding

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", Funding)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
