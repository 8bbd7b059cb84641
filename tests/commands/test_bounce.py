"""A mail server pipes reports to `headway bounce`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from config.installation import DATABASE
from headway.foundation.notices.rules import message_id
from headway.foundation.notices.tests.reports import report_on
from tests.commands.conftest import run
from tests.crashes.test_killed_worker import ask, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def test_a_report_on_standard_input_marks_its_mail(installation: Path) -> None:
    write(installation, 2)
    report = report_on("reader1@example.org", message_id("mail 1", "headway@example.org"))
    for _time in range(2):
        done = run(installation, "bounce", given=report.decode())
        assert (done.returncode, done.stdout, done.stderr) == (0, "Marked as bounced.\n", "")
    states = ask(installation, "SELECT unique_key || state FROM notices_mail ORDER BY 1")
    assert states == ["mail 0waiting", "mail 1bounced"]
    told = run(installation, "doctor").stdout
    assert "1 waiting, 0 sent, 1 bounced, 0 given up. Open the outbox" in told
    with closing(sqlite3.connect(installation / DATABASE)) as database, database:
        database.execute("DELETE FROM notices_mail")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "headway: this message is no report of a mail server (RFC 3464).\n"),
        ("Subject: Out of office\n\nBack on Monday.\n", "headway: this message is no report"),
        (report_on("x@y.lt", "<1@y.lt>").decode(), "headway: no mail that went out from here"),
    ],
    ids=["nothing", "an answer", "another mail"],
)
def test_anything_else_is_refused_with_a_sentence(
    installation: Path, given: str, sentence: str
) -> None:
    done = run(installation, "bounce", given=given)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1
