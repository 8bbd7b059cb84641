"""Reads a mail server's report that a mail came back, and marks that mail."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.utils import timezone

from config.arguments import OK, PROBLEMS
from config.commands.serve import refuse_unprepared
from config.refusals import Refusal
from headway.foundation.notices.refusals import NoReport, read_report
from headway.foundation.notices.services import note_bounce

if TYPE_CHECKING:
    import argparse

LONGEST = 1_000_000  # bytes; a report tells in its beginning what came back


def run(_options: argparse.Namespace) -> int:
    refuse_unprepared()
    try:
        report = read_report(sys.stdin.buffer.read(LONGEST))
    except NoReport as finding:
        raise Refusal(str(finding), PROBLEMS) from finding
    if note_bounce(report=report, at=timezone.now()) is None:
        sentence = "no mail that went out from here is meant; nothing was marked."
        raise Refusal(sentence, PROBLEMS)
    print("Marked as bounced.")
    return OK
