"""What is measured on every installation of a run, in turn, round after round.

All servers run from the first round to the last, and each case is asked of every installation
before the next one is, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from config.bench import serving, writing
from config.bench.aims import PUBLIC
from config.bench.children import told_by
from config.bench.figures import Figure, Values, middle
from config.bench.loading import Case, asked
from config.bench.plan import Plan, has_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from config.bench.children import Installation
    from config.bench.serving import Served

STORE = 256
"""Megabytes of the store of pages, as an installation has by itself."""
Key = tuple[str, str, str, int]
"""Part, case, database, size."""


@dataclass(slots=True)
class Asked:
    """One case, of whom it is asked, and under which name it is kept."""

    key: Key
    served: Served
    case: Case


@dataclass(slots=True)
class Rounds:
    """The servers of a run, and what each case came to in each round."""

    installations: list[Installation]
    parts: tuple[str, ...]
    readers: int
    workers: int
    rendered: dict[Path, Served] = field(default_factory=dict)
    cases: list[Asked] = field(default_factory=list)
    found: dict[Key, list[Values]] = field(default_factory=lambda: defaultdict(list))
    counted: dict[Path, tuple[int, int]] = field(default_factory=dict)
    """Of the writers: receipts before the first round, and those acknowledged since."""
    late: list[str] = field(default_factory=list)

    def start(self, running: ExitStack, folder: Path) -> None:
        """Start every server, and note what is to be asked of each."""
        for one in self.installations:
            served = running.enter_context(
                serving.ours(one.surroundings, pages=0, workers=self.workers)
            )
            self.rendered[one.data] = served
            if "pages" in self.parts:
                stored = running.enter_context(
                    serving.ours(one.surroundings, pages=STORE, workers=self.workers)
                )
                self.cases += _public(one, stored, "stored")
                self.cases += _rendered(one, served)
                if one.size == self.installations[0].size:  # PostgreSQL has 100 connections
                    anew = running.enter_context(
                        serving.ours(one.surroundings, pages=0, workers=self.workers, parts=False)
                    )
                    self.cases += _public(one, anew, "nothing kept")
        if "pages" in self.parts and serving.has_nginx():
            self.cases += self._of_files(running, folder)
        self.cases.sort(key=lambda each: each.key[:2])  # one case of all, then the next

    def _of_files(self, running: ExitStack, folder: Path) -> list[Asked]:
        one = self.installations[0]
        paths: dict[str, str] = one.told["public"]
        served = self.rendered[one.data]
        contents = {path: serving.content_of(served, path) for path in paths.values()}
        (folder / "nginx").mkdir()
        nginx = running.enter_context(
            serving.files(folder / "nginx", contents, workers=self.workers)
        )
        return [
            Asked(("pages", f"{name}, a file", "", one.size), nginx, Case(name, path))
            for name, path in paths.items()
        ]

    def go(self, plan: Plan, *, until: float) -> int:
        """Go round, while there is time for another; return how often that was.

        What a round had no time for any more is noted in `late`.
        """
        longest = 0.0
        for done in range(plan.rounds):
            begun = time.monotonic()
            if done and not has_room(left=until - begun, took=longest):
                return done
            for what, work in self._steps(plan, done):
                if time.monotonic() < until:
                    work()
                else:
                    self.late.append(what)
            longest = max(longest, time.monotonic() - begun)
        return plan.rounds

    def _steps(self, plan: Plan, done: int) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield what one round consists of: each case, then each installation as a whole.

        Tables of the larger sizes take seconds, so that they are asked for in the first round only.
        """
        smallest = self.installations[0].size
        for each in self.cases:
            if not (done and each.case.is_alone and each.key[3] > smallest):
                yield " ".join(map(str, each.key[1:])), partial(self._ask, each, plan.seconds)
        for one in self.installations:
            about = f"{one.database} {one.size}"
            if {"pages", "rollup"} & set(self.parts):
                yield f"SQL {about}", partial(self._of_database, one, has_tables=not done)
            if "writing" in self.parts:
                yield f"writing {about}", partial(self._of_writers, one)

    def _ask(self, each: Asked, seconds: float) -> None:
        told = asked(each.served, each.case, seconds=seconds, many=self.readers)
        self.found[each.key].append(told)

    def _of_database(self, one: Installation, *, has_tables: bool) -> None:
        own = [
            each.case
            for each in self.cases
            if each.served is self.rendered[one.data] and (has_tables or not each.case.is_alone)
        ]
        pages = [[case.name, case.path, case.cookie] for case in own]
        words = ("--pages", json.dumps(pages))
        told: dict[str, Any] = told_by("config.bench.asking", *words, around=one.surroundings)
        for name, values in told["pages"].items():
            self.found["sql", name, one.database, one.size].append(values)
        if "rollup" in self.parts:
            key = ("rollup", "from kept values", one.database, one.size)
            self.found[key].append(told["rollup"])

    def _of_writers(self, one: Installation) -> None:
        before = _submissions(one, "--back")
        first, so_far = self.counted.get(one.data, (before, 0))
        acknowledged, values = writing.handed_in(self.rendered[one.data], one.told["writers"])
        self.counted[one.data] = (first, so_far + len(acknowledged))
        key = ("writing", f"{writing.WRITERS} writers", one.database, one.size)
        self.found[key].append(values)

    def figures(self) -> Iterator[Figure]:
        """Yield the middle of what every case came to, with what its page asks the database."""
        for key, rounds in self.found.items():
            part, case, database, size = key
            if part == "sql":
                continue
            beside = self.found.get(("sql", case, database, size), [])
            values = middle(rounds) | middle(beside)
            if part == "writing":
                values |= self._kept(database, size)
            yield Figure(part, case, database, size, values)
        yield from self._workers()

    def _kept(self, database: str, size: int) -> Values:
        """Count what the writers were told is kept, and what of it is not there."""
        one = next(
            each for each in self.installations if (each.database, each.size) == (database, size)
        )
        before, acknowledged = self.counted[one.data]
        kept = _submissions(one) - before
        return {"acknowledged": acknowledged, "kept": kept, "lost": max(acknowledged - kept, 0)}

    def _workers(self) -> Iterator[Figure]:
        for one in self.installations:
            sizes = self.rendered[one.data].memory_mb
            if sizes and "pages" in self.parts:
                memory = {"memory_mb": sizes[-1], "workers": len(sizes)}
                yield Figure("pages", "workers", one.database, one.size, memory)


def _public(one: Installation, served: Served, how: str) -> list[Asked]:
    return [
        Asked(("pages", f"{name}, {how}", one.database, one.size), served, Case(name, path))
        for name, path in one.told["public"].items()
        if name in PUBLIC
    ]


def _rendered(one: Installation, served: Served) -> list[Asked]:
    told = one.told
    cases = [Case(name, path) for name, path in told["public"].items()]
    cases += [Case(name, path, is_alone=True) for name, path in told["tables"].items()]
    keeper = told.get("keeper", "")
    cases += [Case(name, path, cookie=keeper) for name, path in told.get("screens", {}).items()]
    return [Asked(("pages", case.name, one.database, one.size), served, case) for case in cases]


def _submissions(one: Installation, *words: str) -> int:
    told = told_by("config.bench.desks", *words, around=one.surroundings)
    return int(told["submissions"])
