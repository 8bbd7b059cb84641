from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.commands.conftest import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of an empty installation, of which each proof takes a copy."""
    data = tmp_path_factory.mktemp("crashes") / "data"
    made = run(data, "init")
    assert made.returncode == 0, made.stderr
    return data


@pytest.fixture
def data(installation: Path, tmp_path: Path) -> Path:
    return shutil.copytree(installation, tmp_path / "data")
