"""Where pages are kept: within a bound, whole or not at all, and never in a reader's way."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from headway.foundation.publication.store import Folder, Memory
from headway.foundation.publication.store.entries import Broken, Entry, made, read, written
from headway.foundation.publication.store.folder import clear, tidy

BODY = "<p>Klaipėda</p>".encode() * 100
KILOBYTE = 2**10


def entry(address: str = "here", *, body: bytes = BODY, version: str = "1") -> Entry:
    return made(
        body,
        [("Content-Type", "text/html"), ("Content-Length", "1"), ("ETag", '"theirs"')],
        address=address,
        scopes=frozenset({"a", "b:"}),
        version=version,
        until=time.time() + 60,
    )


def large(address: str) -> Entry:
    """Return an entry of about four kilobytes, for random bytes cannot be compressed."""
    return entry(address, body=os.urandom(2 * KILOBYTE))


def test_an_entry_comes_back_as_it_was_written() -> None:
    kept = entry()
    found = read(written(kept), address="here")
    assert (found, found.body("identity")) == (kept, BODY)


@pytest.mark.parametrize("place", [0, 70, -1])
def test_an_entry_of_which_one_byte_is_another_is_refused(place: int) -> None:
    content = bytearray(written(entry()))
    content[place] ^= 1
    with pytest.raises(Broken, match="not what was written"):
        read(bytes(content), address="here")


def test_the_entry_of_another_address_is_refused() -> None:
    with pytest.raises(Broken, match="is that of 'there'"):
        read(written(entry("there")), address="here")


# -- the memory ----------------------------------------------------------------------------------


def held(memory: Memory, *addresses: str) -> list[str]:
    return [address for address in addresses if memory.get(address)]


def test_memory_holds_no_more_than_it_may_and_lets_go_what_nobody_asked_for() -> None:
    memory = Memory(40 * KILOBYTE)  # four of eight kilobytes, with what each takes besides
    for address in "abcd":
        memory.put(address, large(address))
    assert memory.get("a")
    memory.put("e", large("e"))
    assert held(memory, *"abcde") == ["a", "c", "d", "e"]


def test_memory_counts_an_entry_that_is_replaced_once() -> None:
    memory = Memory(40 * KILOBYTE)
    memory.put("a", large("a"))
    for _time in range(20):
        memory.put("b", large("b"))
    assert held(memory, "a", "b") == ["a", "b"]


def test_memory_leaves_out_what_is_too_large_and_what_it_replaces() -> None:
    memory = Memory(20 * KILOBYTE)
    memory.put("a", large("a"))
    memory.put("a", entry("a", body=os.urandom(20 * KILOBYTE)))
    assert memory.get("a") is None


# -- the folder ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, edition="1", most=2**20)


def files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_what_is_put_into_the_folder_is_found_by_its_address(folder: Folder) -> None:
    kept = entry()
    folder.put("here", kept)
    assert (folder.get("here"), folder.get("there")) == (kept, None)


def test_pages_of_another_code_are_not_found(folder: Folder, tmp_path: Path) -> None:
    folder.put("here", entry())
    assert Folder(tmp_path, edition="2", most=2**20).get("here") is None


def test_a_page_takes_the_place_of_the_one_before_it(folder: Folder, tmp_path: Path) -> None:
    folder.put("here", entry(version="1"))
    folder.put("here", entry(version="2"))
    found = folder.get("here")
    assert (found and found.facts.version, len(files(tmp_path))) == ("2", 1)


def test_only_the_owner_reads_a_file(folder: Folder, tmp_path: Path) -> None:
    folder.put("here", entry())
    assert [oct(path.stat().st_mode & 0o777) for path in files(tmp_path)] == ["0o600"]


def test_the_folder_stays_within_its_bound(tmp_path: Path) -> None:
    most = 100 * KILOBYTE
    folder, sizes = Folder(tmp_path, edition="1", most=most), []
    for number in range(100):
        folder.put(str(number), large(str(number)))
        sizes.append(sum(path.stat().st_size for path in files(tmp_path)))
    assert most // 2 < max(sizes) <= most
    assert folder.get("99")
    assert folder.get("0") is None


def test_a_page_too_large_for_the_folder_is_left_out(tmp_path: Path) -> None:
    folder = Folder(tmp_path, edition="1", most=10 * KILOBYTE)
    folder.put("here", large("here"))
    assert files(tmp_path) == []


def test_the_oldest_go_first_and_those_that_cannot_hold_any_more(tmp_path: Path) -> None:
    now = time.time()
    for name, age in (("new", 10), ("old", 1000), ("ended", 3 * 24 * 3600)):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (now - age, now - age))
    tidy(tmp_path, most=1000)
    assert {path.name for path in files(tmp_path)} == {"new", "old"}
    tidy(tmp_path, most=100)
    assert {path.name for path in files(tmp_path)} == {"new"}


def test_the_folder_can_be_cleared_while_it_is_in_use(folder: Folder, tmp_path: Path) -> None:
    folder.put("here", entry())
    assert clear(tmp_path) == 1
    assert (folder.get("here"), clear(tmp_path)) == (None, 0)
    folder.put("here", entry())
    assert folder.get("here")


def test_a_broken_file_is_complained_of_once_and_replaced(
    folder: Folder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.put("here", entry())
    [file] = files(tmp_path)
    file.write_bytes(file.read_bytes()[:-1])
    assert [folder.get("here"), folder.get("here")] == [None, None]
    assert len(caplog.records) == 1
    folder.put("here", entry())
    assert folder.get("here")


def test_a_full_disk_is_complained_of_once_and_leaves_nothing_behind(
    folder: Folder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_names: object) -> None:
        raise OSError(28, "No space left on device")

    folder.put("here", entry())
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        for _time in range(2):
            folder.put("there", entry("there"))
    assert (len(caplog.records), len(files(tmp_path))) == (1, 1)
    folder.put("there", entry("there"))
    assert folder.get("there")
