"""Nothing that the tests run, in this process or in one of its own, reaches another machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.architecture.house import ROOT
from tests.commands.conftest import run
from tests.outbound.sitecustomize import Outbound, refuse_outbound

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
ELSEWHERE = "192.0.2.1"
CONNECT = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80), timeout=1)"
ASK = "import socket; socket.getaddrinfo('example.org', 80)"
LISTEN = """
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
"""


@pytest.mark.parametrize(
    ("event", "facts", "is_refused"),
    [
        ("socket.connect", (None, (ELSEWHERE, 80)), True),
        ("socket.connect", (None, ("2001:db8::1", 80, 0, 0)), True),
        ("socket.sendto", (None, (ELSEWHERE, 53)), True),
        ("socket.getaddrinfo", ("example.org", 80), True),
        ("socket.connect", (None, ("127.0.0.1", 80)), False),
        ("socket.connect", (None, ("::1", 80, 0, 0)), False),
        ("socket.connect", (None, "/run/postgresql/.s.PGSQL.5432"), False),
        ("socket.getaddrinfo", ("localhost", 80), False),
        ("socket.getaddrinfo", (None, 80), False),
        ("open", ("example.org",), False),
    ],
)
def test_other_machines_are_refused(
    event: str, facts: tuple[object, ...], is_refused: bool
) -> None:
    if is_refused:
        with pytest.raises(Outbound):
            refuse_outbound(event, facts)
    else:
        refuse_outbound(event, facts)


def test_this_process_is_guarded() -> None:
    with pytest.raises(Exception, match=r"socket\.getaddrinfo of example\.org"):
        socket.getaddrinfo("example.org", 80)


@pytest.mark.parametrize(("code", "is_refused"), [(CONNECT, True), (ASK, True), (LISTEN, False)])
def test_processes_that_tests_start_are_guarded(code: str, is_refused: bool) -> None:
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=False)
    assert (done.returncode != 0, "Outbound" in done.stderr) == (is_refused, is_refused)


def test_a_command_of_the_product_that_reaches_out_fails(
    empty_installation: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(empty_installation, tmp_path / "data")
    done = run(data, "doctor", "--url", f"http://{ELSEWHERE}")
    assert "Outbound" in done.stderr


WITHOUT_NETWORK = ("unshare", "-rn", sys.executable, "-m", "tests.outbound.alone")


@pytest.mark.audit
def test_where_there_is_no_network_only_loopback_answers() -> None:
    """What `make audit` runs the tests under."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    found = [
        subprocess.run(
            [*WITHOUT_NETWORK, sys.executable, "-c", code],
            cwd=ROOT, env=environment, capture_output=True, check=False,
        ).returncode
        for code in (CONNECT, LISTEN)
    ]  # fmt: skip
    assert found == [1, 0]
