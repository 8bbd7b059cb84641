"""A stored page: its bytes, compressed once, and every header that goes with them."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import brotli

from headway.foundation.publication.store.negotiation import BROTLI, CODINGS, GZIP, IDENTITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.publication.store.versions import Known

Headers = list[tuple[str, str]]
OWN = frozenset({"content-length", "content-encoding", "etag"})
"""Headers that the store says itself, of the bytes that it sends."""
OF_ONE_REQUEST = frozenset({"date", "x-request-id", "server-timing"})
"""Headers that were true of the request for which the page was rendered, and of no other."""
OF_BYTES = frozenset({"content-type", "content-length", "content-encoding", "content-disposition"})
"""Headers that mean nothing where no bytes follow.

Source: RFC 9110, section 15.4.5.
"""
GZIP_LEVEL, BROTLI_QUALITY = 6, 6
"""A page is compressed once, but by the process that a reader waits for."""
TAG_LENGTH = 32
DIGEST_LENGTH = 64


class Broken(Exception):
    """Bytes that are no entry, or not the one that was looked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a page beside its bytes."""

    address: str
    scopes: tuple[str, ...]
    version: str
    until: float
    headers: tuple[tuple[str, str], ...]
    tags: dict[str, str]
    lengths: dict[str, int]


@dataclass(slots=True)
class Entry:
    """A page as it is answered with, in each coding."""

    facts: Facts
    bodies: dict[str, bytes]
    scopes: frozenset[str] = field(init=False)
    said: dict[str, Headers] = field(init=False)
    """The headers of a whole answer, by coding."""
    short: dict[str, Headers] = field(init=False)
    """Those of an answer that the reader has the page already."""
    was_used: bool = False

    def __post_init__(self) -> None:
        self.scopes = frozenset(self.facts.scopes)
        self.said = {coding: self._said(coding) for coding in CODINGS}
        self.short = {
            coding: [(name, value) for name, value in said if name.lower() not in OF_BYTES]
            for coding, said in self.said.items()
        }

    def _said(self, coding: str) -> Headers:
        said = [*self.facts.headers, ("ETag", self.facts.tags[coding])]
        if coding != IDENTITY:
            said.append(("Content-Encoding", coding))
        return [*said, ("Content-Length", str(self.facts.lengths[coding]))]

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())

    def is_current(self, known: Known, *, now: float) -> bool:
        return now < self.facts.until and known.of(self.scopes) == self.facts.version

    def body(self, coding: str) -> bytes:
        """Return the bytes in a coding; the plain ones are unpacked for those few who want them."""
        return self.bodies[coding] if coding != IDENTITY else gzip.decompress(self.bodies[GZIP])


def made(
    body: bytes,
    headers: Sequence[tuple[str, str]],
    *,
    address: str,
    scopes: frozenset[str],
    version: str,
    until: float,
) -> Entry:
    """Return the entry of a page that was rendered."""
    bodies = {
        BROTLI: brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        GZIP: gzip.compress(body, GZIP_LEVEL, mtime=0),
    }
    whole = {**bodies, IDENTITY: body}
    facts = Facts(
        address=address,
        scopes=tuple(sorted(scopes)),
        version=version,
        until=until,
        headers=tuple(
            (name, value) for name, value in headers if name.lower() not in OWN | OF_ONE_REQUEST
        ),
        tags={coding: _tag(whole[coding]) for coding in CODINGS},
        lengths={coding: len(whole[coding]) for coding in CODINGS},
    )
    return Entry(facts, bodies)


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:TAG_LENGTH]}"'


def written(entry: Entry) -> bytes:
    """Return an entry as bytes that say of themselves whether they are whole."""
    facts = json.dumps(asdict(entry.facts), ensure_ascii=True).encode()
    content = b"\n".join((facts, entry.bodies[BROTLI] + entry.bodies[GZIP]))
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def read(content: bytes, *, address: str) -> Entry:
    """Return the entry that was written. :raises Broken: for anything else."""
    digest, rest = content[:DIGEST_LENGTH], content[DIGEST_LENGTH + 1 :]
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        message = f"the stored page of {address!r} is not what was written"
        raise Broken(message)
    line, _, bodies = rest.partition(b"\n")
    facts = _facts(json.loads(line))
    if facts.address != address:
        message = f"the stored page of {address!r} is that of {facts.address!r}"
        raise Broken(message)
    end = facts.lengths[BROTLI]
    return Entry(facts, {BROTLI: bodies[:end], GZIP: bodies[end:]})


def _facts(said: dict[str, Any]) -> Facts:
    headers = tuple((name, value) for name, value in said.pop("headers"))
    return Facts(headers=headers, scopes=tuple(said.pop("scopes")), **said)


UNREADABLE = (Broken, ValueError, zlib.error)
