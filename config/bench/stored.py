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
from contextlib import ExitStack, contextmanager
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
READERS, THREADS, WARM_UP = "16", "2", "1"
TOLD = {
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
        ports = {
            case: running.enter_context(_ours(place / "data", size, wanted.workers))
            for case, size in CASES.items()
        }
        if shutil.which(FILE):
            ports[FILE] = running.enter_context(
                _file(place / "nginx", _bytes(ports["stored"]), wanted.workers)
            )
        found: dict[str, list[dict[str, float]]] = {case: [] for case in ports}
        for _round in range(wanted.rounds):
            for case, port in ports.items():
                found[case].append(_asked(port, case, wanted.seconds))
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
def _ours(data: Path, size: str, workers: int) -> Iterator[int]:
    port = server.free_port()
    words = server.words(host="127.0.0.1", port=port, workers=workers)
    with _running(words, f"http://127.0.0.1:{port}{PATH}", _surroundings(data, size)):
        yield port


@contextmanager
def _file(folder: Path, content: bytes, workers: int) -> Iterator[int]:
    """Let nginx serve the bytes of a page that was compressed before."""
    page = folder / "served" / PATH.strip("/") / "index.html"
    page.parent.mkdir(parents=True)
    page.with_suffix(".html.gz").write_bytes(content)
    page.write_bytes(content)
    folder.parent.chmod(0o711)  # nginx reads as somebody else
    port = server.free_port()
    told = folder / "nginx.conf"
    told.write_text(NGINX.format(folder=folder, port=port, workers=workers))
    with _running([FILE, "-c", str(told)], f"http://127.0.0.1:{port}{PATH}", dict(os.environ)):
        yield port


@contextmanager
def _running(words: list[str], address: str, surroundings: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(words, env=surroundings)  # noqa: S603
    try:
        _wait_for(address)
        yield
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


def _asked(port: int, case: str, seconds: int) -> dict[str, float]:
    """Let wrk ask again and again. :raises RuntimeError: for any refusal."""
    address = f"http://127.0.0.1:{port}{PATH}"
    words = ["wrk", "-t", THREADS, "-c", READERS, "--latency", "-H", "Accept-Encoding: gzip"]
    for duration in (WARM_UP, str(seconds)):
        told = subprocess.run(  # noqa: S603
            [*words, "-d", f"{duration}s", address], check=True, capture_output=True, text=True
        ).stdout
    if REFUSED.search(told):
        message = f"{case}: {told}"
        raise RuntimeError(message)
    return {name: _number(pattern, told) for name, pattern in TOLD.items()}


def _number(pattern: re.Pattern[str], told: str) -> float:
    found = pattern.search(told)
    if found is None:
        message = f"wrk does not say {pattern.pattern}: {told}"
        raise RuntimeError(message)
    value, *unit = found.groups()
    return float(value) * (MILLISECONDS[unit[0]] if unit else 1)


def _medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(median(each[name] for each in rounds), 2) for name in TOLD}


if __name__ == "__main__":
    sys.exit(main())
