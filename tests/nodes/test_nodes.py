"""Two nodes agree; a killed one loses nothing acknowledged, a lost primary what is told."""

from __future__ import annotations

import configparser
import json
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import psycopg
import pytest

from config.looks.pooling import told
from tests.nodes.behind import Held, broken
from tests.nodes.cluster import NODES, running
from tests.nodes.programs import DEPLOY, missing
from tests.nodes.proofs import kill_nodes, lose_primaries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.nodes.cluster import Cluster

pytestmark = pytest.mark.once
KILLS = 6
PROMISED = {"a1": "R-1", "b2": "R-2"}
PAGE = "/en/organisations/"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Held([("a1", "R-1"), ("b2", "R-2"), ("c", "R-3")], 3, 3), []),
        (Held([("a1", "R-1")], 1, 1), ["lost: R-2"]),
        (Held([("a1", "R-9"), ("b2", "R-2")], 2, 2), ["lost: R-1"]),
        (Held([("a1", "R-1"), ("b2", "R-2"), ("b2", "R-3")], 3, 3), ["doubled: b2"]),
        (Held([("a1", "R-1"), ("b2", "R-2")], 1, 2), ["2 rows, 1 audited, 2 mails"]),
        (Held([("a1", "R-1"), ("b2", "R-2")], 2, 3), ["2 rows, 2 audited, 3 mails"]),
    ],
)
def test_a_broken_promise_is_noticed(found: Held, expected: list[str]) -> None:
    assert broken(PROMISED, found) == expected


@pytest.mark.parametrize(
    ("is_there", "is_known", "level"),
    [(True, True, "ok"), (False, False, "ok"), (True, False, "error"), (False, True, "warning")],
)
def test_a_pooler_that_nobody_told_of_is_found(
    settings: Settings, *, is_there: bool, is_known: bool, level: str
) -> None:
    settings.POOLED = is_known
    assert told(is_there=is_there).level == level


def test_a_transaction_at_a_time_is_what_the_pooler_is_told_to_give() -> None:
    found = configparser.ConfigParser(interpolation=None)
    found.read(DEPLOY / "nodes" / "pgbouncer.ini")
    assert found["pgbouncer"]["pool_mode"] == "transaction"
    assert (
        "synchronous_standby_names = 'replica'"
        in (DEPLOY / "nodes" / "postgresql.conf").read_text()
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    if lacking := missing():
        pytest.skip(lacking)
    with running() as found, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(found.nginx.certificate))
        yield found


def asked(cluster: Cluster, node: str, tag: str = "") -> tuple[int, str, str]:
    """Ask one node as nginx does; return the status, the tag and the page."""
    headers = {"Host": cluster.address.removeprefix("https://"), "X-Forwarded-Proto": "https"}
    headers |= {"X-Forwarded-For": "192.0.2.9", "If-None-Match": tag}
    request = Request(f"http://127.0.0.1:{cluster.ports[node]}{PAGE}", headers=headers)
    with urlopen(request, timeout=30) as answer:  # noqa: S310 -- our own
        return answer.status, answer.headers["ETag"], answer.read().decode()


@pytest.mark.audit
def test_what_one_node_changes_the_other_shows_at_once(cluster: Cluster) -> None:
    """Both have the page stored; a tag is kept by the store alone, and strong."""
    for node in NODES:
        asked(cluster, node)
        assert asked(cluster, node)[1].startswith('"')
        assert any((cluster.folder / node / "pages").rglob("*"))
    for number, node in enumerate((*NODES, *NODES)):
        name = f"Bureau of proofs {number}"
        assert all(name not in asked(cluster, each)[2] for each in NODES)
        cluster.run(node, "tests.nodes.change", name)
        assert all(name in asked(cluster, each)[2] for each in NODES)


@pytest.mark.audit
def test_the_doctor_finds_no_fault_behind_the_pooler_and_through_nginx(cluster: Cluster) -> None:
    done = cluster.run(
        NODES[1], "config.cli", "doctor", "--json", "--url", cluster.address, check=False
    )
    findings = {each["about"]: each["level"] for each in json.loads(done.stdout)["findings"]}
    assert "error" not in findings.values()
    assert findings["pooler"] == "ok"
    assert findings["arrival, encryption"] == "ok"


@pytest.mark.audit
def test_a_cursor_that_outlives_its_transaction_is_lost_behind_the_pooler(cluster: Cluster) -> None:
    """Why HEADWAY_POOLED is there: two who ask in turn are given one connection of the server."""
    where = f"host={cluster.pooler.sockets} port={cluster.pooler.port} user=postgres dbname=headway"
    others = [psycopg.connect(where, autocommit=True, prepare_threshold=None) for _ in range(2)]
    first, second = others
    first.execute("DECLARE kept CURSOR WITH HOLD FOR SELECT generate_series(1, 9)")
    pid = first.execute("SELECT pg_backend_pid()").fetchone()
    with second.transaction():
        taken = second.execute("SELECT pg_backend_pid()").fetchone()
        assert taken == pid  # the server's connection that has the cursor is somebody else's now
        with pytest.raises(psycopg.Error, match="does not exist"):
            first.execute("FETCH 1 FROM kept")
    for each in others:
        each.close()


@pytest.mark.audit
def test_a_killed_node_loses_nothing_that_was_acknowledged(cluster: Cluster) -> None:
    found = kill_nodes(cluster, KILLS)
    assert found.problems == []
    assert found.chain
    assert found.receipts > KILLS
    assert found.repeated  # the kills came while people were at it


@pytest.mark.audit
def test_a_lost_primary_costs_what_is_told() -> None:
    if lacking := missing():
        pytest.skip(lacking)
    with running() as own, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(own.nginx.certificate))
        found = {each.replication: each for each in lose_primaries(own)}
    assert found["synchronous"].lost == 0
    assert found["asynchronous, 2 s behind"].lost > 0  # the control: it can be seen
    assert [each.doubled for each in found.values()] == [0, 0, 0]
    assert all(each.chain for each in found.values())
