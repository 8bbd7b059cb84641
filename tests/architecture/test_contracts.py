"""Each import contract is shown to break: a guard that cannot fail guards nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import CONTRACTS, ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
LEFT_OUT = shutil.ignore_patterns("tests", "migrations", "templates", "static", "locale", "*.yaml")

OFFENCES = {
    "Areas point downwards": (
        "headway/foundation/core/offence.py",
        "import headway.monitoring.strategy.states",
    ),
    "Foundation points downwards": (
        "headway/foundation/core/offence.py",
        "import headway.foundation.audit.verbs",
    ),
    "Monitoring points downwards": ("headway/monitoring/undeclared/__init__.py", ""),
    "Cooperation points downwards": ("headway/cooperation/undeclared/__init__.py", ""),
    "Front apps stand alone": (
        "headway/front/api/offence.py",
        "import headway.front.portal.apps",
    ),
    "Inside an app": (
        "headway/monitoring/strategy/rules.py",
        "def late():\n    import headway.monitoring.strategy.services.life",
    ),
    "Only formats knows file formats": ("headway/front/portal/offence.py", "import csv"),
    "No cycles anywhere": (
        "headway/monitoring/strategy/queries/people.py",
        "import headway.monitoring.strategy.permissions",
    ),
}
"""By the beginning of a contract's name: the file, and the line that may not stand in it."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the code that a test may spoil."""
    for folder in ("headway", "config"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_an_offence() -> None:
    names = [contract["name"].partition(":")[0] for contract in CONTRACTS]
    assert sorted(names) == sorted(OFFENCES)


@pytest.mark.parametrize("name", OFFENCES)
def test_a_contract_breaks(name: str, copy: Path) -> None:
    file, offence = OFFENCES[name]
    path = copy / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text() if path.exists() else ""
    path.write_text(f"{before}\n{offence}\n")
    done = subprocess.run(
        [LINTER, "--no-cache", "--no-logo"], cwd=copy, capture_output=True, text=True, check=False
    )
    verdicts = " ".join(done.stdout.split())
    broken = [n for n in OFFENCES if _verdict(verdicts, n) == "BROKEN"]
    assert done.returncode != 0
    assert name in broken


def _verdict(output: str, name: str) -> str:
    """Return what the linter's summary says of a contract: the first of its two words after it."""
    after = output.partition(name)[2].split()
    return next((word for word in after if word in {"KEPT", "BROKEN"}), "")
