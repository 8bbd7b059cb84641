"""A backup is whole, byte for byte, or refused by the name of the part that is not."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.backups import rows
from config.backups.archive import CHECKSUM, MANIFEST, SEALED, Reader, Writer
from config.backups.reading import opened_backup
from config.refusals import Refusal
from tests.keeping.conftest import BROUGHT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

KINDS = ("tables/accounts_user", "tables/audit_entry", "files/", SEALED, MANIFEST, CHECKSUM)


def read(path: Path) -> None:
    with opened_backup(path):
        pass


def members(path: Path) -> dict[str, tuple[int, int]]:
    """Return where the content of each part stands, as Python's own reader of tar finds it."""
    with tarfile.open(path, "r:") as tar:
        return {each.name: (each.offset_data, each.size) for each in tar}


def test_other_programs_read_it(backup: Path) -> None:
    with tarfile.open(backup, "r:") as tar:
        names = tar.getnames()
        people = tar.extractfile("tables/accounts_user.000001.jsonl.gz")
        assert people
        lines = gzip.decompress(people.read()).splitlines()
        files = {f.read() for n in names if n.startswith("files/") and (f := tar.extractfile(n))}
    assert names[-3:] == [SEALED, MANIFEST, CHECKSUM]
    assert all(isinstance(json.loads(line), list) for line in lines)
    assert files == {BROUGHT[0]}


def test_a_whole_backup_is_read(backup: Path) -> None:
    with opened_backup(backup) as found:
        counts = {table.name: table.rows for table in found.manifest.tables}
        assert {name: sum(1 for _ in found.rows(t)) for t in found.manifest.tables
                if (name := t.name)} == counts  # fmt: skip
        assert [member.size for member in found.files()] == [len(BROUGHT[0])]
    assert counts["reporting_report"] == 2
    assert "accounts_session" not in counts


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_of_a_part_is_refused_by_its_name(
    backup: Path, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    name, (start, size) = next(m for m in members(backup).items() if m[0].startswith(kind))
    content = backup.read_bytes()
    changed = tmp_path_factory.mktemp("changed") / "changed.hwb"

    @given(st.integers(start, start + size - 1), st.integers(1, 255))
    def refused(at: int, by: int) -> None:
        changed.write_bytes(content[:at] + bytes([content[at] ^ by]) + content[at + 1 :])
        with pytest.raises(Refusal, match=f"{name} is not as it was written"):
            read(changed)

    refused()


def test_a_changed_byte_anywhere_is_refused(
    backup: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Heads and fillings too, which belong to no content."""
    content = backup.read_bytes()
    changed = tmp_path_factory.mktemp("changed") / "changed.hwb"

    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    def refused(at: int, by: int) -> None:
        changed.write_bytes(content[:at] + bytes([content[at] ^ by]) + content[at + 1 :])
        with pytest.raises(Refusal):
            read(changed)

    refused()


def test_a_torn_or_lengthened_backup_is_refused(
    backup: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = backup.read_bytes()
    torn = tmp_path_factory.mktemp("torn") / "torn.hwb"

    @given(st.integers(0, len(content) - 1))
    def refused(size: int) -> None:
        torn.write_bytes(content[:size])
        with pytest.raises(Refusal):
            read(torn)

    refused()
    torn.write_bytes(content + bytes(512))
    with pytest.raises(Refusal, match="its end is not as it was written"):
        read(torn)


def entry(name: str, content: bytes = b"", **about: object) -> bytes:
    """Return one entry of a tar, as somebody else may write it."""
    info = tarfile.TarInfo(name)
    info.mode, info.size = 0o600, len(content)
    for key, value in about.items():
        setattr(info, key, value)
    return info.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % 512)


def huge(size: int) -> bytes:
    """Return the head of a part that is said to be so large."""
    info = tarfile.TarInfo(MANIFEST)
    info.mode, info.size = 0o600, size
    return info.tobuf(tarfile.GNU_FORMAT)


BOMBS = {
    "a way out of the folder": entry("files/../../x", b"x"),
    "a path from the root": entry("/etc/cron.d/x", b"x"),
    "another folder": entry("static/app.js", b"x"),
    "a link": entry("files/" + "a" * 64, type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "a hard link": entry("files/" + "a" * 64, type=tarfile.LNKTYPE, linkname=MANIFEST),
    "a device": entry("files/" + "a" * 64, type=tarfile.CHRTYPE),
    "a part of a terabyte": huge(2**40),
    "a manifest of 100 MB": huge(100 * 2**20),
    "a name in another format": entry("files/" + "é" * 32, b"x"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_part_that_no_headway_writes_is_not_read(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "bomb.hwb"
    path.write_bytes(BOMBS[bomb] + bytes(10240))
    with pytest.raises(Refusal, match="what follows its beginning cannot be read"):
        read(path)


def test_rows_that_unpack_to_more_than_was_said_are_not_unpacked() -> None:
    """A hundred megabytes of blanks pack into a hundred kilobytes."""
    bomb = gzip.compress(b"[" + b" " * 100_000_000 + b"1]\n")
    with pytest.raises(Refusal, match="rows is not as it was written"):
        list(rows.unpacked(bomb, name="rows", size=1000, width=1))


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"[1,2]\n"),
        gzip.compress(b'{"a":1}\n'),
        gzip.compress(b"[1]"),
        gzip.compress(b"[1]\n") + b"more",
        gzip.compress(b"[1]\n")[:-3],
        b"plain",
    ],
)
def test_rows_of_another_shape_are_not_read(content: bytes) -> None:
    with pytest.raises(Refusal, match="rows is not as it was written"):
        list(rows.unpacked(content, name="rows", size=4, width=1))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2, "headway": "9.0"}, "has format 2, and this Headway reads up to 1"),
        ({"format": "x"}, "manifest.json is not as it was written"),
        ({"more": 1}, "manifest.json is not as it was written"),
        ({"tables": 5}, "manifest.json is not as it was written"),
        ({"files": {"count": 0, "size": 0, "digest": "", "missing": []}}, "files/ is not"),
        ({"tables": []}, "is not as it was written"),
        ({"secrets": ""}, "secrets.json is not as it was written"),
    ],
)
def test_a_manifest_that_says_otherwise_is_refused_though_its_checksum_fits(
    backup: Path, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    path = tmp_path / "other.hwb"
    with backup.open("rb") as file, path.open("wb") as target:
        reader, writer = Reader(file), Writer(target)
        parts = [part.member for part in reader.parts()]
        contents = {member.name: reader.content(member) for member in parts}
        manifest = json.loads(contents.pop(MANIFEST)) | change
        del contents[CHECKSUM]
        for name, content in contents.items():
            writer.add(name, content)
        writer.end(json.dumps(manifest).encode())
    with pytest.raises(Refusal, match=sentence):
        read(path)


def test_what_a_writer_is_told_of_a_size_holds() -> None:
    with pytest.raises(ValueError, match="has 3 bytes, not 4"):
        Writer(io.BytesIO()).add_pieces("files/" + "a" * 64, 4, [b"abc"])
