"""On what a run was made, so that its figures can be read later."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import django

MODEL = "model name"
MEMORY = "MemTotal:"


def told() -> dict[str, Any]:
    """Return what this machine is, and how busy it was before (Linux)."""
    return {
        "processor": _line(Path("/proc/cpuinfo"), MODEL).partition(":")[2].strip(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(_kilobytes(_line(Path("/proc/meminfo"), MEMORY)) / 2**20, 1),
        "system": _line(Path("/etc/os-release"), "PRETTY_NAME=").partition("=")[2].strip('"'),
        "python": platform.python_version(),
        "django": django.get_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def _line(file: Path, begins: str) -> str:
    """Return the first line that begins so; empty where there is none."""
    lines = file.read_text().splitlines() if file.exists() else []
    return next((line for line in lines if line.startswith(begins)), "")


def _kilobytes(line: str) -> int:
    words = line.split()
    return int(words[1]) if len(words) > 1 else 0
