"""Measures how long it takes to pair units for reviews, in a process of its own.

`python -m config.bench.pairing --units 40` prints one line of JSON. Nothing is stored.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from statistics import median

import django

ROUNDS = 5
COUNTRIES = 5
DRAWS = 20
"""As many seeds: each draws other rounds."""


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--units", type=int, required=True)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    print(json.dumps(_measured(wanted.units)))
    return 0


def _measured(count: int) -> dict[str, float]:
    """Return what pairing so many units costs: each plan has two units, each country its share."""
    facts = importlib.import_module("headway.cooperation.peerreview.facts")
    rules = importlib.import_module("headway.cooperation.peerreview.rules")
    units = [
        facts.Unit(f"u{n}", f"u{n}", f"p{n // 2}", frozenset({str(n % COUNTRIES)}))
        for n in range(count)
    ]
    clock, cpu, repeats = [], [], 0
    for seed in range(DRAWS):
        began, busy = time.perf_counter(), time.process_time()
        found = rules.plan_rounds(units, rounds=ROUNDS, met={}, seed=seed)
        clock.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - busy))
        repeats += found.repeats
    return {
        "units": count,
        "rounds": ROUNDS,
        "p50_ms": round(median(clock), 1),
        "max_ms": round(max(clock), 1),
        "cpu_ms": round(median(cpu), 1),
        "repeats": repeats,
    }


if __name__ == "__main__":
    sys.exit(main())
