"""The pages that a process holds itself, within a bound."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.foundation.publication.store.entries import Entry

ABOUT = 4096
"""Bytes that an entry takes besides its bodies: its headers, its place."""


class Memory:
    """Entries by address. Those that nobody asked for since the last look go first."""

    def __init__(self, most: int) -> None:
        """Hold so many bytes at most."""
        self._most = most
        self._size = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, address: str) -> Entry | None:
        entry = self._entries.get(address)
        if entry is not None:
            entry.was_used = True
        return entry

    def put(self, address: str, entry: Entry) -> None:
        """Take an entry in the place of the one before it; one that is too large is left out."""
        with self._changing:
            before = self._entries.pop(address, None)
            self._size -= _weight(before) if before else 0
            if _weight(entry) > self._most:
                return
            self._entries[address] = entry
            self._size += _weight(entry)
            self._make_room()

    def _make_room(self) -> None:
        while self._size > self._most:
            address, entry = self._entries.popitem(last=False)
            if entry.was_used:  # once more to the end of the queue
                entry.was_used = False
                self._entries[address] = entry
            else:
                self._size -= _weight(entry)


def _weight(entry: Entry) -> int:
    return entry.size + ABOUT
