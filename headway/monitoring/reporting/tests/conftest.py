from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    """Letters need the address of the site."""
    settings.SITE_ADDRESS = "https://strategy.example.org"


@pytest.fixture(
    scope="module",
    params=[
        "Pacific/Kiritimati",
        pytest.param("America/Los_Angeles", marks=pytest.mark.audit),
        pytest.param("Europe/Vilnius", marks=pytest.mark.audit),
    ],
)
def machine_elsewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let the machine live by another clock than the strategy, on which other tests run.

    Django sets the machine's zone to that of the settings when it reads them, so a variable that
    a process is started with would say nothing.
    """
    before = os.environ["TZ"]
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ["TZ"] = before
    time.tzset()
