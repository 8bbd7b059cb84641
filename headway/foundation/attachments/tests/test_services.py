from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.places import path_of
from headway.foundation.attachments.queries import NoFile, open_file
from headway.foundation.attachments.services import LARGEST, keep_file, sweep_files
from headway.foundation.attachments.states import ScanState
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, Unscoped

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = SystemActor("test")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(content: bytes = b"plan", name: str = "plan.xlsx") -> StoredFile:
    return keep_file(content=[content], name=name, media_type="text/csv", by=BY, at=AT)


def test_file_is_kept_by_its_fingerprint_and_read_back(db: None, folder: Path) -> None:
    file = kept(name="C:\\Plans\\plan.xlsx")
    with open_file(file) as opened:
        assert opened.read() == b"plan"
    assert (file.sha256, file.name, file.size, file.uploader_id, file.uploader_name) == (
        hashlib.sha256(b"plan").hexdigest(), "plan.xlsx", 4, "", "test",
    )  # fmt: skip
    assert [path for path in folder.rglob("*") if path.is_file()] == [path_of(file.sha256)]


def test_same_content_lies_on_the_disk_once(db: None, folder: Path) -> None:
    first, second = kept(), kept(name="other.xlsx")
    assert first.pk != second.pk
    assert [path for path in folder.rglob("*") if path.is_file()] == [path_of(first.sha256)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([], "The file is empty. Choose another."),
        ([b"x" * LARGEST, b"x"], "The file is larger than 50 MB. Split it."),
    ],
)
def test_refused_file_leaves_nothing_behind(
    db: None, folder: Path, content: list[bytes], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        keep_file(content=content, name="a.csv", media_type="text/csv", by=BY, at=AT)
    assert refused.value.problems == {"file": sentence}
    assert list(folder.rglob("*")) == []


def test_infected_and_lost_files_stay_closed(db: None) -> None:
    file = kept()
    file.scan_state = ScanState.INFECTED
    with pytest.raises(NoFile, match=r"“plan\.xlsx” carries a virus and stays closed"):
        open_file(file)
    file.scan_state = ScanState.CLEAN
    path_of(file.sha256).unlink()
    with pytest.raises(NoFile, match=r"“plan\.xlsx” is no longer kept\. Hand it in again\."):
        open_file(file)


def test_sweeping_takes_old_files_without_a_row_only(db: None, folder: Path) -> None:
    named, orphan, young = kept(), folder / "aa" / "old", folder / "aa" / "young"
    orphan.parent.mkdir()
    for path in (orphan, young):
        path.write_bytes(b"x")
    old = (AT - timedelta(days=2)).timestamp()
    os.utime(orphan, (old, old))
    os.utime(path_of(named.sha256), (old, old))
    os.utime(young, (AT.timestamp(), AT.timestamp()))
    assert sweep_files(at=AT) == 1
    assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted(
        [path_of(named.sha256), young]
    )


def test_files_are_seen_by_those_who_brought_them(db: None) -> None:
    mine, other = UserFactory.create(), UserFactory.create()
    file = keep_file(content=[b"a"], name="a.csv", media_type="text/csv", by=mine, at=AT)
    kept()
    assert list(StoredFile.objects.visible_to(mine)) == [file]
    assert list(StoredFile.objects.visible_to(other)) == []
    with pytest.raises(Unscoped):
        list(StoredFile.objects.all())
