"""Asks one installation, in one process, for what no server need be between.

`python -m config.bench.asking --pages '[["strategy", "/lt/…", ""]]'` prints one line of
JSON: the queries of each page, how long its own SQL takes when it is sent again as it is, and how
long the verdicts of the whole strategy take to be counted from what is kept.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys

import django


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--pages", required=True)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    answering = importlib.import_module("config.bench.answering")  # needs Django to be set up
    print(json.dumps(answering.found(json.loads(wanted.pages))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
