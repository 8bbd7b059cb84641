"""One scan each: what a scanner is told, and what it found."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from tests.access.reach import route_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GUARD = Path(__file__).parents[1] / "outbound"
"""Keeps every Python that is started on this machine."""
SCANNERS = Path(sys.prefix) / "scanners"
LONGEST = 900  # seconds for one scan
LONGEST_CRAWL, LONGEST_ATTACK = 45, 20  # seconds, of wapiti and each of its modules
LEAST_ANSWERS, LEAST_SHARE = 500, 0.3
"""Below these a scanner saw too little: pages of refusal, or nothing."""
EXAMPLES = 5
"""That Schemathesis makes up for each address, beyond those that follow from the description."""
LEFT_OUT = "positive_data_acceptance"
"""A filter is any text, and only the data know which words name something: the rest answers 400."""
MODULES = (
    *("sql", "timesql", "xss", "permanentxss", "exec", "file", "crlf", "redirect", "csrf"),
    *("methods", "ldap", "upload", "csp", "http_headers"),
)
"""Those of wapiti that ask the site alone. Others need a server of their makers."""
KEPT_OUT = ("sign-out", "demo", "static", "account")
"""What ends a session or a password, and files of the site itself."""
CASES = re.compile(r"^\s*(\d+) generated", re.MULTILINE)
FAILURES = re.compile(r"^\s+❌ (ST\d+ .+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scan:
    """Who scans, and what."""

    name: str
    address: str
    home: Path
    tally: Path
    cookies: Mapping[str, str] = field(default_factory=dict)
    weak: str = ""
    """The last word of the address of the page that must be found."""

    def by(self, name: str, cookies: Mapping[str, str], *, weak: str) -> Scan:
        return replace(self, name=name, cookies=dict(cookies), weak=weak)

    @property
    def weak_address(self) -> str:
        return f"{self.address}/en/weak/{self.weak}/?slug=keds&words=x"

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def file(self, name: str) -> Path:
        return self.home / f"{name}-{self.name}"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan asked, what it was answered, what it found."""

    title: str
    statuses: Counter[str]
    found: tuple[str, ...]
    controls: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def is_void(self) -> bool:
        asked = self.statuses.total()
        return asked < LEAST_ANSWERS or self.statuses["200"] < LEAST_SHARE * asked

    @property
    def problems(self) -> list[str]:
        void = ["it hardly got an answer"] if self.is_void else []
        return [*self.found, *(f"missed the control: {each}" for each in self.missed), *void]


def told(scanned: Scanned) -> str:
    """Return what a scan did in a few lines."""
    said = ", ".join(f"{count} × {status}" for status, count in scanned.statuses.most_common())
    head = f"{scanned.title}: {scanned.statuses.total()} answers ({said})"
    controls = f"; of the control {len(scanned.controls)}" if scanned.controls else ""
    lines = [f"{head}; found: {len(scanned.found)}{controls}"]
    return "\n  ".join([*lines, *scanned.problems])


def fuzzed(scan: Scan) -> Scanned:
    """Let Schemathesis ask every address for programs whatever their description allows, and not.

    Every check that it has, but one.
    """
    words = [
        *(_scanner("fuzzing", "schemathesis"), "run", f"{scan.address}/api/v1/openapi.json"),
        *("--max-examples", str(EXAMPLES), "--checks", "all", "--exclude-checks", LEFT_OUT),
        *("--no-color", "--continue-on-failure", "--generation-database", ":memory:"),
    ]
    before = _answers(scan)
    done = _run(words, scan)
    found = [*FAILURES.findall(done)] if CASES.search(done) else [f"it did not run: {done[-800:]}"]
    return Scanned("Schemathesis", _answers(scan) - before, tuple(found))


