"""Erases what is kept of a person, and prints a receipt that proves it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from config.arguments import OK, PROBLEMS
from config.commands.serve import refuse_unprepared
from config.refusals import Refusal
from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import person_by_email
from headway.foundation.audit.verifying import verify
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import HeadwayError
from headway.foundation.privacy.queries import names_of
from headway.foundation.privacy.services import erase_person
from headway.foundation.privacy.sweeping import places_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from headway.foundation.privacy.services import Receipt

BY = SystemActor("headway erase-person")


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    person = _person(options.person)
    names, at = [person.email, *names_of(person)], timezone.now()
    before = _chain()
    try:
        with transaction.atomic():
            receipt = erase_person(person_id=person.pk, by=BY, at=at)
            transaction.set_rollback(options.dry_run)
    except HeadwayError as problem:
        raise Refusal(str(problem), PROBLEMS) from problem
    told = _told(receipt) | {"at": at.isoformat(), "dry_run": options.dry_run}
    if not options.dry_run:
        scrub(receipt.tables)
        told |= {"before": before, "after": _chain(), "left": dict(places_of(names))}
    if options.json:
        print(json.dumps(told))
    else:
        _print(told)
    return OK if options.dry_run or _is_proved(told) else PROBLEMS


def _person(said: str) -> User:
    found = User.objects.filter(pk=int(said)).first() if said.isdecimal() else person_by_email(said)
    if found is None:
        sentence = f"nobody has an account under “{said}”. Write the address or the number of one."
        raise Refusal(sentence, PROBLEMS)
    return found


def _chain() -> dict[str, Any]:
    found = verify()
    return {"entries": found.entries, "head": found.head.digest, "broken": found.broken}


def _told(receipt: Receipt) -> dict[str, Any]:
    tables = {name: number for name, number in sorted(receipt.tables.items()) if number}
    parts = {part.value: number for part, number in sorted(receipt.parts.items())}
    return {"person": receipt.person, "tables": tables, "audit": parts}


def scrub(tables: Iterable[str]) -> None:
    """Leave no bytes of what was erased where the database kept it: the rows are written anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in sorted({*tables, "audit_payload"}):
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")


def _is_proved(told: dict[str, Any]) -> bool:
    return not (told["before"]["broken"] or told["after"]["broken"] or told["left"])


def _print(told: dict[str, Any]) -> None:
    verb = "would be erased" if told["dry_run"] else "erased"
    print(f"Receipt: person {told['person']}, {verb} at {told['at']}.")
    for name, number in told["tables"].items():
        print(f"  {name}: {number}")
    for name, number in told["audit"].items():
        print(f"  audit trail, {name}: {number}")
    for when in () if told["dry_run"] else ("before", "after"):
        chain = told[when]
        state = chain["broken"] or "whole"
        print(f"Chain {when}: {chain['entries']} entries, {state}. Head: {chain['head']}")
    if not told["dry_run"]:
        left = ", ".join(f"{table}: {number}" for table, number in told["left"].items())
        print(f"Still there: {left or 'nothing'}.")
