"""What the data folder remembers of backups: when the last was made, and when one was proved."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from config.backups.places import put

if TYPE_CHECKING:
    from pathlib import Path

LAST_BACKUP, LAST_VERIFIED = "last-backup", "last-verified"


def remember(data: Path, name: str, *, at: datetime, **facts: Any) -> None:  # noqa: ANN401 -- any JSON
    told = {"at": at.isoformat(timespec="seconds"), **facts}
    put(data / name, (json.dumps(told) + "\n").encode())


def last(data: Path, name: str) -> datetime | None:
    """Return when something was last done; nothing, if it never was."""
    try:
        return datetime.fromisoformat(json.loads((data / name).read_text())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
