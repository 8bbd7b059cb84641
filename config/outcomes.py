"""How a command tells what came of it: lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from config.arguments import OK

if TYPE_CHECKING:
    from headway.monitoring.strategy.commands import Outcome


def tell(outcome: Outcome, *, as_json: bool) -> int:
    """Print an outcome and return its exit code. Problems go to standard error, JSON never."""
    if as_json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False, default=str))
        return outcome.code
    stream = sys.stdout if outcome.code == OK else sys.stderr
    for line in outcome.lines():
        print(line, file=stream)
    return outcome.code
