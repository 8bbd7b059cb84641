"""Takes out what is past its time: docs/retention.md says how long each kind is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.arguments import OK
from config.commands.serve import refuse_unprepared
from headway.cooperation.exchange.services import forget_visitors
from headway.foundation.accounts.models import Session
from headway.foundation.core.actors import SystemActor
from headway.foundation.privacy.services import forget_old_mails

if TYPE_CHECKING:
    import argparse
    from datetime import datetime


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    pruned = prune(at=timezone.now())
    if options.json:
        print(json.dumps(pruned))
    else:
        print(", ".join(f"{name}: {number}" for name, number in pruned.items()) + ".")
    return OK


def prune(*, at: datetime) -> dict[str, int]:
    """Take out what nobody needs any more; return how many of each kind."""
    visitors = forget_visitors(by=SystemActor("Headway"), at=at)
    mails = forget_old_mails(at=at)
    ended = Session.objects.filter(expire_date__lt=at).count()
    call_command("clearsessions")
    before = DBTaskResult.objects.count()
    call_command("prune_db_task_results", verbosity=0)
    tasks = before - DBTaskResult.objects.count()
    return {"visitors": visitors, "mails": mails, "sessions": ended, "tasks": tasks}
