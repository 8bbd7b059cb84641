"""The programs of two nodes, from Debian's packages, each with a folder and sockets of its own.

PostgreSQL and pgbouncer refuse to be root: then they are the user `postgres`.
"""

from __future__ import annotations

import configparser
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.architecture.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

POSTGRESQL = Path("/usr/lib/postgresql/15/bin")
DEPLOY = ROOT / "deploy"
NEEDED = {
    "postgresql-15": str(POSTGRESQL / "postgres"),
    "pgbouncer": "/usr/sbin/pgbouncer",
    "nginx": "/usr/sbin/nginx",
    "openssl": "/usr/bin/openssl",
}
LONGEST_START = 60.0  # seconds
PORTS = {"primary": 5432, "replica": 5433}
"""Numbers of sockets in a folder of ours; nobody listens there on the network."""
LAST = "host={folder} port={port} user=postgres application_name=replica"


def missing() -> str:
    """Return what this machine lacks; nothing, if two nodes can be started."""
    lacking = [package for package, program in NEEDED.items() if not shutil.which(program)]
    return f"missing: apt-get install {' '.join(lacking)}" if lacking else ""


def as_postgres() -> list[str]:
    """Return the words before a command that root must not run."""
    if os.geteuid():
        return []
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]


def begin(
    words: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a group of its own, so that all its processes can be killed at once."""
    with log.open("ab") as said:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            env=env,
            cwd=ROOT if env else "/",
        )


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)
    process.wait()


def until(is_so: Callable[[], bool], what: str, *, seconds: float = LONGEST_START) -> None:
    """Wait for something. :raises AssertionError: if it does not come."""
    last = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < last, what
        time.sleep(0.02)


class Postgres:
    """One server of PostgreSQL."""

    def __init__(self, folder: Path, sockets: Path, name: str) -> None:
        self.name, self.sockets, self.port = name, sockets, PORTS[name]
        self._data, self._log = folder / name, folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "postgres")
        shutil.copy(DEPLOY / "nodes" / "postgresql.conf", self._data / "headway.conf")
        with (self._data / "postgresql.conf").open("a") as file:
            file.write("include 'headway.conf'\nsynchronous_standby_names = ''\n")
        os.chmod(self._data / "headway.conf", 0o644)

    def follow(self, primary: Postgres) -> None:
        """Copy another server, and go on copying it."""
        info = LAST.format(folder=primary.sockets, port=primary.port)
        self._run("pg_basebackup", "--write-recovery-conf", "--checkpoint=fast", "-d", info)

    def start(self) -> None:
        program = str(POSTGRESQL / "postgres")
        words = [*as_postgres(), program, "-D", str(self._data), "-p", str(self.port)]
        words += ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.sockets}"]
        self.process = begin(words, self._log)
        until(self.answers, f"{self.name} did not start: {self._log}")

    def promote(self) -> None:
        """Take over from a primary that is gone; nobody waits for a replica that is not there."""
        self._run("pg_ctl", "promote", "--wait")
        self.ask("ALTER SYSTEM SET synchronous_standby_names = ''", database="postgres")
        self.ask("SELECT pg_reload_conf()", database="postgres")

    def forget(self) -> None:
        """Throw away what this server holds."""
        shutil.rmtree(self._data)

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1", database="postgres")
        except psycopg.Error:
            return False
        return True

    def ask(self, statement: str, *, database: str = "headway") -> list[tuple[object, ...]]:
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def wait_for(self, *, synchronous: bool) -> None:
        """Let commits wait for the replica or not, and wait until it is so."""
        names = "replica" if synchronous else ""
        self.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'", database="postgres")
        self.ask("SELECT pg_reload_conf()", database="postgres")
        wanted = "sync" if synchronous else "async"
        state = "SELECT sync_state FROM pg_stat_replication"
        until(lambda: self.ask(state, database="postgres") == [(wanted,)], f"never {wanted}")

    def address(self, database: str) -> str:
        return f"host={self.sockets} port={self.port} user=postgres dbname={database}"

    def _run(self, program: str, *words: str) -> None:
        command = [*as_postgres(), str(POSTGRESQL / program), "-D", str(self._data), *words]
        with self._log.open("ab") as said:
            subprocess.run(command, check=True, stdout=said, stderr=said, cwd="/")


class Pooler:
    """pgbouncer with the configuration that is documented, but for places."""

    def __init__(self, folder: Path, sockets: Path) -> None:
        self._folder, self.sockets, self.port = folder, sockets, 6432
        self.process: subprocess.Popen[bytes] | None = None

    def point_to(self, server: Postgres) -> None:
        """Name the primary; a running pooler reads it anew."""
        found = configparser.ConfigParser(interpolation=None)
        found.read(DEPLOY / "nodes" / "pgbouncer.ini")
        found["databases"]["headway"] = f"{server.address('headway')}"
        own = found["pgbouncer"]
        own.update({"unix_socket_dir": str(self.sockets), "auth_type": "any"})
        own.pop("auth_hba_file")
        own.pop("auth_file")
        with (self._folder / "pgbouncer.ini").open("w") as file:
            found.write(file)
        if self.process:
            self.process.send_signal(signal.SIGHUP)

    def start(self) -> None:
        words = [*as_postgres(), NEEDED["pgbouncer"], str(self._folder / "pgbouncer.ini")]
        self.process = begin(words, self._folder / "pgbouncer.log")
        socket = self.sockets / f".s.PGSQL.{self.port}"
        until(socket.exists, "pgbouncer did not start")


class Nginx:
    """nginx with the configuration that is documented, but for names, places and the limits."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        return self._folder / "fullchain.pem"

    def start(self, nodes: Sequence[int]) -> None:
        self._certify()
        site = (DEPLOY / "nginx" / "headway.conf").read_text()
        for said, done in self._changes(nodes).items():
            assert said in site, said
            site = site.replace(said, done)
        user = "" if os.geteuid() else "user www-data;\n"
        places = "".join(
            f"{kind}_temp_path {self._folder / kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self._folder / "nginx.conf").write_text(
            f"{user}daemon off;\npid {self._folder / 'nginx.pid'};\nworker_processes 2;\n"
            f"error_log {self._folder / 'nginx.log'};\nevents {{ worker_connections 1024; }}\n"
            f"http {{\n{places}{site}}}\n"
        )
        words = [NEEDED["nginx"], "-c", str(self._folder / "nginx.conf")]
        subprocess.run([*words, "-t", "-q"], check=True)
        self.process = begin(words, self._folder / "nginx.log")

    def _changes(self, nodes: Sequence[int]) -> Mapping[str, str]:
        servers = [f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in nodes]
        http = self.port + 1
        return {
            "server 127.0.0.1:8000;": "\n    ".join(servers),
            "listen 80 default_server": f"listen 127.0.0.1:{http} default_server",
            "    listen [::]:80 default_server;\n": "",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "    listen [::]:443 ssl http2 default_server;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "server_name strategy.example.org": "server_name localhost",
            "/etc/headway/tls": str(self._folder),
            "/var/log/nginx": str(self._folder),
            "rate=50r/s": "rate=5000r/s",  # everybody comes from this machine
            "rate=1r/s": "rate=5000r/s",
        }

    def _certify(self) -> None:
        words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        places = ["-keyout", str(self._folder / "privkey.pem"), "-out", str(self.certificate)]
        subprocess.run(
            [NEEDED["openssl"], *words.split(), *names, *places], check=True, capture_output=True
        )
