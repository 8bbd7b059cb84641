from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    """Letters lead to pages, and nobody asked too often yet."""
    settings.SITE_ADDRESS = "https://strategy.example.org"
    cache.clear()
