"""What an operator meets who verifies the audit trail, prunes, and erases a person."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.commands.conftest import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
EMAIL = "zydrune.kanarskyte@example.org"
OTHER = "ona@example.org"


@pytest.fixture(scope="module")
def peopled(installation: Path) -> Path:
    """Return an installation with two people."""
    for email in (EMAIL, OTHER):
        done = run(installation, "init", "--administrator", email)
        assert done.returncode == 0, done.stderr
    return installation


@pytest.fixture
def data(peopled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(peopled, tmp_path / "data")


def bytes_of(data: Path) -> bytes:
    """Return all that SQLite keeps: the file, and what was not written into it yet."""
    return b"".join(path.read_bytes() for path in sorted(data.glob("headway.sqlite3*")))


def test_a_whole_chain_is_told_with_its_head(data: Path) -> None:
    done = run(data, "audit", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 entries in one unbroken chain, 0 of their parts erased, ")
    told = json.loads(run(data, "audit", "verify", "--json").stdout)
    assert (told["ok"], told["entries"], told["broken"]) == (True, 2, "")
    assert done.stdout.strip().endswith(told["head"])
    again = run(data, "audit", "verify", "--head", f"2026-11-22:{told['head']}")
    assert again.returncode == 0


def test_what_was_altered_is_named_and_the_exit_code_says_so(data: Path) -> None:
    with closing(sqlite3.connect(data / "headway.sqlite3")) as database, database:
        database.execute("DROP TRIGGER audit_payload_keeps")
        database.execute("UPDATE audit_payload SET actor_name = 'Jonas' WHERE entry_id = 2")
    done = run(data, "audit", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Of entry 2 the actor was altered. 1 entries before it fit.\n"
    told = json.loads(run(data, "audit", "verify", "--json").stdout)
    assert (told["ok"], told["entry"], told["entries"]) == (False, 2, 1)


@pytest.mark.parametrize(
    ("head", "code", "said"),
    [
        (f"2026-11-22:{'a' * 64}", 1, "The head published for 2026-11-22 is not in the chain"),
        ("2026-11-22:abc", 2, "is no head; write a day and its digest"),
        (f"22.11.2026:{'a' * 64}", 2, "is no head; write a day and its digest"),
    ],
)
def test_a_head_that_does_not_fit_is_told(data: Path, head: str, code: int, said: str) -> None:
    done = run(data, "audit", "verify", "--head", head)
    assert done.returncode == code
    assert said in done.stderr


def test_no_byte_of_a_person_is_left_and_the_receipt_proves_it(data: Path) -> None:
    assert bytes_of(data).count(EMAIL.encode()) > 1
    dry = run(data, "erase-person", EMAIL.upper(), "--dry-run")
    assert (dry.returncode, "would be erased" in dry.stdout) == (0, True)
    assert EMAIL.encode() in bytes_of(data)
    done = run(data, "erase-person", EMAIL, "--json")
    assert done.returncode == 0, done.stderr
    receipt = json.loads(done.stdout)
    assert (receipt["left"], receipt["before"]["broken"], receipt["after"]["broken"]) == (
        {},
        "",
        "",
    )
    assert receipt["after"]["entries"] == receipt["before"]["entries"] + 1
    assert receipt["tables"]["accounts_user"] >= 1
    assert EMAIL not in done.stdout
    left = bytes_of(data)
    assert EMAIL.encode() not in left
    assert OTHER.encode() in left
    assert run(data, "audit", "verify").returncode == 0
    again = run(data, "erase-person", str(receipt["person"]))
    assert (again.returncode, "erased already" in again.stderr) == (1, True)


def test_nobody_is_erased_who_has_no_account(data: Path) -> None:
    done = run(data, "erase-person", "nobody@example.org")
    assert done.returncode == 1
    assert "nobody has an account under “nobody@example.org”" in done.stderr


def test_pruning_says_how_much_went(data: Path) -> None:
    done = run(data, "prune", "--json")
    assert json.loads(done.stdout) == {"visitors": 0, "mails": 0, "sessions": 0, "tasks": 0}
    assert run(data, "prune").stdout == "visitors: 0, mails: 0, sessions: 0, tasks: 0.\n"
