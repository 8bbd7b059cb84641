"""Reads a strategy from a file into a draft edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from config.commands.serve import refuse_unprepared
from config.outcomes import tell
from headway.monitoring.strategy.commands import import_strategy

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    outcome = import_strategy(
        file=Path(options.file),
        mapping=Path(options.mapping) if options.mapping else None,
        strategy=options.strategy,
        create_in=options.create_in,
        languages=[word.strip() for word in options.languages.split(",") if word.strip()],
        create_organisations=options.create_organisation,
        dry_run=options.dry_run,
        at=timezone.now(),
    )
    return tell(outcome, as_json=options.json)
