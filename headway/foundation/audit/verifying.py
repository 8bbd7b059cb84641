"""Computes the chain anew and says where it is broken first. Reads in slices, whatever its length.

A link holds its place, its entry, what that says and the digest before it; an entry says when, who,
what and to which thing, and commits to names and content, which stand in its payload. Words that
were erased cannot be checked, but that they were is recorded, and the records are counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from headway.foundation.audit.models import DailyHead, Entry, Erasure, Link, Payload
from headway.foundation.audit.queries import Head
from headway.foundation.audit.rules import (
    GENESIS,
    commitment,
    entry_digest,
    erasure_digest,
    link_digest,
)
from headway.foundation.audit.states import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

SLICE = 2_000
COLUMNS = (
    "position", "previous", "digest", "entry_id", "entry__at", "entry__actor_id", "entry__verb",
    "entry__thing_type", "entry__thing_key", "entry__actor_commitment", "entry__thing_commitment",
    "entry__content_commitment", "entry__digest", "entry__payload__actor_name",
    "entry__payload__actor_salt", "entry__payload__thing_name", "entry__payload__thing_salt",
    "entry__payload__content", "entry__payload__content_salt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A link with its entry and its payload, whose words are missing if it is."""

    position: int
    previous: str
    digest: str
    entry: int
    at: datetime
    actor: str
    verb: str
    thing_type: str
    thing_key: str
    actor_commitment: str
    thing_commitment: str
    content_commitment: str
    says: str
    actor_name: str | None
    actor_salt: str
    thing_name: str
    thing_salt: str
    content: str
    content_salt: str

    def parts(self) -> Iterator[tuple[Part, str, str, str]]:
        """Yield what can be erased: words, salt, the commitment to both."""
        yield Part.ACTOR, self.actor_name or "", self.actor_salt, self.actor_commitment
        yield Part.THING, self.thing_name, self.thing_salt, self.thing_commitment
        yield Part.CONTENT, self.content, self.content_salt, self.content_commitment

    @property
    def erased(self) -> frozenset[Part]:
        return frozenset(part for part, words, salt, _ in self.parts() if not salt and not words)


@dataclass(slots=True)
class Verified:
    """What was looked at, and what is broken first, if anything is."""

    entries: int = 0
    erased: int = 0
    heads: int = 0
    head: Head = field(default_factory=lambda: Head(0, GENESIS))
    broken: str = ""
    entry: int | None = None
    """The entry at which the chain is broken, where it is one."""

    def fail(self, sentence: str, entry: int | None = None) -> None:
        self.broken, self.entry = sentence, entry


def verify(published: Iterable[tuple[date, str]] = ()) -> Verified:
    """Compute everything anew, until something does not fit; then hold heads against it."""
    found = Verified()
    for look in (_chain, _outside, _records, _kept_heads):
        look(found)
        if found.broken:
            return found
    for day, digest in published:
        _published(found, day, digest)
    return found


def verify_end(links: int) -> Verified:
    """Compute only the last links anew, and hold the daily heads against the chain."""
    before = Link.objects.order_by("-position")[links : links + 1].first()
    found = Verified(head=Head(before.position, before.digest) if before else Head(0, GENESIS))
    for look in (_chain, _outside, _kept_heads):
        look(found)
        if found.broken:
            break
    return found


def _chain(found: Verified) -> None:
    while rows := _slice(found.head.position):
        recorded = _recorded(rows)
        for row in rows:
            problem = _problem(row, found.head, recorded)
            if problem:
                found.fail(problem, row.entry)
                return
            found.head = Head(row.position, row.digest)
            found.entries += 1
            found.erased += len(row.erased)


def _slice(after: int) -> list[Row]:
    links = Link.objects.filter(position__gt=after).order_by("position")
    return [Row(*values) for values in links.values_list(*COLUMNS)[:SLICE]]


def _recorded(rows: list[Row]) -> frozenset[tuple[int, str]]:
    """Return which of the erased parts of some rows are recorded. No query if none is erased."""
    entries = [row.entry for row in rows if row.erased]
    if not entries:
        return frozenset()
    kept = Erasure.objects.filter(entry__in=entries)
    return frozenset(kept.values_list("entry_id", "part"))


