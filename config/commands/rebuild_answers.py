"""Judges every indicator anew and keeps the answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone

from config.arguments import OK
from config.commands.serve import refuse_unprepared
from headway.monitoring.indicators.services import rebuild

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    number = rebuild(at=timezone.now())
    print(json.dumps({"answers": number}) if options.json else f"{number} answers kept anew.")
    return OK
