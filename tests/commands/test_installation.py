"""What an operator meets: init, serve, work and doctor on one data folder."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.installation import data_folder, is_loopback
from config.refusals import Refusal
from tests.commands.conftest import run

if TYPE_CHECKING:
    from tests.commands.conftest import Headway

pytestmark = pytest.mark.once


def test_init_makes_a_folder_that_others_cannot_read(installation: Path) -> None:
    names = {path.name for path in installation.iterdir()}
    assert names >= {"headway.sqlite3", "secret-key", "static", "prepared"}
    assert installation.stat().st_mode & 0o077 == 0


def test_init_again_changes_nothing(installation: Path) -> None:
    done = run(installation, "init", "--json")
    assert json.loads(done.stdout) == {"data": str(installation), "changed": False}


def test_init_after_an_update_prepares_again(installation: Path) -> None:
    (installation / "prepared").write_text("another code")
    done = run(installation, "init", "--json")
    assert json.loads(done.stdout) == {"data": str(installation), "changed": True}


def test_the_first_administrator_is_named_on_the_command_line(installation: Path) -> None:
    words = ("init", "--administrator", "Ona@example.org")
    first, again = run(installation, *words), run(installation, *words)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert first.stdout.endswith(
        "Ona@example.org is an administrator now, and signs in with a link: ask for it at "
        "/sign-in/link/.\n"
    )
    assert again.stdout.endswith("Ona@example.org is an administrator already.\n")
    with sqlite3.connect(installation / "headway.sqlite3") as database:
        people = database.execute("SELECT email, site_role FROM accounts_user").fetchall()
        entries = database.execute(
            "SELECT verb, actor_name FROM audit_entry JOIN audit_payload ON entry_id = number"
        ).fetchall()
    assert people == [("ona@example.org", "administrator")]
    assert entries == [("person_invited", "headway init")]


def test_what_is_no_address_is_no_administrator(installation: Path) -> None:
    done = run(installation, "init", "--administrator", "ona")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "“ona” is no e-mail address." in done.stderr


def test_a_fresh_installation_is_well(installation: Path) -> None:
    done = run(installation, "doctor", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert told["ok"] is True
    assert [f["about"] for f in told["findings"] if f["level"] == "warning"] == [
        "mail server",
        "last backup",
        "last verified restore",
        "public address",
    ]


def test_doctor_says_who_can_read_the_secret_key_and_how_to_mend_it(installation: Path) -> None:
    secret = installation / "secret-key"
    secret.chmod(0o644)
    done = run(installation, "doctor")
    secret.chmod(0o600)
    assert done.returncode == 1
    assert f"Others can read it. Run: chmod 600 {secret}" in done.stdout


def test_doctor_of_nothing_names_the_remedy(headway: Headway) -> None:
    done = headway("doctor")
    assert done.returncode == 1
    assert "Run `headway init`." in done.stdout


@pytest.mark.parametrize("command", ["init", "demo", "serve", "doctor"])
def test_a_data_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path, command: str) -> None:
    file = tmp_path / "file"
    file.touch()
    for data in (file, file / "below", Path("/proc/headway")):
        done = run(data, command)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"headway: the data folder {data} cannot be used (")
        assert done.stderr.endswith("choose another with HEADWAY_DATA.\n")
        assert len(done.stderr.splitlines()) == 1


def test_a_data_folder_without_leave_to_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_DATA", str(tmp_path))
    monkeypatch.setattr("os.access", lambda path, _mode: path != tmp_path)  # root may do all
    with pytest.raises(Refusal, match=r"cannot be used \(it is not ours to write\)") as refused:
        data_folder()
    assert refused.value.code == 2


def test_doctor_names_each_catalogue_by_its_area(installation: Path) -> None:
    told = json.loads(run(installation, "doctor", "--json").stdout)
    found = [f["about"] for f in told["findings"] if f["about"].startswith("catalogue")]
    areas = ("cooperation", "foundation", "front", "monitoring")
    assert found == [f"catalogue {area} (lt)" for area in areas]


def test_serve_refuses_a_database_without_tables(headway: Headway) -> None:
    done = headway("serve")
    assert done.returncode == 1
    assert "run `headway init` first" in done.stderr


def test_serve_keeps_a_demonstration_on_this_machine(installation: Path) -> None:
    mark = installation / "demo"
    mark.touch()
    done = run(installation, "serve", "--host", "192.0.2.7")
    mark.unlink()
    assert done.returncode == 2
    assert "a demonstration listens on this machine only" in done.stderr


def test_the_demonstration_stays_out_of_an_installation(installation: Path) -> None:
    done = run(installation, "demo")
    assert done.returncode == 2
    assert "holds an installation, not a demonstration" in done.stderr


def test_work_once_ends_when_nothing_is_left(installation: Path) -> None:
    done = run(installation, "work", "--once")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("localhost.example.org", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_new_key_above_the_old_one_is_taken_on_by_init(
    empty_installation: Path, headway: Headway, tmp_path: Path
) -> None:
    keys = shutil.copytree(empty_installation, tmp_path / "data") / "secret-key"
    keys.write_text("a-new-key\n" + keys.read_text())
    assert json.loads(headway("init", "--json").stdout)["changed"] is True
    keys.write_text("a-new-key\n")
    assert headway("init").returncode == 0
    assert keys.read_text() == "a-new-key\n"
