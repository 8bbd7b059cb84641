"""How often `make audit` kills, and what: a thousand times, or as often as `--kills` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

KILLS = 1000
SHARES = {
    "web": 20,
    "web and worker": 280,
    "worker": 200,
    "import": 200,
    "init": 100,
    "backup": 100,
    "restore": 100,
}
LONG = "long"
"""What a test is given that takes its share of the thousand; any number is its own."""


def kills(request: pytest.FixtureRequest, what: str, given: int | str) -> int:
    """Return how often to kill: what was given, or this kind’s share of all."""
    if isinstance(given, int):
        return given
    every = int(request.config.getoption("--kills"))
    return max(1, SHARES[what] * every // KILLS)
