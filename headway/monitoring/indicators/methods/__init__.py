"""The registry of methods: one file each, and one line here. The first is the default."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from headway.monitoring.indicators.methods import growth_ratio, planned_path, un_2030, weather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.indicators.methods.base import Method

_ALL = (planned_path.METHOD, growth_ratio.METHOD, un_2030.METHOD, weather.METHOD)
METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in _ALL})
DEFAULT = planned_path.NAME
