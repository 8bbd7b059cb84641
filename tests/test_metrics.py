"""Figures for whoever has the token: how work stands, and what all server processes answered."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import override_settings
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from config.backups.remembered import LAST_BACKUP, remember
from config.environment import BadSetting
from config.metrics import places
from config.metrics.counting import REQUESTS, Counted, marked
from config.secrets import tokens
from conftest import triggers_off
from headway.foundation.audit.services import keep_daily_heads
from headway.foundation.notices.tests.factories import MailFactory
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    handed_in,
    opened,
    report_of,
    world,
)
from tests.architecture.house import ROOT
from tests.commands.test_pages import OFTEN, PAGE, PROCESSES, read, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from time_machine import TimeMachineFixture

ADDRESS = "/metrics"
OLD, NEW = "old-token-of-the-monitor", "new-token-of-the-monitor"
GIVEN = {"Authorization": f"Bearer {NEW}"}
QUERIES = 7
LATE = DEADLINE + timedelta(days=1)


@pytest.fixture(autouse=True)
def _kept(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    settings.METRICS_TOKENS = [NEW, OLD]
    settings.SITE_ADDRESS = "https://strategy.example.org"
    settings.METRICS_FOLDER = tmp_path / "metrics"
    settings.DATA, settings.PAGES_FOLDER = tmp_path, tmp_path / "pages"
    monkeypatch.setenv(places.FOLDER, "")


def figures(client: Client) -> dict[str, float]:
    """Return what the page says, by name and labels, as another program would read it."""
    answer = client.get(ADDRESS, headers=GIVEN)
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/plain")
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


# -- who reads it ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "status"),
    [
        (f"Bearer {NEW}", 200),
        (f"bearer {OLD}", 200),
        ("", 404),
        ("Bearer ", 404),
        (f"Bearer {NEW[:-1]}", 404),
        (f"Basic {NEW}", 404),
        (NEW, 404),
    ],
)
def test_whoever_lacks_the_token_is_told_of_no_page(client: Client, said: str, status: int) -> None:
    answer = client.get(ADDRESS, headers={"Authorization": said} if said else {})
    assert answer.status_code == status
    assert status != 200 or "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["Bearer ", "Bearer", f"Bearer {NEW}"])
def test_without_a_token_nobody_reads_it(client: Client, said: str) -> None:
    with override_settings(METRICS_TOKENS=tokens("")):
        assert client.get(ADDRESS, headers={"Authorization": said}).status_code == 404


def test_tokens_are_read_from_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{NEW}\n{OLD}\n")
    file.chmod(0o600)
    assert tokens(str(file)) == [NEW, OLD]
    file.chmod(0o640)
    with pytest.raises(BadSetting, match=r"others can read the token\. Run: chmod 600"):
        tokens(str(file))
    file.chmod(0o600)
    for short in ("", f"{NEW}\nshort\n"):
        file.write_text(short)
        with pytest.raises(BadSetting, match="too short"):
            tokens(str(file))
    with pytest.raises(BadSetting, match="cannot be read"):
        tokens(str(tmp_path / "none"))


# -- what it says ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_reports_that_are_due_and_late_are_counted(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    of = world(partners=4)
    asked = opened(of)
    handed_in(report_of(asked, of.partners[0]), by=of.reporters[0])
    reports = Report.objects.unrestricted(reason=REASON)
    granted = reports.filter(organisation=of.partners[1])
    granted.update(own_deadline_at=LATE + timedelta(days=1))
    reopened = reports.filter(organisation=of.partners[2])
    reopened.update(reopened_at=DEADLINE, reopened_until=LATE + timedelta(days=1))
    time_machine.move_to(LATE, tick=False)
    found = figures(client)
    assert (found["headway_reports_due"], found["headway_reports_late"]) == (3, 1)
    time_machine.move_to(LATE + timedelta(days=2), tick=False)
    assert figures(client)["headway_reports_late"] == 3


@pytest.mark.django_db
def test_mails_the_chain_and_backups_are_told(
    client: Client, time_machine: TimeMachineFixture, tmp_path: Path
) -> None:
    opened(world())
    keep_daily_heads(at=AT)
    time_machine.move_to(AT, tick=False)
    MailFactory.create(due_at=AT - timedelta(minutes=5))
    MailFactory.create(state="bounced", bounced_at=AT)
    remember(tmp_path, LAST_BACKUP, at=AT)
    (tmp_path / "pages" / "edition").mkdir(parents=True)
    (tmp_path / "pages" / "edition" / "one").write_bytes(b"12345")
    found = figures(client)
    assert found["headway_mails bounced"] == 1
    assert found["headway_mails_overdue_seconds"] >= 300
    assert found["headway_last_backup_timestamp_seconds"] == AT.timestamp()
    assert found["headway_last_verified_restore_timestamp_seconds"] == 0
    assert found["headway_database_bytes"] > 100_000
    assert (found["headway_stored_pages"], found["headway_stored_pages_bytes"]) == (1, 5)
    assert found["headway_tasks waiting"] == 0
    assert any(name.startswith("headway_audit_daily_head_info 20") for name in found)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_chain_is_told(client: Client) -> None:
    opened(world())
    before = figures(client)
    assert (before["headway_audit_unlinked"], before["headway_audit_links"] > 1) == (0, True)
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_link WHERE position = 1")
        assert figures(client)["headway_audit_unlinked"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_however_much_there_is(
    client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    opened(world(partners=number))
    MailFactory.create_batch(number)
    with django_assert_num_queries(QUERIES):
        figures(client)


# -- what was answered -------------------------------------------------------------------------


def counted() -> dict[tuple[str, str], float]:
    [family] = REQUESTS.collect()
    return {
        (sample.labels["status"], sample.labels["answered_by"]): sample.value
        for sample in family.samples
        if sample.name.endswith("_count")
    }


def test_answers_are_counted_by_status_and_by_who_gave_them() -> None:
    def django(_environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("404 Not Found", [])
        return [b""]

    def broken(_environ: dict[str, Any], _start_response: Callable[..., object]) -> Iterable[bytes]:
        raise RuntimeError

    def store(_environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("304 Not Modified", [])
        return []

    before = counted()
    for application in (marked(django), marked(django), store):
        list(Counted(application)({}, lambda *_said: None))
    with pytest.raises(RuntimeError):
        Counted(marked(broken))({}, lambda *_said: None)
    more = {key: value - before.get(key, 0) for key, value in counted().items()}
    wanted = {("4xx", "application"): 2, ("3xx", "store"): 1, ("5xx", "application"): 1}
    assert {key: value for key, value in more.items() if value} == wanted


COUNT = """
import os
from config.metrics.counting import Counted
def store(environ, start_response):
    start_response("200 OK", [])
    return []
