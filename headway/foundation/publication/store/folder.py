"""The pages that all processes share: one file each, in the data folder, within a bound."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from headway.foundation.publication.store.entries import UNREADABLE, read, written
from headway.foundation.publication.store.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from headway.foundation.publication.store.entries import Entry

OLDEST = 2 * 24 * 3600
"""Seconds after which no page can hold: it holds until midnight."""
LOOKS = 16
"""How often a process looks whether there is room, while it fills all of it."""


class _File(NamedTuple):
    changed: float
    size: int
    path: str


class Folder:
    """Entries by address, under what the code and the settings make of them."""

    def __init__(self, place: Path, *, edition: str, most: int) -> None:
        """Keep at most so many bytes in a place. `edition` says by which code pages are made."""
        self._place, self._edition, self._most = place, place / edition, most
        self._since = most  # bytes written since the last look: so the first one looks
        self._looking = threading.Lock()
        self._unread = Trouble("A stored page cannot be read")
        self._unwritten = Trouble("A page cannot be stored")

    def get(self, address: str) -> Entry | None:
        try:
            content = self._path(address).read_bytes()
            entry = read(content, address=address)
        except FileNotFoundError:
            return None
        except (OSError, *UNREADABLE) as problem:
            self._unread.met(problem)
            return None
        self._unread.over()
        return entry

    def put(self, address: str, entry: Entry) -> None:
        """Write an entry, whole or not at all; if that cannot be done, readers do without."""
        content = written(entry)
        try:
            if len(content) <= self._most // LOOKS:
                self._make_room(len(content))
                self._write(self._path(address), content)
        except OSError as problem:
            self._unwritten.met(problem)
        else:
            self._unwritten.over()

    def _path(self, address: str) -> Path:
        name = hashlib.sha256(address.encode()).hexdigest()
        return self._edition / name[:2] / name

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise

    def _make_room(self, size: int) -> None:
        with self._looking:
            self._since += size
            if self._since * LOOKS < self._most:
                return
            self._since = size
        tidy(self._place, most=self._most - self._most // 4)


def tidy(place: Path, *, most: int) -> None:
    """Take out the oldest pages until the others take no more than so many bytes."""
    files = sorted(_files(str(place)))
    total = sum(file.size for file in files)
    oldest = time.time() - OLDEST
    for file in files:
        if total <= most and file.changed > oldest:
            return
        total -= file.size
        _forget(file.path)


class Filled(NamedTuple):
    """How many pages are stored, and how many bytes they take."""

    number: int
    size: int


def filled(place: Path) -> Filled:
    """Return how full the folder is."""
    sizes = [file.size for file in _files(str(place))]
    return Filled(len(sizes), sum(sizes))


def clear(place: Path) -> int:
    """Take out all pages, and return how many files that were.

    A server that runs meanwhile makes its folders again.
    """
    number = sum(1 for _file in _files(str(place)))
    shutil.rmtree(place, ignore_errors=True)
    return number


def _forget(path: str) -> None:
    with suppress(FileNotFoundError):  # another process was first
        os.unlink(path)


def _files(place: str) -> Iterator[_File]:
    for folder, _folders, names in os.walk(place):
        for name in names:
            path = os.path.join(folder, name)
            try:
                found = os.stat(path)
            except FileNotFoundError:  # another process took it out
                continue
            yield _File(found.st_mtime, found.st_size, path)
