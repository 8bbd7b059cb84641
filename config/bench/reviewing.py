"""Measures the pages of those who collect, review and report, in a process of its own.

`python -m config.bench.reviewing --reports 10000` makes the data in the installation that the
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
    options.add_argument("--reports", type=int, required=True)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    if connection.introspection.table_names():
        print("The database holds something. Name an empty one.", file=sys.stderr)
        return 1
    prepare(data_folder(), say=lambda _sentence: None)
    pages = importlib.import_module("config.bench.pages")  # needs Django to be set up
    print(json.dumps(pages.measured(wanted.reports, at=datetime.now(UTC))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
