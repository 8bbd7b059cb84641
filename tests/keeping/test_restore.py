"""A backup gives back what was there, into an empty place, or says why not."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from config.backups.manifest import Manifest, refuse_newer, refuse_other_migrations
from config.installation import DATABASE
from config.refusals import Refusal
from config.secrets import NAME
from tests.commands.conftest import run
from tests.keeping.conftest import PASSPHRASE, content, manifest_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def ask(data: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(data / DATABASE)) as database:
        return database.execute(statement).fetchall()


@pytest.fixture(scope="module")
def restored(backup: Path, passphrase_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("restored") / "data"
    done = run(data, "restore", str(backup), "--passphrase-file", str(passphrase_file), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == manifest_of(backup).digest
    return data


def test_what_is_restored_is_what_was_there(kept: Path, restored: Path) -> None:
    assert content(restored) == content(kept)
    files = {path.name: path.read_bytes() for path in (kept / "files").rglob("*") if path.is_file()}
    named = {sha256 for (sha256,) in ask(kept, "SELECT sha256 FROM attachments_storedfile")}
    assert {
        path.name: path.read_bytes() for path in (restored / "files").rglob("*") if path.is_file()
    } == {name: found for name, found in files.items() if name in named}
    assert len(named) < len(files)  # one that no row names stays behind


def test_nobody_is_signed_in_after_a_restore(kept: Path, restored: Path) -> None:
    assert ask(kept, "SELECT count(*) FROM accounts_session") != [(0,)]
    assert ask(restored, "SELECT count(*) FROM accounts_session") == [(0,)]


def test_a_number_that_was_given_is_not_given_again(kept: Path, restored: Path) -> None:
    """The highest row is gone; what is told of it must not fit the next."""
    numbers = "SELECT name, seq FROM sqlite_sequence WHERE seq ORDER BY name"
    assert ask(restored, numbers) == ask(kept, numbers)
    newest = "SELECT max(id) FROM attachments_storedfile"
    (highest,) = ask(restored, "SELECT seq FROM sqlite_sequence WHERE name LIKE '%storedfile'")
    assert ask(restored, newest)[0] < highest


def test_no_page_stored_before_is_taken_for_a_new_one(kept: Path, restored: Path) -> None:
    versions = "SELECT scope, number FROM publication_contentversion ORDER BY scope"
    before, after = dict(ask(kept, versions)), dict(ask(restored, versions))
    assert after.keys() == before.keys() | {"site"}
    assert len(before) > 1
    assert all(after[scope] > before[scope] + 1_000_000 for scope in before)


def test_the_audit_trail_still_refuses_to_change(restored: Path) -> None:
    with closing(sqlite3.connect(restored / DATABASE)) as database:
        for statement in ("DELETE FROM audit_entry", "UPDATE audit_payload SET content = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(statement)


def test_the_sealed_key_is_there_again_and_its_owner_alone_reads_it(
    kept: Path, restored: Path
) -> None:
    assert (restored / NAME).read_text() == (kept / NAME).read_text()
    assert (restored / NAME).stat().st_mode & 0o777 == 0o600


def test_doctor_misses_nothing_but_a_backup_of_its_own(restored: Path) -> None:
    done = run(restored, "doctor", "--json")
    told = {f["about"]: f["level"] for f in json.loads(done.stdout)["findings"]}
    backups = {told.pop("last backup"), told.pop("last verified restore")}
    assert backups == {"error"}  # what was restored has no backup of its own yet
    assert "error" not in told.values(), done.stdout
    assert {told["migrations"], told["preparation"], told["clock"]} == {"ok"}


def test_what_somebody_works_with_is_not_restored_over(restored: Path, backup: Path) -> None:
    before = content(restored)
    done = run(restored, "restore", str(backup))
    assert done.returncode == 1
    assert "is not empty (it holds files); name an empty folder with HEADWAY_DATA." in done.stderr
    assert content(restored) == before


def test_a_backup_is_not_written_over(kept: Path, backup: Path) -> None:
    before = backup.read_bytes()
    done = run(kept, "backup", str(backup))
    assert (done.returncode, done.stderr) == (1, f"headway: {backup} exists; name another file.\n")
    assert backup.read_bytes() == before


def test_its_owner_alone_reads_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_no_secret_lies_open_in_a_backup(kept: Path, backup: Path) -> None:
    (key,) = (kept / NAME).read_text().split()
    content = backup.read_bytes()
    assert key.encode() not in content
    assert PASSPHRASE.encode() not in content


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("another passphrase", "the passphrase does not open the secrets of this backup"),
        ("short", "the passphrase is too short; write at least 12 signs."),
    ],
)
def test_a_wrong_passphrase_opens_nothing(
    backup: Path, tmp_path: Path, words: str, sentence: str
) -> None:
    data = tmp_path / "data"
    done = run(data, "restore", str(backup), "--passphrase-file", "-", given=f"{words}\n")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(data.iterdir()) == []


def test_a_passphrase_that_others_can_read_is_refused(kept: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text(PASSPHRASE)
    words.chmod(0o644)
    done = run(kept, "backup", str(tmp_path / "b.hwb"), "--passphrase-file", str(words))
    assert (done.returncode, done.stderr) == (
        1, f"headway: others can read the passphrase. Run: chmod 600 {words}\n",
    )  # fmt: skip


def test_a_file_that_is_gone_is_named_and_all_else_is_kept(kept: Path, tmp_path: Path) -> None:
    data = shutil.copytree(kept, tmp_path / "data")
    ((sha256,),) = ask(data, "SELECT DISTINCT sha256 FROM attachments_storedfile")
    place = data / "files" / sha256[:2] / sha256
    place.write_bytes(place.read_bytes()[:-1])
    file = tmp_path / "b.hwb"
    done = run(data, "backup", str(file))
    assert done.returncode == 1
    assert f"The file {sha256} is not on the disk as it was brought." in done.stdout
    assert "Without secrets: keep" in done.stdout
    manifest = manifest_of(file)
    assert (manifest.files.missing, manifest.files.count) == ([sha256], 0)
    assert manifest.digest == manifest_of_rows(data, tmp_path)


def manifest_of_rows(data: Path, folder: Path) -> str:
    """Return the digest of a second backup."""
    file = folder / "second.hwb"
    run(data, "backup", str(file))
    return manifest_of(file).digest


def test_a_disk_without_room_is_refused_before_anything_is_written(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = os.statvfs_result((512, 512, 9, 9, 9, 9, 9, 9, 0, 255))
    monkeypatch.setattr("os.statvfs", lambda _path: free)
    places = pytest.importorskip("config.backups.places")
    with pytest.raises(Refusal, match=r"has 0\.0 GB free, and the backup may take 5\.1 GB; make"):
        places.refuse_little_space(
            tmp_path, needed=5 * 10**9, purpose="the backup", remedy="make room"
        )


def changed(path: Path, **change: object) -> Manifest:
    found = manifest_of(path)
    values = {name: getattr(found, name) for name in Manifest.__dataclass_fields__}
    return Manifest(**{**values, **change})


def test_a_backup_of_a_newer_headway_says_which_to_install(backup: Path) -> None:
    refuse_newer(changed(backup, headway="0.0.9"))
    with pytest.raises(Refusal, match=r"written by Headway 10\.2, and this is .+ Install Headway"):
        refuse_newer(changed(backup, headway="10.2"))


def test_a_backup_of_other_migrations_says_with_what_to_restore_it(backup: Path) -> None:
    manifest = manifest_of(backup)
    refuse_other_migrations(manifest, manifest.migrations)
    with pytest.raises(Refusal, match=r"after the migrations audit\.0009_new, which this Headway"):
        refuse_other_migrations(
            changed(backup, migrations=[*manifest.migrations, "audit.0009_new"]),
            manifest.migrations,
        )
    with pytest.raises(Refusal, match=r"before the migrations .+ and \d+ more; restore it with"):
        refuse_other_migrations(changed(backup, migrations=[]), manifest.migrations)


def test_verifying_restores_leaves_nothing_and_is_remembered(
    kept: Path, backup: Path, tmp_path: Path
) -> None:
    data, folder = shutil.copytree(kept, tmp_path / "data"), tmp_path / "tmp"
    folder.mkdir()
    done = run(data, "verify-backup", str(backup), "--json", TMPDIR=str(folder))
    assert done.returncode == 0, done.stderr
    manifest = manifest_of(backup)
    told = json.loads(done.stdout)
    assert (told["digest"], told["rows"]) == (manifest.digest, manifest.rows)
    assert told["audit_head"] == manifest.audit_head
    assert list(folder.iterdir()) == []
    assert json.loads((data / "last-verified").read_text())["audit_head"] == manifest.audit_head
    assert content(data) == content(kept)


def test_a_backup_that_cannot_be_restored_is_not_remembered(kept: Path, tmp_path: Path) -> None:
    """The payload of an entry was altered behind everybody's back, before the backup."""
    data, file = shutil.copytree(kept, tmp_path / "data"), tmp_path / "b.hwb"
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute("DROP TRIGGER audit_payload_keeps")
        database.execute("UPDATE audit_payload SET content = '{}' WHERE entry_id = 2")
    assert run(data, "backup", str(file)).returncode == 0
    done = run(data, "verify-backup", str(file))
    assert done.returncode == 1
    assert "Of entry 2 the content was altered." in done.stderr
    assert not (data / "last-verified").exists()


@pytest.mark.audit
def test_a_row_that_points_nowhere_is_not_restored(kept: Path, tmp_path: Path) -> None:
    data, file = shutil.copytree(kept, tmp_path / "data"), tmp_path / "b.hwb"
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute("UPDATE reporting_report SET organisation_id = 999 WHERE id = 1")
    assert run(data, "backup", str(file)).returncode == 0
    done = run(data, "verify-backup", str(file))
    assert done.returncode == 1
    assert "row 1 of reporting_report points to a row of organisations_organisation" in done.stderr


@pytest.mark.parametrize("command", ["restore", "verify-backup"])
def test_what_is_no_backup_is_one_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "database.sqlite3").write_bytes(b"SQLite format 3\0" + bytes(4096))
    for name, sentence in (
        ("database.sqlite3", "this is no backup, or it is damaged"),
        ("missing.hwb", "cannot be read (No such file or directory)"),
    ):
        done = run(tmp_path / "data", command, str(tmp_path / name))
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1
