"""What the store of pages is worth: a page that is stored, rendered, and a file that nginx serves.

`python -m config.bench.stored --seconds 5 --rounds 3` makes a strategy, starts the production
server with the store and without it, and nginx on the same bytes, and lets wrk ask each in turn, so
that all meet the same machine. wrk must be there; nginx is left out where it is not. Both are in
Debian.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import Request, urlopen

from config import server

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/lt/strategies/bench/"
CASES = {"stored": "256", "rendered": "0"}
"""Cases of ours, by the megabytes that stored pages may take."""
FILE = "nginx"
LONGEST_START = 60.0  # seconds
THREADS, WARM_UP, PATIENCE = "2", "1", "60s"
READERS = {"rendered": "2"}
"""How many ask at a time: eight, unless so many would only wait for each other."""
TOLD = {
    "requests": re.compile(r"(\d+) requests in"),
    "per_second": re.compile(r"Requests/sec:\s+([\d.]+)"),
    "p50_ms": re.compile(r"50%\s+([\d.]+)(us|ms|s)"),
    "p99_ms": re.compile(r"99%\s+([\d.]+)(us|ms|s)"),
}
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
REFUSED = re.compile(r"Non-2xx or 3xx responses|Socket errors: .*[1-9]")
NGINX = """
worker_processes {workers}; daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
  access_log off; gzip_static on; sendfile on; open_file_cache max=100; default_type text/html;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/served; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its port, and its first process."""

    port: int
    pid: int

    @property
    def busy_ms(self) -> float:
        """The processor's time that it and its processes have taken (Linux)."""
        ticks = 0
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended
                said = (entry / "stat").read_text().rpartition(")")[2].split()
                if self.pid in (int(entry.name), int(said[1])):
                    ticks += int(said[11]) + int(said[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--measures", type=int, default=109)
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--workers", type=int, default=2)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder, ExitStack() as running:
        place = Path(folder)
        _make(place / "data", wanted.measures)
        served = {
            case: running.enter_context(_ours(place / "data", size, wanted.workers))
            for case, size in CASES.items()
        }
        if shutil.which(FILE):
            content = _bytes(served["stored"].port)
            served[FILE] = running.enter_context(_file(place / FILE, content, wanted.workers))
        found: dict[str, list[dict[str, float]]] = {case: [] for case in served}
        for _round in range(wanted.rounds):
            for case, one in served.items():
                found[case].append(_asked(one, READERS.get(case, "8"), wanted.seconds))
    print(json.dumps({case: _medians(rounds) for case, rounds in found.items()}, indent=2))
    return 0


def _make(data: Path, measures: int) -> None:
    words = [sys.executable, "-m", "config.bench.generate", "--measures", str(measures)]
    subprocess.run(words, check=True, env=_surroundings(data, "0"), stdout=subprocess.DEVNULL)  # noqa: S603


def _surroundings(data: Path, size: str) -> dict[str, str]:
    return os.environ | {
        "HEADWAY_DATA": str(data),
        "HEADWAY_DATABASE": "",
        "HEADWAY_PAGES": size,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }


@contextmanager
def _ours(data: Path, size: str, workers: int) -> Iterator[Served]:
    port = server.free_port()
    words = server.words(host="127.0.0.1", port=port, workers=workers)
    with _running(words, port, _surroundings(data, size)) as served:
        yield served


@contextmanager
def _file(folder: Path, content: bytes, workers: int) -> Iterator[Served]:
    """Let nginx serve the bytes of a page that was compressed before."""
    page = folder / "served" / PATH.strip("/") / "index.html"
    page.parent.mkdir(parents=True)
    page.with_suffix(".html.gz").write_bytes(content)
    page.write_bytes(content)
    folder.parent.chmod(0o711)  # nginx reads as somebody else
    port = server.free_port()
    told = folder / "nginx.conf"
    told.write_text(NGINX.format(folder=folder, port=port, workers=workers))
    with _running([FILE, "-c", str(told)], port, dict(os.environ)) as served:
        yield served


@contextmanager
def _running(words: list[str], port: int, surroundings: dict[str, str]) -> Iterator[Served]:
    process = subprocess.Popen(words, env=surroundings)  # noqa: S603
    try:
        _wait_for(f"http://127.0.0.1:{port}{PATH}")
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + LONGEST_START
    while True:
        try:
            urlopen(address, timeout=30).close()  # noqa: S310 -- our own address
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _bytes(port: int) -> bytes:
    """Return the page as it travels, compressed."""
    asked = Request(f"http://127.0.0.1:{port}{PATH}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=30) as answer:  # noqa: S310 -- our own address
        content: bytes = answer.read()
    return content


def _asked(served: Served, readers: str, seconds: int) -> dict[str, float]:
    """Let wrk ask again and again. :raises RuntimeError: for any refusal."""
    address = f"http://127.0.0.1:{served.port}{PATH}"
    words = [
        "wrk",
        "-H",
        "Accept-Encoding: gzip",
        "-t",
        THREADS,
        "-c",
        readers,
        "--latency",
        "--timeout",
        PATIENCE,
    ]
    for duration in (WARM_UP, str(seconds)):
        before = served.busy_ms
        told = subprocess.run(  # noqa: S603
            [*words, "-d", f"{duration}s", address], check=True, capture_output=True, text=True
        ).stdout
    if REFUSED.search(told):
        raise RuntimeError(told)
    found = {name: _number(pattern, told) for name, pattern in TOLD.items()}
    return found | {"cpu_ms": (served.busy_ms - before) / max(found["requests"], 1)}


def _number(pattern: re.Pattern[str], told: str) -> float:
    found = pattern.search(told)
    if found is None:
        message = f"wrk does not say {pattern.pattern}: {told}"
        raise RuntimeError(message)
    value, *unit = found.groups()
    return float(value) * (MILLISECONDS[unit[0]] if unit else 1)


def _medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(median(each[name] for each in rounds), 3) for name in rounds[0]}


if __name__ == "__main__":
    sys.exit(main())
