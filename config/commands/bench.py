"""Measures pages, the roll-up of indicators, reporting, editions, pairing on generated data.

Each in a folder of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from config import environment, server
from config.arguments import OK
from config.bench.readers import measure
from config.installation import data_folder
from config.refusals import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

CASES = {
    "strategy": "/lt/strategies/bench/",
    "measure": "/lt/strategies/bench/measures/1.1.1/",
    "home": "/lt/",
}
ADDRESS = "https://strategy.example.org"
"""Mails that are written meanwhile need one; none leaves."""
COLUMNS = ("page", "p50_ms", "p95_ms", "per_second", "size", "queries")
REPORTING = ("page", "p50_ms", "p95_ms", "max_ms", "cpu_ms", "queries", "size")
PAIRED_UNITS = 40
LONGEST_START = 60.0  # seconds
WARM_UP = 1.0  # seconds; each process renders every page once


def run(options: argparse.Namespace) -> int:
    kept = data_folder()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        os.environ |= {
            "HEADWAY_DATA": folder, "HEADWAY_DATABASE": "", "HEADWAY_MODE": "production",
            "HEADWAY_PAGES": "0",  # what rendering costs; of stored pages: config.bench.stored
        }  # fmt: skip
        queries = _generate(options.measures)
        settings = environment.read()
        with _served(settings["workers"]) as (port, pid):
            pages = [_page(name, port, queries, options) for name in CASES]
            memory = [round(size / 2**20, 1) for size in _memory(pid)]
    rollup = _apart("rollup", "values", options.values, options.database)
    reporting = _apart("reviewing", "reports", options.reports, options.second_database)
    editions = _apart("amending", "amendments", options.amendments, "")
    pairing = _made("config.bench.pairing", "--units", str(PAIRED_UNITS))
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "measures": options.measures,
        "readers": options.readers,
        "seconds": options.seconds,
        "workers": settings["workers"],
        "memory_mb": memory,
        "pages": pages,
        "rollup": rollup,
        "reporting": reporting,
        "editions": editions,
        "pairing": pairing,
    }
    print(json.dumps(result) if options.json else _table(result))
    _keep(result, kept)
    return OK


def _generate(measures: int) -> dict[str, int]:
    """Make the installation in a process of its own; return the queries of each page."""
    paths = [word for path in CASES.values() for word in ("--path", path)]
    found: dict[str, int] = _made("config.bench.generate", "--measures", str(measures), *paths)
    return found


def _apart(module: str, thing: str, number: int, database: str) -> dict[str, Any] | None:
    """Measure on so many things in an installation of its own; nothing, if there are to be none."""
    if not number:
        return None
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        os.environ |= {
            "HEADWAY_DATA": folder, "HEADWAY_DATABASE": database, "HEADWAY_ADDRESS": ADDRESS,
        }  # fmt: skip
        found: dict[str, Any] = _made(f"config.bench.{module}", f"--{thing}", str(number))
        return found


def _made(module: str, *words: str) -> Any:  # noqa: ANN401 -- what the module prints
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sentence = f"the data to measure could not be made: {done.stderr.strip().splitlines()[-1]}"
        raise Refusal(sentence)
    return json.loads(done.stdout)


@contextmanager
def _served(workers: int) -> Iterator[tuple[int, int]]:
    """Serve the installation; yield the port and the server's process."""
    port = server.free_port()
    command = server.words(host="127.0.0.1", port=port, workers=workers)
    process = subprocess.Popen(command)  # noqa: S603
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz/live")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 -- our own address
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    sentence = f"the server did not answer within {LONGEST_START:.0f} s."
    raise Refusal(sentence)


def _page(
    name: str, port: int, queries: dict[str, int], options: argparse.Namespace
) -> dict[str, Any]:
    path = CASES[name]
    measure(port=port, path=path, seconds=WARM_UP, readers=options.readers)
    measured = measure(port=port, path=path, seconds=options.seconds, readers=options.readers)
    figures = {key: round(value, 1) for key, value in asdict(measured).items()}
    return {"page": name, "path": path, **figures, "queries": queries[path]}


def _memory(pid: int) -> list[int]:
    """Return what each server process holds of the memory for itself, in bytes (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text()
            rollup = (entry / "smaps_rollup").read_text()
        except OSError:  # it has ended, or is not ours
            continue
        is_child = int(stat.rpartition(")")[2].split()[1]) == pid
        is_worker = b"resource_tracker" not in (entry / "cmdline").read_bytes()
        if is_child and is_worker:
            share = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
            found.append(int(share.split()[1]) * 1024)
    return sorted(found)


def _table(result: dict[str, Any]) -> str:
    rows = [COLUMNS, *(tuple(str(page[name]) for name in COLUMNS) for page in result["pages"])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    lines = ["  ".join(f"{cell:>{w}}" for cell, w in zip(row, widths, strict=True)) for row in rows]
    about = f"{result['measures']} measures, {result['readers']} readers at a time"
    workers = " + ".join(str(size) for size in result["memory_mb"])
    lines.append(f"{about}; {result['workers']} processes of {workers} MB")
    if found := result["rollup"]:
        lines.append(
            f"roll-up of {found['indicators']} indicators over {found['values']} values on "
            f"{found['database']}: p50 {found['p50_ms']} ms, p95 {found['p95_ms']} ms, "
            f"{found['queries']} queries"
        )
    return "\n".join(
        [
            *lines,
            *_reporting_lines(result["reporting"]),
            *_edition_lines(result["editions"]),
            "",
            "{units} units paired in {rounds} rounds: p50 {p50_ms} ms, max {max_ms} ms, "
            "{repeats} repeats".format(**result["pairing"]),
        ]
    )


def _reporting_lines(found: dict[str, Any] | None) -> list[str]:
    if not found:
        return []
    about = "{reports} reports of {partners} partners in {rounds} rounds on {database}".format(
        **found
    )
    return _page_lines(about, found)


def _edition_lines(found: dict[str, Any] | None) -> list[str]:
    if not found:
        return []
    about = "a strategy of {nodes} nodes with {amendments} amendments on {database}".format(**found)
    return _page_lines(about, found)


def _page_lines(about: str, found: dict[str, Any]) -> list[str]:
    rows = [REPORTING, *(tuple(str(page[name]) for name in REPORTING) for page in found["pages"])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(REPORTING))]
    lines = (zip(row, widths, strict=True) for row in rows)
    return ["", about, *("  ".join(f"{cell:>{w}}" for cell, w in line) for line in lines)]


def _keep(result: dict[str, Any], data: Path) -> None:
    folder = data / "bench"
    folder.mkdir(exist_ok=True)
    name = result["at"].replace(":", "").removesuffix("+0000")
    (folder / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")
