"""The chain of the audit trail after a crash, computed anew by the command that anybody has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.commands.conftest import run

if TYPE_CHECKING:
    from pathlib import Path


def verified(data: Path, database: str = "") -> dict[str, Any]:
    """Return what `headway audit verify` finds in an installation."""
    done = run(data, "audit", "verify", "--json", HEADWAY_DATABASE=database)
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["ok"] else 1)
    return found
