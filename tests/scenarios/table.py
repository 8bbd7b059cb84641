"""The table itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from headway.foundation.core.actors import SystemActor

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("Tester")
DIRECTORY, STRATEGY, PROJECT = ["directory"], ["strategy"], ["partnership"]


@dataclass(frozen=True)
class Scenario:
    """A service run once: what makes it ready, the scopes it renews, the verbs it records."""

    ready: Callable[[], Callable[[], object]]
    verbs: list[str]
    scopes: list[str]


SCENARIOS: dict[str, Scenario] = {}


def writes(
    service: str, *verbs: str, scopes: list[str] | None = None
) -> Callable[[Callable[[], Callable[[], object]]], None]:
    """Put a scenario into the table, under the name of the service and of a variant."""

    def register(ready: Callable[[], Callable[[], object]]) -> None:
        SCENARIOS[service] = Scenario(ready, list(verbs), scopes or [])

    return register
