from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Headway = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]


def run(
    data: Path, *words: str, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does: its own process, a data folder, nothing else set."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")
    }
    environment |= {"HEADWAY_DATA": str(data), "DJANGO_SETTINGS_MODULE": ""} | settings
    environment.pop("DJANGO_SETTINGS_MODULE")
    return subprocess.run(
        [sys.executable, "-m", "config.cli", *words],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=600,  # a loaded machine takes its time
        check=False,
    )


@pytest.fixture
def headway(tmp_path: Path) -> Headway:
    """Return a way to run commands on a data folder that does not exist yet."""
    return lambda *words, **settings: run(tmp_path / "data", *words, **settings)


@pytest.fixture(scope="module")
def installation(empty_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of an installation of this module's own."""
    return shutil.copytree(empty_installation, tmp_path_factory.mktemp("own") / "data")
