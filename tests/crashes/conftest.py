from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(empty_installation: Path, tmp_path: Path) -> Path:
    return shutil.copytree(empty_installation, tmp_path / "data")
