from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.conftest import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder that `init` has made, of which each proof takes a copy."""
    data = tmp_path_factory.mktemp("installation") / "data"
    done = run(data, "init")
    assert done.returncode == 0, done.stderr
    return data
