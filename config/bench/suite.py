"""One run of the benchmark, from empty folders to figures."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from config.bench import databases, importing, loading, serving, starting
from config.bench.apart import APART, Place
from config.bench.children import Installation, told_by
from config.bench.figures import Figure, Figures
from config.bench.plan import (
    OF_AN_INSTALLATION,
    PARTS,
    RESERVED,
    ROUNDS,
    VALUES_EACH,
    Plan,
    planned,
    reserve,
)
from config.bench.rounds import Rounds
from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARTNERS, FEWEST = 40, 3
"""Organisations that report; no more than there are measures, but a few."""
BESIDE = 8.0
"""Seconds of a round for each installation, besides what its cases take."""
MADE_AT_ONCE = 2
SECONDS_OF_DOCUMENTS = 3.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked for."""

    sizes: tuple[int, ...]
    parts: tuple[str, ...]
    databases: tuple[str, ...] = databases.NAMES
    server: str = ""
    minutes: float = 0.0
    """After how many it ends; 0: when it is done."""
    seconds: float = 0.0
    """How long each case is asked for at a time; 0: as long as there is time for."""
    rounds: int = ROUNDS
    readers: int = 4
    workers: int = 2
    reports: int = 10_000
    amendments: int = 200


@dataclass(slots=True)
class Run:
    """A run: what it is asked for, where it works, what it has found, what it had to leave out."""

    wanted: Wanted
    folder: Path
    say: Callable[[str], None]
    begun: float = field(default_factory=time.monotonic)
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    servers: dict[str, databases.Server | None] = field(default_factory=dict)

    @property
    def left(self) -> float:
        """How many seconds are left; without a limit, more than anything takes."""
        limit = self.wanted.minutes * 60 or float("inf")
        return limit - (time.monotonic() - self.begun)

    def go(self) -> Figures:
        """Measure every part that is wanted, one after the other."""
        with ExitStack() as running:
            self._find_databases(running)
            if set(OF_AN_INSTALLATION) & set(self.wanted.parts):
                self._measure_installations(running)
            if self._has_time_for("start"):
                self._try("start", self._measure_start)
            for part in APART:
                if self._has_time_for(part):
                    self._try(part, partial(self._measure_apart, part, running))
        return Figures(tuple(self.figures))

    def _try(self, part: str, measure: Callable[[], None]) -> None:
        """Measure a part; what it cannot do is noted, for the others were measured already."""
        self.say(PARTS[part])
        try:
            measure()
        except Refusal as problem:
            self.notes.append(f"{part} failed: {problem}")

    def _measure_start(self) -> None:
        place = self.folder / "start"
        place.mkdir()
        seconds = self.wanted.seconds or SECONDS_OF_DOCUMENTS
        for figure in starting.measured(place, seconds=seconds):
            self.figures.append(figure)

    def _find_databases(self, running: ExitStack) -> None:
        for name in self.wanted.databases:
            if name == databases.SQLITE:
                self.servers[name] = None
                continue
            server = running.enter_context(
                databases.found(self.wanted.server, self.folder / "postgresql")
            )
            if server:
                self.servers[name] = server
                self.notes.append(f"PostgreSQL: {server.about}.")
            else:
                self.notes.append(databases.MISSING)

    def _has_time_for(self, part: str) -> bool:
        if part not in self.wanted.parts:
            return False
        if self.left > RESERVED.get(part, 0):
            return True
        self.notes.append(f"{part} was left out: no time was left.")
        return False

    def _measure_installations(self, running: ExitStack) -> None:
        installations = self._made(running)
        rounds = Rounds(installations, self.wanted.parts, self.wanted.readers, self.wanted.workers)
        if not serving.has_nginx():
            self.notes.append("nginx is not installed; no page was served as a file.")
        with ExitStack() as serving_now:
            rounds.start(serving_now, self.folder)
            after = reserve(self.wanted.parts, len(self.servers))
            plan = self._plan(len(rounds.cases), len(installations), after)
            self.say(f"{plan.rounds} rounds of {len(rounds.cases)} cases, {plan.seconds:g} s each")
            done = rounds.go(plan, until=time.monotonic() + self.left - after)
            if done:
                self.notes.append(
                    f"Rounds: {done}; each case for {plan.seconds:g} s by {loading.tool()}, "
                    f"{self.wanted.readers} readers, {self.wanted.workers} server processes."
                )
            if rounds.late:
                number, first = len(rounds.late), rounds.late[0]
                self.notes.append(f"{number} cases were left out, from {first} on: time was up.")
            self.figures += rounds.figures()
        for one in installations:
            is_first = one.size == installations[0].size
            if is_first and self._has_time_for("import"):
                self.figures.append(importing.measured(one, self.folder))

    def _plan(self, slots: int, installations: int, after: float) -> Plan:
        if self.wanted.seconds:
            return Plan(self.wanted.rounds, self.wanted.seconds)
        beside = BESIDE * installations + 0.3 * slots
        left = min(self.left - after, 3600.0)
        return planned(left=left, slots=slots, beside=beside, rounds=self.wanted.rounds)

    def _made(self, running: ExitStack) -> list[Installation]:
        """Make an installation of each size on each database; two at a time."""
        found = []
        for size in self.wanted.sizes:
            for name, server in self.servers.items():
                data = self.folder / f"{name}-{size}"
                data.mkdir(mode=0o700)
                address = running.enter_context(server.empty()) if server else ""
                found.append(Installation(data, name, size, address))
        self.say(f"making {len(found)} installations")
        with ThreadPoolExecutor(min(MADE_AT_ONCE, os.cpu_count() or 1)) as makers:
            told = list(makers.map(_make, found))
        for one, said in zip(found, told, strict=True):
            one.told = said
            seconds = {"seconds": float(said["made_in_s"])}
            self.figures.append(Figure("data", "made", one.database, one.size, seconds))
        return found

    def _measure_apart(self, part: str, running: ExitStack) -> None:
        measured, is_of_each = APART[part]
        for name, server in self.servers.items():
            if not is_of_each and name != databases.SQLITE:
                continue
            address = running.enter_context(server.empty()) if server else ""
            place = partial(Place, self.folder / f"{part}-{name}", name, address)
            seconds = self.wanted.seconds or 1.0
            self.figures += measured(place(seconds, self.wanted.reports, self.wanted.amendments))


def _make(one: Installation) -> dict[str, Any]:
    partners = max(min(PARTNERS, one.size), FEWEST)
    words = ("--measures", str(one.size), "--values", str(VALUES_EACH), "--partners", str(partners))
    found: dict[str, Any] = told_by("config.bench.making", *words, around=one.surroundings)
    return found
