"""The page of figures as Prometheus reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.metrics.figures import FIGURES
from config.metrics.places import share

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from prometheus_client import Metric

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class _Figures(Collector):
    """What is read anew each time: from the database, the data folder, the store of pages."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def describe(self) -> list[Metric]:
        """Name nothing beforehand: that would read everything twice."""
        return []

    def collect(self) -> Iterator[Metric]:
        for figures in FIGURES:
            yield from figures(self._at)


def page(*, at: datetime) -> bytes:
    """Return all figures. The number of queries is the same however much there is."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(share()))  # type: ignore[no-untyped-call]
    registry.register(_Figures(at))
    return generate_latest(registry)
