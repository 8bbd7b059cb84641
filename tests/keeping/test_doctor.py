"""The doctor finds fault with missing or old backups, and with a proxy that tells untruths."""

from __future__ import annotations

import http.client
import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core import signing
from django.core.wsgi import get_wsgi_application
from django.test import Client, override_settings

from config.backups.remembered import LAST_BACKUP, LAST_VERIFIED, last, remember
from config.commands.doctor import clock_of_database, database
from config.looks.arrival import MADE_UP, arrival
from config.looks.backups import backups
from headway.foundation.audit.services import record
from headway.foundation.audit.tests.factories import DONE, ONA, thing
from headway.front.portal.site_views import ARRIVAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pytest_django import Settings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Headers = dict[str, str]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEADWAY_DATA", str(tmp_path))
    return tmp_path


def levels() -> list[str]:
    return [finding.level for finding in backups(NOW)]


def worked(at: datetime) -> None:
    record(DONE, thing(), by=ONA, at=at)


@pytest.mark.django_db
def test_a_new_installation_without_a_backup_is_warned(data: Path) -> None:
    assert levels() == ["warning", "warning"]
    worked(NOW - DAY)
    assert levels() == ["warning", "warning"]


@pytest.mark.django_db
def test_one_in_which_somebody_has_worked_for_long_is_at_fault(data: Path) -> None:
    worked(NOW - 3 * DAY)
    assert levels() == ["error", "warning"]
    assert next(backups(NOW)).remedy == "Let a timer run `headway backup` every night."


@pytest.mark.django_db
def test_a_demonstration_needs_no_backup(data: Path) -> None:
    (data / "demo").touch()
    assert levels() == []


@pytest.mark.django_db
def test_backups_grow_old_as_the_settings_say(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(data, LAST_BACKUP, at=NOW - 2 * DAY, file="b.hwb")
    remember(data, LAST_VERIFIED, at=NOW - 32 * DAY, file="b.hwb")
    assert [(f.level, f.sentence) for f in backups(NOW)] == [
        ("ok", "2026-11-21 12:00 UTC."),
        ("error", "2026-10-22 12:00 UTC, more than 31 days ago."),
    ]
    monkeypatch.setenv("HEADWAY_BACKUP_DAYS", "1")
    monkeypatch.setenv("HEADWAY_VERIFY_DAYS", "40")
    assert levels() == ["error", "ok"]


@pytest.mark.once
@pytest.mark.parametrize("told", ["", "{}", "[]", '{"at": "yesterday"}', '{"at": 5}'])
def test_what_cannot_be_read_was_never_done(tmp_path: Path, told: str) -> None:
    (tmp_path / LAST_BACKUP).write_text(told)
    assert last(tmp_path, LAST_BACKUP) is None


@pytest.mark.server
@pytest.mark.django_db
def test_the_clock_of_the_database_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [f.level for f in clock_of_database(NOW)] == ["ok"]
    monkeypatch.setattr("config.commands.doctor.CLOCK_TOLERANCE", timedelta(microseconds=-1))
    assert [f.level for f in clock_of_database(NOW)] == ["error"]


@pytest.mark.once
@pytest.mark.django_db
def test_the_settings_of_the_running_connection_are_told() -> None:
    found = {finding.about: finding for finding in database(NOW)}
    assert found["database, journal_mode"].level == "error"  # in memory, as tests are
    assert found["database, foreign_keys"].level == "ok"
    assert found["database, busy_timeout"].sentence == "5000."


class Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def serving(server: HTTPServer) -> Iterator[int]:
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def proxy(change: Callable[[Mapping[str, str]], Headers]) -> Iterator[str]:
    """Serve the site behind a proxy that changes headers; yield the address of the proxy."""
    site = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            behind = http.client.HTTPConnection("127.0.0.1", port)
            behind.putrequest("GET", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in change(dict(self.headers)).items():
                behind.putheader(name, value)
            behind.endheaders()
            answer = behind.getresponse()
            self.send_response(answer.status)
            self.end_headers()
            self.wfile.write(answer.read())
            behind.close()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with serving(site) as port, serving(HTTPServer(("127.0.0.1", 0), Passing)) as before:
        yield f"http://127.0.0.1:{before}"


def well(headers: Mapping[str, str]) -> Headers:
    """Pass Host on, and say for oneself who asks."""
    return {"Host": headers["Host"], "X-Forwarded-For": "198.51.100.7"}


@pytest.fixture
def trusting(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def found(change: Callable[[Mapping[str, str]], Headers]) -> dict[str, str]:
    with proxy(change) as address:
        return {finding.about: finding.level for finding in arrival(address)}


@pytest.mark.once
@pytest.mark.usefixtures("trusting")
def test_a_proxy_that_passes_on_what_it_should_is_well() -> None:
    assert found(well) == {
        "arrival, Host": "ok",
        "arrival, encryption": "warning",  # these tests speak plainly
        "arrival, address of the reader": "ok",
        "arrival, clock": "ok",
    }


@pytest.mark.once
@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("change", "about"),
    [
        (lambda h: well(h) | {"Host": "localhost"}, "arrival, Host"),
        (lambda h: well(h) | {"Host": "elsewhere.example.org"}, "arrival"),
        (lambda h: well(h) | {"X-Forwarded-Proto": "https"}, "arrival, encryption"),
        (
            lambda h: well(h) | {"X-Forwarded-For": h["X-Forwarded-For"]},
            "arrival, address of the reader",
        ),
    ],
    ids=["its own name", "a name that nobody knows", "encrypted", "believed"],
)
def test_a_proxy_that_tells_untruths_is_found(
    change: Callable[[Mapping[str, str]], Headers], about: str
) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        levels = found(change)
    assert [name for name, level in levels.items() if level == "error"] == [about]


@pytest.mark.once
def test_readers_who_all_seem_to_come_from_the_proxy_are_a_warning() -> None:
    assert found(well)["arrival, address of the reader"] == "warning"


@pytest.mark.once
@pytest.mark.parametrize("url", ["", "ftp://x", "strategy.example.org", "http://127.0.0.1:1"])
def test_an_address_that_cannot_be_asked_is_an_error(url: str) -> None:
    assert [finding.level for finding in arrival(url)] == ["error"]


@pytest.mark.once
def test_how_a_question_arrives_is_told_to_the_doctor_alone(client: Client) -> None:
    token = signing.dumps("doctor", salt=ARRIVAL)
    assert client.get("/healthz/arrival").status_code == 404
    assert client.get(f"/healthz/arrival?asked={token}x").status_code == 404
    assert client.get(f"/healthz/arrival?asked={signing.dumps('doctor')}").status_code == 404
    answer = client.get(f"/healthz/arrival?asked={token}", headers={"X-Forwarded-For": MADE_UP})
    assert json.loads(answer.content) == {
        "host": "testserver", "is_secure": False, "client": "127.0.0.1",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: NOW.timestamp() + 10**9)
        assert client.get(f"/healthz/arrival?asked={token}").status_code == 404
