"""Two nodes on one machine: nginx, two of Headway, pgbouncer, a primary and its replica."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import urlopen

from config.server import free_port
from tests.architecture.house import ROOT
from tests.nodes.programs import Nginx, Pooler, Postgres, as_postgres, begin, end, until

if TYPE_CHECKING:
    from collections.abc import Iterator

NODES = ("node-1", "node-2")
LIVE = "/healthz/live"


class Cluster:
    """Everything that two nodes need, below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        servers, sockets = folder / "servers", folder / "run"
        for place in (servers, sockets):
            place.mkdir(mode=0o700)
            if as_postgres():
                shutil.chown(place, "postgres", "postgres")
        self.primary = Postgres(servers, sockets, "primary")
        self.replica = Postgres(servers, sockets, "replica")
        self.pooler = Pooler(servers, sockets)
        self.ports = {name: free_port() for name in NODES}
        self.nginx = Nginx(folder, free_port())
        self.nodes: dict[str, subprocess.Popen[bytes]] = {}
        self.held_back = 0
        """The process of the replica that was stopped, if any was."""

    @property
    def address(self) -> str:
        return f"https://localhost:{self.nginx.port}"

    @property
    def database(self) -> str:
        """The address of the database as each node has it: the pooler's."""
        host = quote(str(self.pooler.sockets), safe="")
        return f"postgresql://postgres@{host}:{self.pooler.port}/headway"

    def environment(self, node: str, **more: str) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith("HEADWAY_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "PYTHONPATH": str(ROOT),
            "HEADWAY_DATA": str(self.folder / node),
            "HEADWAY_DATABASE": self.database,
            "HEADWAY_POOLED": "yes",
            "HEADWAY_PROXIED": "yes",
            "HEADWAY_HOSTS": "localhost",
            "HEADWAY_ADDRESS": self.address,
            "HEADWAY_WORKERS": "1",
            "HEADWAY_REQUEST_LOG": "no",
            **more,
        }

    def run(self, node: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a module of Python as a node does."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment(node),
            capture_output=True,
            text=True,
            check=check,
        )

    def start(self) -> None:
        """Start everything, from the databases to nginx."""
        self.primary.make()
        self.primary.start()
        self.primary.ask("CREATE DATABASE headway", database="postgres")
        self.pooler.point_to(self.primary)
        self.pooler.start()
        self.replica.follow(self.primary)
        self.replica.start()
        self._prepare()
        for node in NODES:
            self.begin(node)
        self.nginx.start(list(self.ports.values()))

    def _prepare(self) -> None:
        """Give both nodes the same secret key and the same files; each keeps pages of its own."""
        shared = self.folder / "files"
        shared.mkdir(mode=0o700)
        first, *others = (self.folder / node for node in NODES)
        for place in (first, *others):
            place.mkdir(mode=0o700)
            (place / "files").symlink_to(shared)
        self.run(first.name, "config.cli", "init", "--administrator", "ona@example.org")
        for place in others:
            shutil.copy(first / "secret-key", place / "secret-key")
            self.run(place.name, "config.cli", "init")

    def begin(self, node: str) -> None:
        """Start a node, and wait until it answers."""
        port = self.ports[node]
        words = [sys.executable, "-m", "config.cli", "serve", "--port", str(port)]
        log, surroundings = self.folder / f"{node}.log", self.environment(node)
        self.nodes[node] = begin(words, log, surroundings)

        def answers() -> bool:
            with suppress(OSError):
                urlopen(f"http://localhost:{port}{LIVE}", timeout=5).close()
                return True
            return False

        until(answers, f"{node} did not start: {log}")

    def kill(self, node: str) -> None:
        """Kill a node with all its processes, as a power cut would."""
        end(self.nodes.pop(node))

    def lose_primary(self) -> None:
        assert self.primary.process
        end(self.primary.process)

    def take_over(self) -> None:
        """Do what the guide says when the primary is lost."""
        if self.held_back:
            os.kill(self.held_back, signal.SIGKILL)  # what it did not take is gone
            self.held_back = 0
        self.replica.promote()
        self.pooler.point_to(self.replica)
        self.primary, self.replica = self.replica, self.primary

    def rejoin(self) -> None:
        """Make the server that was lost a replica of the one that took over."""
        self.replica.forget()
        self.replica.follow(self.primary)
        self.replica.start()

    def close(self) -> None:
        for process in (self.nginx.process, *self.nodes.values(), self.pooler.process):
            if process:
                end(process, signal.SIGTERM)
        for server in (self.replica, self.primary):
            if server.process:
                end(server.process, signal.SIGQUIT)


@contextmanager
def running() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="hw-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder))
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.close()
