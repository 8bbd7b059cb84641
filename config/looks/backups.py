"""Whether there is a backup, young enough, of which it is known that it can be restored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import environment
from config.backups.remembered import LAST_BACKUP, LAST_VERIFIED, last
from config.findings import ERROR, FINE, WARNING, Finding
from config.installation import data_folder, is_demo
from headway.foundation.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def backups(now: datetime) -> Iterator[Finding]:
    """Look when a backup was last made, and when one was last verified. A demonstration has none.

    A new installation is warned; one in which somebody has worked for longer than that is at fault.
    """
    data, settings = data_folder(), environment.read()
    if is_demo(data):
        return
    yield _since(
        "last backup",
        last(data, LAST_BACKUP),
        timedelta(days=settings["backup_days"]),
        "Let a timer run `headway backup` every night.",
        now,
    )
    yield _since(
        "last verified restore",
        last(data, LAST_VERIFIED),
        timedelta(days=settings["verify_days"]),
        "Run `headway verify-backup` with the newest file.",
        now,
    )


def _since(
    about: str, done: datetime | None, most: timedelta, remedy: str, now: datetime
) -> Finding:
    if done is None:
        begun = _begun()
        level = ERROR if begun and now - begun > most else WARNING
        return Finding(about, level, "never.", remedy)
    sentence = f"{done:%Y-%m-%d %H:%M} UTC."
    if now - done > most:
        return Finding(about, ERROR, f"{sentence[:-1]}, more than {most.days} days ago.", remedy)
    return Finding(about, FINE, sentence)


def _begun() -> datetime | None:
    """Return when the first thing was done here."""
    entries = Entry.objects.unrestricted(reason="the oldest moment alone")
    return entries.order_by("number").values_list("at", flat=True).first()
