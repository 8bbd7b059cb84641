"""The demonstration: from an empty folder to its first page, and the PDF that readers ask for."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from config import server
from config.bench.children import surroundings
from config.bench.figures import Figure
from config.bench.loading import Case, asked
from config.bench.serving import HOST, Served, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = "start"
ROOT = Path(__file__).parents[2]
FIRST = "/lt/"
CLONE = "make demo, a fresh clone"
LINK = re.compile(r'href="(/lt/projects/[^"/]+/(?:plans/[^"/]+/)?)"')
DOCUMENT = re.compile(r'href="([^"]+/summary\.lt\.pdf)"')


def measured(folder: Path, *, seconds: float) -> Iterator[Figure]:
    """Start the demonstration and ask for its document; start a fresh clone, if there is one."""
    words = [sys.executable, "-m", "config.cli", "demo", "--json"]
    with _started(words, ROOT, folder / "demo") as (served, took):
        yield _figure("demonstration", {"seconds": round(took, 1)})
        if address := _document(served):
            summary = Case("executive summary, PDF", address, is_alone=True)
            yield _figure(summary.name, asked(served, summary, seconds=seconds, many=1))
    if (ROOT / ".git").exists() and shutil.which("git") and shutil.which("make"):
        clone = folder / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)  # noqa: S603, S607
        with _started(["make", "demo"], clone, folder / "cloned") as (_served, took):
            yield _figure(CLONE, {"seconds": round(took, 1)})


def _figure(case: str, values: dict[str, float]) -> Figure:
    return Figure(PART, case, "sqlite", values=values)


@contextmanager
def _started(words: list[str], place: Path, data: Path) -> Iterator[tuple[Served, float]]:
    """Run a command until its first page; yield the server, and how long that took."""
    port = server.free_port()
    own = surroundings(data, "") | {"PORT": str(port)}
    own.pop("HEADWAY_ADDRESS")
    own.pop("VIRTUAL_ENV", None)
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own command
        words, cwd=place, env=own, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://{HOST}:{port}{FIRST}", process)
        yield Served(port, process.pid), time.perf_counter() - begun
    finally:
        with suppress(ProcessLookupError):  # it has ended
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _document(served: Served) -> str:
    """Return where the summary of a published plan is; nothing, if none is published."""
    near = [FIRST]
    seen: set[str] = set()
    while near:
        path = near.pop(0)
        seen.add(path)
        with urlopen(served.address(path), timeout=60) as answer:  # noqa: S310 -- our own address
            page = answer.read().decode()
        if found := DOCUMENT.search(page):
            return found[1]
        near += [link for link in dict.fromkeys(LINK.findall(page)) if link not in seen]
    return ""
