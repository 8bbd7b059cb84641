"""Computes the chain of the audit trail anew, and says where it is broken first."""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from config.arguments import OK, PROBLEMS
from config.commands.serve import refuse_unprepared
from headway.foundation.audit.verifying import verify

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    began = perf_counter()
    found = verify(options.head)
    seconds = perf_counter() - began
    if options.json:
        told = {
            "ok": not found.broken,
            "entries": found.entries,
            "erased": found.erased,
            "heads": found.heads,
            "position": found.head.position,
            "head": found.head.digest,
            "broken": found.broken,
            "entry": found.entry,
            "seconds": round(seconds, 3),
        }
        print(json.dumps(told, ensure_ascii=False))
    elif found.broken:
        before = f"{found.entries} entries before it fit." if found.entry is not None else ""
        print(f"{found.broken} {before}".rstrip(), file=sys.stderr)
    else:
        print(
            f"{found.entries} entries in one unbroken chain, {found.erased} of their parts erased, "
            f"{found.heads} daily heads in it. Head: {found.head.digest}"
        )
    return PROBLEMS if found.broken else OK
