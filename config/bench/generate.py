"""Makes an installation to measure, in a process of its own so that its settings hold.

`python -m config.bench.generate --measures 109 --path /lt/…` prints one line of JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from datetime import UTC, datetime

from config.commands.init import prepare
from config.installation import data_folder


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--measures", type=int, required=True)
    options.add_argument("--path", action="append", default=[])
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    prepare(data_folder(), say=lambda _sentence: None)
    data = importlib.import_module("config.bench.data")  # needs Django to be set up
    data.make(wanted.measures, at=datetime.now(UTC))
    print(json.dumps({path: data.queries(path) for path in wanted.path}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