def injected(scan: Scan, seen: Iterable[str]) -> Scanned:
    """Let sqlmap try every parameter of the addresses that a person saw, one of each kind.

    The weak page comes last: it goes no further where it has found something.
    """
    targets, results = scan.file("targets"), scan.file("results")
    addresses = [*(f"{scan.address}{path}" for path in of_each_kind(seen)), scan.weak_address]
    targets.write_text("\n".join(addresses) + "\n")
    words = [
        *(_scanner("scanning", "sqlmap"), "-m", str(targets), "--batch", "--flush-session"),
        *("--dbms", "sqlite", "--technique", "BEU", "--level", "2", "--disable-coloring"),
        *("--output-dir", str(scan.file("sqlmap")), "--results-file", str(results)),
        *(("--cookie", scan.cookie, "--drop-set-cookie") if scan.cookies else ()),
    ]
    before = _answers(scan)
    _run(words, scan)
    rows = list(csv.DictReader(results.read_text().splitlines())) if results.exists() else []
    found = [f"SQL: {row['Target URL']} {row['Parameter']}" for row in rows if row["Parameter"]]
    title = f"sqlmap as {scan.name}, {len(addresses)} addresses"
    return _judged(title, scan, before, found, ("SQL: ",))


def of_each_kind(seen: Iterable[str]) -> list[str]:
    """Return one address of each route with each set of parameters."""
    kept: dict[tuple[str, frozenset[str]], str] = {}
    for path in seen:
        names = frozenset(name for name, _value in parse_qsl(urlsplit(path).query))
        if names:
            kept.setdefault((route_of(path), names), path)
    return list(kept.values())


def walked(scan: Scan) -> Scanned:
    """Let wapiti attack the weak page, then follow links and forms and attack what they take."""
    before = _answers(scan)
    weak = _attacked(scan, scan.weak_address, "page")
    found = _attacked(scan, f"{scan.address}/en/", "folder")
    controls = ("SQL Injection: ", "Reflected Cross Site Scripting: ")
    return _judged(f"wapiti as {scan.name}", scan, before, [*weak, *found], controls)


def _attacked(scan: Scan, begin: str, scope: str) -> list[str]:
    """Return what wapiti finds from an address on."""
    report = scan.file(f"wapiti-{scope}")
    words = [
        *(_scanner("scanning", "wapiti"), "-u", begin, "--scope", scope, "--depth", "4"),
        *("--module", ",".join(MODULES), "--flush-session", "--max-links-per-page", "40"),
        *("--max-scan-time", str(LONGEST_CRAWL), "--max-attack-time", str(LONGEST_ATTACK)),
        *("--store-session", str(scan.file(f"session-{scope}")), "--no-bugreport"),
        *("--format", "json", "--output", str(report), "--tasks", "4", "--timeout", "20"),
        *(("-C", scan.cookie) if scan.cookies else ()),
        *(word for out in KEPT_OUT for word in ("-x", f"{scan.address}/en/{out}/*")),
    ]
    said = _run(words, scan)
    if not report.exists():
        return [f"it did not run: {said[-800:]}"]
    kinds = json.loads(report.read_text())
    return [
        f"{kind}: {each['method']} {each['path']} {each['parameter'] or ''} {each['info']}"
        for group in ("vulnerabilities", "anomalies")
        for kind, rows in kinds[group].items()
        for each in rows
    ]


def _judged(
    title: str, scan: Scan, before: Counter[str], found: list[str], controls: tuple[str, ...]
) -> Scanned:
    """Tell the findings of the weak page, which there must be, from any other."""
    of_weak = [each for each in found if "/en/weak/" in each]
    missed = [kind for kind in controls if not any(each.startswith(kind) for each in of_weak)]
    others = [each for each in found if each not in of_weak]
    return Scanned(title, _answers(scan) - before, tuple(others), tuple(of_weak), tuple(missed))


def _answers(scan: Scan) -> Counter[str]:
    lines = scan.tally.read_text(errors="replace").splitlines() if scan.tally.exists() else []
    return Counter(line[:3] for line in lines)


def _scanner(group: str, name: str) -> str:
    return str(SCANNERS / group / "bin" / name)


def _run(words: list[str], scan: Scan) -> str:
    """Run a scanner to its end, or to the end of its time; return what it printed."""
    try:
        done = subprocess.run(
            words, cwd=scan.home, timeout=LONGEST, check=False, capture_output=True, text=True,
            env={"PATH": os.defpath, "HOME": str(scan.home), "PYTHONPATH": str(GUARD)},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"{words[0]} was not done after {LONGEST} seconds"
    return done.stdout + done.stderr
