"""An administrator signs somebody out from the command line."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from config.installation import DATABASE
from tests.commands.conftest import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
LEFT = """
    INSERT INTO accounts_session
        (session_key, session_data, expire_date, browser, system, person_id)
    SELECT email || ?, '', '2036-01-01', '', '', id FROM accounts_user
"""


def test_all_sessions_of_one_person_end_and_of_nobody_else(installation: Path) -> None:
    for email in ("ona@example.org", "jonas@example.org"):
        run(installation, "init", "--administrator", email)
    with closing(sqlite3.connect(installation / DATABASE)) as database:
        with database:
            database.execute(LEFT, ("1",))
            database.execute(LEFT, ("2",))
        done = run(installation, "end-sessions", "ONA@example.org", "--json")
        assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, {"ended": 2}, "")
        left = database.execute("SELECT session_key FROM accounts_session ORDER BY 1").fetchall()
        assert left == [("jonas@example.org1",), ("jonas@example.org2",)]


def test_an_unknown_address_is_refused_with_a_sentence(installation: Path) -> None:
    done = run(installation, "end-sessions", "nobody@example.org")
    sentence = "headway: nobody has an account with this address.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