Counted(store)({}, lambda *said: None)
print(os.getpid())
"""


def count_elsewhere() -> int:
    done = subprocess.run(
        [sys.executable, "-c", COUNT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def told_by_all(folder: Path) -> Iterator[float]:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    for family in registry.collect():
        yield from (sample.value for sample in family.samples if sample.name.endswith("_count"))


@pytest.mark.once
def test_what_two_processes_count_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = places.share()
    ended = [count_elsewhere() for _process in range(2)]
    assert list(told_by_all(folder)) == [2]
    monkeypatch.setattr(places, "_is_alive", lambda process: process == ended[0])
    places.forget_ended()
    assert list(told_by_all(folder)) == [1]
    monkeypatch.undo()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.audit
@pytest.mark.once
def test_each_server_process_tells_of_all(empty_installation: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(NEW)
    token.chmod(0o600)
    assert PROCESSES > 1
    with served(empty_installation, HEADWAY_METRICS_TOKEN_FILE=str(token)) as address:
        for _time in range(OFTEN):
            read(address + PAGE)
        told = [read(address + ADDRESS, **GIVEN)[1] for _time in range(OFTEN)]
    by_store = 'headway_request_seconds_count{answered_by="store",status="2xx"}'
    found = [line.split()[-1] for page in told for line in page.splitlines() if by_store in line]
    assert len(set(found)) == 1
    assert len(found) == OFTEN
    assert OFTEN - PROCESSES <= float(found[0]) < OFTEN
