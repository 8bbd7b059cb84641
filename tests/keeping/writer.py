"""Writes into an installation as fast as it can, until it is ended: `… writer DATA NUMBER`.

Each transaction adds an entry and its payload to the audit trail and counts two scopes up together;
once it is kept, its number is appended to the file `kept-NUMBER`.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import django

SCOPES = ("one", "other")
WORDS = "a long sentence of somebody who writes " * 20


def main(data: Path, number: str) -> None:
    os.environ |= {
        "HEADWAY_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }  # fmt: skip
    django.setup()
    record = import_module("headway.foundation.audit.services").record
    verbs = import_module("headway.foundation.accounts.verbs")
    by = import_module("headway.foundation.core.actors").SystemActor(f"writer {number}")
    versions = import_module("headway.foundation.publication.models").ContentVersion
    renew = import_module("headway.foundation.publication.services").renew
    transaction = import_module("django.db").transaction
    now = import_module("django.utils.timezone").now
    thing = versions(scope=number, renewed_at=now())
    with (data / f"kept-{number}").open("w", buffering=1) as kept:
        while True:
            with transaction.atomic():
                entry = record(verbs.SIGNED_IN, thing, by=by, at=now(), payload={"words": WORDS})
                renew(*SCOPES, at=now())
            kept.write(f"{entry.pk}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
