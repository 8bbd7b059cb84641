"""Measures backup, proof and restore of an installation, each in a process of its own.

`python -m config.bench.keeping --measures 10900` makes the data in the empty installation that the
settings name, an indicator with values at each measure; without, what is there is measured. It
prints one line of JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.bench.children import timed
from config.bench.making import SERVICES
from config.bench.plan import VALUES_EACH
from config.commands.init import prepare
from config.installation import DATABASE, data_folder

MEGABYTE = 10**6


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--measures", type=int, default=0)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    _make(wanted.measures)
    print(json.dumps(measured(data_folder())))
    return 0


def _make(measures: int) -> None:
    if not measures:
        return
    prepare(data_folder(), say=lambda _sentence: None)
    filling = importlib.import_module("config.bench.filling")
    filling.made(measures, VALUES_EACH, by_services=SERVICES, at=datetime.now(UTC))
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
    return timed(*words, around=os.environ | {"HEADWAY_DATA": str(data)})


if __name__ == "__main__":
    sys.exit(main())
