"""The file of a backup: a plain tar, of which no byte can change without being noticed.

Its parts stand in this order: rows of tables, files that people brought, what is sealed, the
manifest, and a checksum over every byte before it. What comes last says that all came, so a torn
file never looks whole. A part is read only if its head is, byte for byte, the one that would be
written for its name and size: no links, no other folders, no names of a reader's own.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK = tarfile.BLOCKSIZE
RECORD = tarfile.RECORDSIZE
PIECE = 1024 * 1024
MANIFEST, CHECKSUM, SEALED = "manifest.json", "checksum", "secrets.json"
FILES = "files/"
END = "its end"
CHECKSUM_SIZE = 130
MEGABYTE = 1024 * 1024
LARGEST = (
    (re.compile(r"tables/[a-z0-9_]+\.[0-9]{6}\.jsonl\.gz"), 256 * MEGABYTE),
    (re.compile(r"files/[0-9a-f]{64}"), 1024 * MEGABYTE),
    (re.compile(re.escape(SEALED)), MEGABYTE),
    (re.compile(re.escape(MANIFEST)), 64 * MEGABYTE),
    (re.compile(CHECKSUM), CHECKSUM_SIZE),
)
"""How parts are called, and how many bytes of each are read at most."""


@dataclass(frozen=True, slots=True)
class Member:
    """A part as it stands in the file: where its content begins, and how long it is."""

    name: str
    size: int
    at: int


@dataclass(frozen=True, slots=True)
class Digested:
    """A part and the digest of its content."""

    member: Member
    sha256: str


def head(name: str, size: int) -> bytes:
    """Return the head of a part. Nothing in it depends on who writes it, where or when."""
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    return about.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def damaged(name: str) -> Refusal:
    sentence = f"this backup is damaged: {name} is not as it was written. Use another backup."
    return Refusal(sentence)


class Writer:
    """Writes parts one after another, and what is needed to know them again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._whole = hashlib.sha256()
        self._size = 0

    def add(self, name: str, content: bytes) -> str:
        """Write a part and return the digest of its content."""
        self._write(head(name, len(content)))
        self._write(content)
        self._pad(len(content))
        return hashlib.sha256(content).hexdigest()

    def add_pieces(self, name: str, size: int, pieces: Iterable[bytes]) -> None:
        """Write a part whose size is known and whose content comes in pieces.

        :raises ValueError: if the pieces are more or fewer than that.
        """
        self._write(head(name, size))
        written = 0
        for piece in pieces:
            self._write(piece)
            written += len(piece)
        if written != size:
            message = f"{name} has {written} bytes, not {size}."
            raise ValueError(message)
        self._pad(size)

    def end(self, manifest: bytes) -> None:
        """Write the manifest, the checksum, and the end of the tar."""
        digest = self.add(MANIFEST, manifest)
        self.add(CHECKSUM, f"{self._whole.hexdigest()}\n{digest}\n".encode())
        self._write(bytes(2 * BLOCK))
        self._write(bytes(-self._size % RECORD))

    def _pad(self, size: int) -> None:
        self._write(bytes(-size % BLOCK))

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._whole.update(content)
        self._size += len(content)


class Reader:
    """Reads a file part by part, and notices every byte that is not as it was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._whole = hashlib.sha256()
        self._last = "its beginning"
        self.before_checksum = ""
        """The digest of every byte that stands before the checksum."""

    def parts(self) -> Iterator[Digested]:
        """Yield every part with the digest of its content. Memory does not grow with the size.

        :raises Refusal: naming where the file cannot be read any more.
        """
        while self._last != CHECKSUM:
            before = self._whole.copy()
            member = self._member()
            if member is None:
                raise self._torn()
            digest = self._content(member)
            self._last = member.name
            self.before_checksum = before.hexdigest()
            yield Digested(member, digest)
        self._refuse_rest()

    def files_from(self, member: Member | None) -> Iterator[Member]:
        """Yield a file that somebody brought, and those that follow it."""
        while member and member.name.startswith(FILES):
            yield member
            self._file.seek(member.at + member.size + -member.size % BLOCK)
            member = self._member()

    def content(self, member: Member) -> bytes:
        """Return the content of one part."""
        self._file.seek(member.at)
        return self._file.read(member.size)

    def pieces(self, member: Member) -> Iterator[bytes]:
        self._file.seek(member.at)
        left = member.size
        while left and (piece := self._file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece

    def _member(self) -> Member | None:
        block = self._take(BLOCK)
        if not any(block):
            return None
        try:
            found = tarfile.TarInfo.frombuf(block, "ascii", "strict")
            is_ours = block == head(found.name, found.size)
        except (tarfile.HeaderError, ValueError) as problem:
            raise self._damaged() from problem
        most = next((most for name, most in LARGEST if name.fullmatch(found.name)), -1)
        if not is_ours or not 0 <= found.size <= most:
            raise self._damaged()
        return Member(found.name, found.size, self._file.tell())

    def _content(self, member: Member) -> str:
        digest, left = hashlib.sha256(), member.size
        while left:
            piece = self._take(min(PIECE, left), within=member.name)
            digest.update(piece)
            left -= len(piece)
        if any(self._take(-member.size % BLOCK, within=member.name)):
            raise damaged(member.name)
        return digest.hexdigest()

    def _refuse_rest(self) -> None:
        """See that nothing follows but the end of the tar. :raises Refusal: if something does."""
        end = self._file.tell()
        rest = self._file.read(3 * RECORD)
        if any(rest) or len(rest) != 2 * BLOCK + -(end + 2 * BLOCK) % RECORD:
            raise damaged(END)

    def _take(self, size: int, *, within: str = "") -> bytes:
        piece = self._file.read(size)
        if len(piece) < size:
            raise self._torn(within)
        self._whole.update(piece)
        return piece

    def _torn(self, within: str = "") -> Refusal:
        where = f"within {within}" if within else f"after {self._last}"
        return Refusal(f"this backup is torn: it ends {where}. Use another backup.")

    def _damaged(self) -> Refusal:
        sentence = (
            f"this is no backup, or it is damaged: what follows {self._last} cannot be read. "
            "Use another backup."
        )
        return Refusal(sentence)
