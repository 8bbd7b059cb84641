"""Servers that are measured: what they are started with, and what they take of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from config import server
from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_START = 300.0  # seconds; of a fresh clone on a busy machine
HOST = "127.0.0.1"
NGINX = """
worker_processes {workers}; daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
  access_log off; gzip_static on; sendfile on; open_file_cache max=100; default_type text/html;
  keepalive_requests 10000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen {host}:{port}; root {folder}/served; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its port, and its first process."""

    port: int
    pid: int

    def address(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    @property
    def busy_ms(self) -> float:
        """The processor's time that it and its processes have taken (Linux)."""
        ticks = 0
        for entry in self._processes():
            with suppress(OSError):  # it has ended
                said = (entry / "stat").read_text().rpartition(")")[2].split()
                ticks += int(said[11]) + int(said[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    @property
    def memory_mb(self) -> list[float]:
        """What each worker holds of the memory for itself (Linux), the least first."""
        found = []
        for entry in self._processes():
            with suppress(OSError):
                is_worker = b"resource_tracker" not in (entry / "cmdline").read_bytes()
                if int(entry.name) != self.pid and is_worker:
                    lines = (entry / "smaps_rollup").read_text().splitlines()
                    share = next(line for line in lines if line.startswith("Pss:"))
                    found.append(round(int(share.split()[1]) / 1024, 1))
        return sorted(found)

    def _processes(self) -> Iterator[Path]:
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                said = (entry / "stat").read_text().rpartition(")")[2].split()
                if self.pid in (int(entry.name), int(said[1])):
                    yield entry


@contextmanager
def ours(
    surroundings: Mapping[str, str], *, pages: int, workers: int, parts: bool = True
) -> Iterator[Served]:
    """Serve an installation as `headway serve` does, with a store of so many megabytes.

    Without `parts` it keeps nothing of a page that is not stored.
    """
    port = server.free_port()
    words = server.words(host=HOST, port=port, workers=workers)
    settings = {
        "HEADWAY_PAGES": str(pages),
        "HEADWAY_PARTS": "yes" if parts else "no",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    with running(words, port, "/healthz/live", {**surroundings, **settings}) as served:
        yield served


def has_nginx() -> bool:
    return shutil.which("nginx") is not None


@contextmanager
def files(folder: Path, contents: Mapping[str, bytes], *, workers: int) -> Iterator[Served]:
    """Let nginx serve the bytes of pages, by their paths, that were compressed before."""
    for path, content in contents.items():
        page = folder / "served" / path.strip("/") / "index.html"
        page.parent.mkdir(parents=True)
        page.with_suffix(".html.gz").write_bytes(content)
        page.write_bytes(content)
    folder.parent.chmod(0o711)  # nginx reads as somebody else
    port = server.free_port()
    told = folder / "nginx.conf"
    told.write_text(NGINX.format(folder=folder, host=HOST, port=port, workers=workers))
    with running(["nginx", "-c", str(told)], port, next(iter(contents)), os.environ) as served:
        yield served


@contextmanager
def running(
    words: list[str], port: int, path: str, surroundings: Mapping[str, str]
) -> Iterator[Served]:
    """Run a server from its first answer to the end of the block."""
    process = subprocess.Popen(words, env=dict(surroundings), stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(f"http://{HOST}:{port}{path}", process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen[Any]) -> None:
    """Wait until a server answers, whatever it says. :raises Refusal: if it ends, or never does."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        if process.poll() is not None:
            sentence = f"the server ended with {process.returncode} before it answered."
            raise Refusal(sentence)
        try:
            urlopen(address, timeout=30).close()  # noqa: S310 -- our own address
        except HTTPError:
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    sentence = f"the server did not answer within {LONGEST_START:.0f} s."
    raise Refusal(sentence)


def content_of(served: Served, path: str, *, cookie: str = "") -> bytes:
    """Return a page as it travels, compressed."""
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
    with urlopen(Request(served.address(path), headers=headers), timeout=600) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content
