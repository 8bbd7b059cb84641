"""Writes a strategy into a file that can be imported again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from config.commands.serve import refuse_unprepared
from config.outcomes import tell
from headway.monitoring.strategy.commands import export_strategy_file

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    outcome = export_strategy_file(
        slug=options.strategy,
        to=Path(options.file),
        mapping=Path(options.mapping) if options.mapping else None,
        language=options.language,
        draft=options.draft,
    )
    return tell(outcome, as_json=options.json)
