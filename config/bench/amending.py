"""Measures the pages of a strategy that was amended many times, in a process of its own.

`python -m config.bench.amending --amendments 200` makes the data in the installation that the
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
from django.db import connection

from config.commands.init import prepare
from config.installation import data_folder


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--amendments", type=int, required=True)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    if connection.introspection.table_names():
        print("The database holds something. Name an empty one.", file=sys.stderr)
        return 1
    prepare(data_folder(), say=lambda _sentence: None)
    editions = importlib.import_module("config.bench.editions")  # needs Django to be set up
    print(json.dumps(editions.measured(wanted.amendments, at=datetime.now(UTC))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
