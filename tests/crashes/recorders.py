"""Several who record one thing after another in the same installation, each in its own process.

`python -m tests.crashes.recorders WRITERS COUNT` prints the number of each entry once its
transaction has ended; `… deferred` does so on SQLite without the lock that a transaction takes at
its beginning.
A transaction reads something, holds one to three entries, and takes its time to end.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from typing import Any

import django
from django.conf import settings

THINKING = 0.002  # seconds between what is recorded and the end of the transaction


def main() -> None:
    writers, count, *broken = sys.argv[1:]
    if "deferred" in broken:
        options: Any = settings.DATABASES["default"]["OPTIONS"]
        options["transaction_mode"] = "DEFERRED"
    django.setup()
    import_module("headway.foundation.audit.services")
    children = []
    for number in range(int(writers)):
        child = os.fork()
        if not child:
            record(f"writer {number}", int(count))
            return
        children.append(child)
    sys.exit(max(bool(os.waitpid(child, 0)[1]) for child in children))


def record(name: str, count: int) -> None:
    services = import_module("headway.foundation.audit.services")
    verbs = import_module("headway.foundation.accounts.verbs")
    actors = import_module("headway.foundation.core.actors")
    versions = import_module("headway.foundation.publication.models")
    transaction = import_module("django.db").transaction
    now = import_module("django.utils.timezone").now
    by = actors.SystemActor(name)
    thing = versions.ContentVersion(scope=name, renewed_at=now())
    for number in range(count):
        with transaction.atomic():
            versions.ContentVersion.objects.count()  # services read before they write
            deeds = [services.Deed(thing, payload={"number": number})] * (1 + number % 3)
            made = services.record_many(verbs.SIGNED_IN, deeds, by=by, at=now())
            time.sleep(THINKING)
        os.write(1, "".join(f"{entry.pk}\n" for entry in made).encode())


if __name__ == "__main__":
    main()
