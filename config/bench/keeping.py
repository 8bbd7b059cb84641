"""Measures backup, proof and restore of an installation, each in a process of its own.

`python -m config.bench.keeping --measures 10900` makes the data in the empty installation that the
settings name, `--values 1000000` adds values of indicators; without, what is there is measured. It
prints one line of JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.commands.init import prepare
from config.installation import DATABASE, data_folder

MEGABYTE = 10**6


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--measures", type=int, default=0)
    options.add_argument("--values", type=int, default=0)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    _make(wanted.measures, wanted.values)
    print(json.dumps(measured(data_folder())))
    return 0


def _make(measures: int, values: int) -> None:
    if not (measures or values):
        return
    prepare(data_folder(), say=lambda _sentence: None)
    if measures:
        importlib.import_module("config.bench.data").make(measures, at=datetime.now(UTC))
    if values:
        importlib.import_module("config.bench.values").measured(values, at=datetime.now(UTC))
    importlib.import_module("django.db").connections.close_all()


def measured(data: Path) -> dict[str, Any]:
    """Back up, prove and restore; return sizes, seconds and memory."""
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        file, empty = Path(folder) / "backup.hwb", Path(folder) / "data"
        steps = {
            "backup": _timed(data, "backup", str(file), "--json"),
            "verify": _timed(data, "verify-backup", str(file), "--json"),
            "restore": _timed(empty, "restore", str(file), "--json"),
        }
        database = data / DATABASE
        return {
            "rows": steps["restore"]["told"]["rows"],
            "database_mb": round(database.stat().st_size / MEGABYTE, 1) if database.exists() else 0,
            "backup_mb": round(file.stat().st_size / MEGABYTE, 1),
            **{
                name: {k: v for k, v in step.items() if k != "told"} for name, step in steps.items()
            },
        }


def _timed(data: Path, *words: str) -> dict[str, Any]:
    """Run a command; return its seconds by the clock and of the processor, and its memory."""
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "config.cli", *words],
        env=os.environ | {"HEADWAY_DATA": str(data)},
        stdout=subprocess.PIPE,
        text=True,
    )
    told = process.stdout.read() if process.stdout else ""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{words[0]} ended with {process.returncode}."
        raise RuntimeError(message)
    return {
        "told": json.loads(told),
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
        "memory_mb": round(usage.ru_maxrss / 1024),
    }


if __name__ == "__main__":
    sys.exit(main())
