"""Measures Headway on generated data, prints what it found, and keeps it."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import environment
from config.arguments import OK, WRONG_USE
from config.bench import databases, machine
from config.bench.aims import judged
from config.bench.plan import LONG, MINUTES, SIZES, parts, sizes
from config.bench.printing import frame, pictures, printed, put
from config.bench.suite import Run, Wanted
from config.installation import data_folder
from config.refusals import Refusal

if TYPE_CHECKING:
    import argparse

    from config.bench.figures import Figures


def run(options: argparse.Namespace) -> int:
    kept = data_folder()
    wanted = _wanted(options)
    page = Path(options.page) if options.page else None
    if page:
        frame(page)
    before, at = machine.told(), datetime.now(UTC)
    say = _nothing if options.json else _say
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        work = Run(wanted, Path(folder), say)
        figures = work.go()
    result = _result(figures, wanted, work.notes) | {
        "at": at.isoformat(timespec="seconds"), "machine": before,
        "took_s": round((datetime.now(UTC) - at).total_seconds()),
    }  # fmt: skip
    text = printed(result)
    _keep(result, text, kept)
    if page:
        put(result, page)
    print(json.dumps(result) if options.json else text)
    return OK


def _wanted(options: argparse.Namespace) -> Wanted:
    """Read the options. :raises Refusal: for a size, part or database that there is not."""
    try:
        wanted = (options.measures,) if options.measures else sizes(options.size)
        is_record = SIZES["large"] in wanted
        named = parts(options.part, is_record=is_record)
    except ValueError as problem:
        raise Refusal(str(problem), WRONG_USE) from problem
    where = tuple(options.on.split(",")) if options.on else databases.NAMES
    if unknown := [name for name in where if name not in databases.NAMES]:
        sentence = f"--on {unknown[0]}: write {' or '.join(databases.NAMES)}."
        raise Refusal(sentence, WRONG_USE)
    is_long = is_record or bool(set(LONG) & set(named)) or bool(options.seconds)
    return Wanted(
        sizes=wanted,
        parts=named,
        databases=where,
        server=options.server,
        minutes=0.0 if is_long else MINUTES,
        seconds=options.seconds or 0.0,
        rounds=options.rounds,
        readers=options.readers,
        workers=environment.read()["workers"],
        reports=options.reports,
        amendments=options.amendments,
    )


def _result(figures: Figures, wanted: Wanted, notes: list[str]) -> dict[str, Any]:
    return {
        "sizes": list(wanted.sizes),
        "parts": list(wanted.parts),
        "readers": wanted.readers,
        "workers": wanted.workers,
        "notes": notes,
        "figures": figures.as_json(),
        "aims": [
            {"aim": each.aim.about, "wanted": each.aim.wanted, "found": each.found,
             "verdict": each.verdict}
            for each in judged(figures)
        ],
    }  # fmt: skip


def _keep(result: dict[str, Any], text: str, data: Path) -> None:
    """Keep the figures, and the page with its charts, in the data folder."""
    folder = data / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    name = result["at"].replace(":", "").removesuffix("+0000")
    (folder / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")
    (folder / f"{name}.md").write_text(text)
    for title, picture in pictures(result).items():
        (folder / f"{title}.svg").write_bytes(picture)


def _say(sentence: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {sentence}", file=sys.stderr, flush=True)


def _nothing(_sentence: str) -> None:
    """Say nothing where a program reads along."""
