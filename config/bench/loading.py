"""Readers who ask for one page again and again: wrk from Debian, or our own where it is missing."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from config.bench import readers
from config.bench.serving import content_of

if TYPE_CHECKING:
    from config.bench.figures import Values
    from config.bench.serving import Served

TOOL = "wrk"
SCRIPT = Path(__file__).with_name("wrk.lua")
PATIENCE = "60s"
LEAST_OF_TOOL = 1.0
"""It counts whole seconds."""
MOST_TIMES = 20
WARM_TIMES, WARM_SECONDS = 12, 1.0
"""How often a page is asked for beforehand, by all at once, so that each process has made it."""
MICROSECONDS = 1000
CENTILE = 0.95


@dataclass(frozen=True, slots=True)
class Case:
    """A page as somebody asks for it; one who is signed in by a cookie."""

    name: str
    path: str
    cookie: str = ""
    is_alone: bool = False
    """Whether it is asked for by one reader after another, as a document is, not by many."""


def tool() -> str:
    """Say by what pages are asked for."""
    return TOOL if shutil.which(TOOL) else "readers of our own"


def asked(served: Served, case: Case, *, seconds: float, many: int) -> Values:
    """Ask for a page for some seconds; tell how often it came, how soon, and what it took."""
    if case.is_alone:
        return _alone(served, case, seconds)
    size = _warmed(served, case, many)
    before = served.busy_ms
    by_tool = shutil.which(TOOL) and seconds >= LEAST_OF_TOOL
    found = (_by_wrk if by_tool else _by_ours)(served, case, seconds, many)
    if not found["requests"]:  # none came back in time
        found = _alone(served, case, 0)
        return found | {"per_second": 1000 / found["p50_ms"]}
    took = served.busy_ms - before
    return found | {"cpu_ms": took / max(found["requests"], 1), "bytes": size}


def _warmed(served: Served, case: Case, many: int) -> int:
    """Ask a few times, as long as that is quick; return the size as it travelled, in bytes.

    As many ask at once as will: one alone would always be answered by the same process.
    """
    until = time.perf_counter() + WARM_SECONDS

    def ask(number: int) -> int:
        if number >= many and time.perf_counter() > until:
            return 0
        return len(content_of(served, case.path, cookie=case.cookie))

    with ThreadPoolExecutor(many) as asking:
        return max(asking.map(ask, range(WARM_TIMES)))


def _alone(served: Served, case: Case, seconds: float) -> Values:
    """Ask one time after another, at least once, whatever it takes."""
    until, before = time.perf_counter() + seconds, served.busy_ms
    took: list[float] = []
    size = 0
    while not took or (time.perf_counter() < until and len(took) < MOST_TIMES):
        begun = time.perf_counter()
        size = len(content_of(served, case.path, cookie=case.cookie))
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return {
        "requests": len(took),
        "p50_ms": median(took),
        "p95_ms": took[min(int(CENTILE * len(took)), len(took) - 1)],
        "cpu_ms": (served.busy_ms - before) / len(took),
        "bytes": size,
    }


def _by_wrk(served: Served, case: Case, seconds: float, many: int) -> Values:
    """Let wrk ask. :raises RuntimeError: for any refusal."""
    words = [TOOL, "-t", str(min(many, 2)), "-c", str(many), "-d", f"{max(round(seconds), 1)}s"]
    headers = [
        "-H",
        "Accept-Encoding: gzip",
        *(["-H", f"Cookie: {case.cookie}"] * bool(case.cookie)),
    ]
    words += ["--timeout", PATIENCE, "-s", str(SCRIPT), *headers, served.address(case.path)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603
    told = json.loads(done.stdout.splitlines()[-1])
    if told["refused"]:
        message = f"{case.name}: {told['refused']} of {told['requests']} answers were refusals."
        raise RuntimeError(message)
    return {
        "requests": told["requests"],
        "per_second": told["requests"] / (told["duration"] / MICROSECONDS**2),
        "p50_ms": told["p50"] / MICROSECONDS,
        "p95_ms": told["p95"] / MICROSECONDS,
    }


def _by_ours(served: Served, case: Case, seconds: float, many: int) -> Values:
    found = readers.measure(
        port=served.port, path=case.path, seconds=seconds, readers=many, cookie=case.cookie
    )
    return {
        "requests": found.requests,
        "per_second": found.per_second,
        "p50_ms": found.p50_ms,
        "p95_ms": found.p95_ms,
    }
