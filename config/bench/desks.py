"""Gives reports back before each round of handing in, and counts afterwards what was kept.

`python -m config.bench.desks --back` lets every report of the open round be handed in again;
either way it prints how many receipts there are, as one line of JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from typing import Any

import django


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--back", action="store_true")
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    models: Any = importlib.import_module("headway.monitoring.reporting.models")
    states: Any = importlib.import_module("headway.monitoring.reporting.states")
    reason = "the bench made it a moment ago"
    reports = models.Report.objects.unrestricted(reason=reason)
    asked = reports.filter(round__state=states.RoundState.OPEN)
    if wanted.back:
        asked.update(state=states.ReportState.RETURNED)
    kept = models.Submission.objects.unrestricted(reason=reason).filter(report__in=asked)
    print(json.dumps({"submissions": kept.count(), "reports": asked.count()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
