"""Where server processes keep what they count, so that each can tell of all."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""What the library asks for as it is loaded."""
OF_PROCESS = re.compile(r"_(\d+)\.db$")


def share() -> Path:
    """Let the library count in files that all processes of this machine read."""
    folder = settings.METRICS_FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ[FOLDER] = str(folder)
    return folder


def forget_ended() -> None:
    """Take out what ended processes have counted: as a server starts, and not while one runs."""
    for path in settings.METRICS_FOLDER.glob("*.db"):
        process = OF_PROCESS.search(path.name)
        if process and not _is_alive(int(process[1])):
            path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