def _problem(row: Row, before: Head, recorded: frozenset[tuple[int, str]]) -> str:
    """Say what does not fit at one entry; nothing, if all does."""
    for problem in (_misplaced(row, before), _altered(row), _unsaid(row, recorded)):
        if problem:
            return problem
    return ""


def _misplaced(row: Row, before: Head) -> str:
    place = before.position + 1
    if row.position != place:
        return f"What stood at place {place} of the chain is gone; entry {row.entry} comes next."
    if row.previous != before.digest:
        return f"Entry {row.entry} does not follow what stands before it at place {place}."
    return ""


def _altered(row: Row) -> str:
    says = entry_digest(
        at=row.at,
        actor=row.actor,
        verb=row.verb,
        thing=(row.thing_type, row.thing_key),
        commitments=(row.actor_commitment, row.thing_commitment, row.content_commitment),
    )
    if says != row.says:
        return f"Entry {row.entry} ({row.at:%Y-%m-%d %H:%M} UTC) was altered."
    digest = link_digest(position=row.position, entry=row.entry, says=says, previous=row.previous)
    if digest != row.digest:
        return f"Entry {row.entry} is not what place {row.position} of the chain was made for."
    return ""


def _unsaid(row: Row, recorded: frozenset[tuple[int, str]]) -> str:
    if row.actor_name is None:
        return f"Names and content of entry {row.entry} are gone; erasing would have left a trace."
    for part, words, salt, committed in row.parts():
        if part in row.erased:
            if (row.entry, part.value) not in recorded:
                return f"Entry {row.entry} has lost its {part.value}, and no erasure is recorded."
        elif commitment(salt=salt, words=words) != committed:
            return f"Of entry {row.entry} the {part.value} was altered."
    return ""


def _outside(found: Verified) -> None:
    """Look for what stands beside the chain: entries without a place, words without an entry."""
    everything = Entry.objects.unrestricted(reason="the whole trail is verified")
    entry = everything.filter(link__isnull=True).order_by("number").first()
    if entry is not None:
        found.fail(f"Entry {entry.number} has no place in the chain.", entry.number)
        return
    payloads = Payload.objects.unrestricted(reason="the whole trail is verified")
    entries = everything.filter(pk=OuterRef("pk"))
    lone = payloads.filter(~Exists(entries)).order_by("pk").values_list("pk", flat=True).first()
    if lone is not None:
        found.fail(f"There are names and content of an entry {lone}, which does not exist.", lone)


def _records(found: Verified) -> None:
    """Hold what is marked as erased against what each record of an erasure says."""
    rows = Erasure.objects.order_by("record_id", "entry_id", "part")
    marked = rows.values_list("record_id", "entry_id", "part").iterator(chunk_size=SLICE)
    for record, parts in groupby(marked, key=lambda row: row[0]):
        digest = erasure_digest((entry, part) for _record, entry, part in parts)
        told = Payload.objects.unrestricted(reason="the whole trail is verified").get(pk=record)
        if f'"digest":"{digest}"' not in told.content:
            found.fail(f"Entry {record} records another erasure than was done.", record)
            return
    parts_marked = rows.count()
    if parts_marked != found.erased:
        found.fail(f"{parts_marked} parts are marked as erased, {found.erased} are.")


def _kept_heads(found: Verified) -> None:
    """Hold the kept daily heads against the chain."""
    links = Link.objects.filter(position=OuterRef("position"), digest=OuterRef("digest"))
    found.heads = DailyHead.objects.count()
    other = DailyHead.objects.filter(~Exists(links), position__gt=0).order_by("day").first()
    if other is not None:
        found.fail(f"The head of {other.day} is not in the chain.")


def _published(found: Verified, day: date, digest: str) -> None:
    """Hold a head that was published elsewhere against the chain and against the kept one."""
    if found.broken:
        return
    if digest != GENESIS and not Link.objects.filter(digest=digest).exists():
        found.fail(
            f"The head published for {day} is not in the chain: "
            "the chain was cut or made anew since."
        )
        return
    kept = DailyHead.objects.filter(day=day).first()
    if kept is not None and kept.digest != digest:
        found.fail(f"The head kept for {day} is another than the one published.")
