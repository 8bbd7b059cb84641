"""Signs somebody out everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone

from config.arguments import OK, PROBLEMS
from config.commands.serve import refuse_unprepared
from config.refusals import Refusal
from headway.foundation.accounts.queries import person_by_email
from headway.foundation.accounts.services import end_sessions
from headway.foundation.core.actors import SystemActor

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    person = person_by_email(options.email)
    if person is None:
        sentence = "nobody has an account with this address."
        raise Refusal(sentence, PROBLEMS)
    by = SystemActor("headway end-sessions")
    number = end_sessions(person_id=person.pk, by=by, at=timezone.now())
    print(json.dumps({"ended": number}) if options.json else f"{number} sessions have ended.")
    return OK
