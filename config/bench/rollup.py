"""Measures the roll-up of a strategy with many values, in a process of its own.

`python -m config.bench.rollup --values 10000000` makes the data in the installation that the
settings name, and prints one line of JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from datetime import UTC, datetime

import django
from django.core.management import call_command


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--values", type=int, required=True)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    values = importlib.import_module("config.bench.values")  # needs Django to be set up
    if values.holds_anything():
        print("The database holds something. Name an empty one.", file=sys.stderr)
        return 1
    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(values.measured(wanted.values, at=datetime.now(UTC))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
