"""Makes an installation to measure, in a process of its own so that its settings hold.

`python -m config.bench.making --measures 109 --values 92 --partners 40` fills the empty
installation that the settings name and prints one line of JSON: the pages to ask for, and who is
signed in.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

from config.commands.init import prepare
from config.installation import data_folder

SERVICES = 109
"""Up to so many measures are told through the services; more are copied as rows."""


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--measures", type=int, required=True)
    options.add_argument("--values", type=int, default=0)
    options.add_argument("--partners", type=int, default=0)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    begun = time.perf_counter()
    prepare(data_folder(), say=lambda _sentence: None)
    filling = importlib.import_module("config.bench.filling")  # needs Django to be set up
    made: dict[str, Any] = filling.fill(
        measures=wanted.measures, values=wanted.values, partners=wanted.partners,
        by_services=SERVICES, at=datetime.now(UTC),
    )  # fmt: skip
    print(json.dumps(made | {"made_in_s": round(time.perf_counter() - begun, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
