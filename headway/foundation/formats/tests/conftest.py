from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks no database: one process is enough for it."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.once)
