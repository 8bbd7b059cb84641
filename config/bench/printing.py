"""Prints a run as a page of Markdown with its charts.

`python -m config.bench.printing var/bench/….json docs/benchmark.md` prints a run that was kept.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.bench import figures
from config.bench.aims import MET, MISSED, PUBLIC, UNKNOWN
from config.bench.charts import Bar, bars
from config.bench.peer import RECORDED
from config.bench.plan import PARTS
from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from config.bench.figures import Figure, Figures

BEGIN, END = "<!-- printed by headway bench: begin -->", "<!-- printed by headway bench: end -->"
PRINTED = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "": "–"}
MARKS = {MET: "**met**", MISSED: "**not met**", UNKNOWN: "not measured"}
UNITS = {
    "per_second": "requests/s", "p50_ms": "p50 ms", "p95_ms": "p95 ms", "max_ms": "max ms",
    "cpu_ms": "processor ms", "sql_ms": "SQL ms", "memory_mb": "MB", "cpu_s": "processor s",
}  # fmt: skip
ORDER = (
    "per_second", "p50_ms", "p95_ms", "max_ms", "cpu_ms", "sql_ms", "queries", "bytes", "seconds",
    "cpu_s", "memory_mb",
)  # fmt: skip
DATA = "making the data"
LARGE, MIDDLING = 100, 10
CPU = {"strategy": 15.0, "measure": 8.0, "indicator": 8.0}
"""Milliseconds of the processor that a rendered page may take."""


def printed(result: dict[str, Any], *, charts: str = "") -> str:
    """Return a run as Markdown; `charts` is the folder in which its pictures stand."""
    found = figures.read(result["figures"])
    blocks = [
        _about(result),
        "### The aims", _aims(result["aims"]),
        *_growth(found),
        *(["### Beside the closest peer", _peer(found)] if "pages" in result["parts"] else []),
        *(block for part in PARTS for block in _part(part, found)),
        *_part("data", found),
    ]  # fmt: skip
    for name in pictures(result):
        blocks.insert(3, f"![{name}: the figures of the table]({charts}{name}.svg)")
    return "\n\n".join(block for block in blocks if block) + "\n"


def _about(result: dict[str, Any]) -> str:
    on = result["machine"]
    machine = (
        f"{on['cores']} cores ({on['processor'] or 'unknown processor'}), {on['memory_gb']:g} GB, "
        f"{on['system']}, Python {on['python']}, Django {on['django']}; load before the run "
        f"{on['load']:g}."
    )
    when = f"Run of {result['at'][:16].replace('T', ' ')} UTC, {result['took_s'] // 60} min "
    said = [f"{when}{result['took_s'] % 60} s. {machine}"]
    if on["load"] > on["cores"] / 2:
        said.append(
            "**The machine did much else at the time**: what these figures say of each other may "
            "count, what they say of an aim does not."
        )
    said += dict.fromkeys(result["notes"])
    return "\n".join(f"- {sentence}" for sentence in said)


def _aims(aims: Sequence[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for each in aims for name in each["found"]))
    rows = [
        [each["aim"], each["wanted"], *(_of_one(each["found"], name) for name in names),
         MARKS[each["verdict"]]]
        for each in aims
    ]  # fmt: skip
    return _markdown(["aim", "wanted", *(DATABASES[name] for name in names), ""], rows)


def _of_one(found: dict[str, float | None], name: str) -> str:
    if name not in found:
        return ""
    value = found[name]
    return "–" if value is None else _number(value)


def _growth(found: Figures) -> Iterator[str]:
    """Say how the time of an answer grows with the data: each size against the smallest."""
    rows = []
    own = [("pages", name) for name in PUBLIC] + [("rollup", "from kept values")]
    for part, case in own:
        for database in found.databases:
            sizes = found.sizes(part, case, database)
            first = found.of(part, case, database, sizes[0])["p50_ms"] if sizes else 0.0
            for size in sizes[1:]:
                now = found.of(part, case, database, size)["p50_ms"]
                ratio = f"{now / first:.2f}" if first else "–"
                row = [case, DATABASES[database], f"{sizes[0]:,} → {size:,}"]
                rows.append([*row, _number(first), _number(now), ratio])
    if rows:
        yield "### Growth"
        heads = ["page", "database", "measures", "p50 ms", "p50 ms, larger", "times"]
        yield _markdown(heads, rows)


def _peer(found: Figures) -> str:
    rows = []
    for each in RECORDED:
        values = found.of(each.part, each.case, "sqlite")
        ours = ", ".join(
            f"{_number(values[name])} {UNITS.get(name, name)}"
            for name in each.names
            if name in values
        )
        rows.append([each.about, each.theirs, ours or "not measured"])
    heads = ["", "Kausal Watch, *recorded elsewhere*", "Headway, this run, SQLite"]
    return _markdown(heads, rows)


def _part(part: str, found: Figures) -> Iterator[str]:
    table = _table(found, part)
    if table:
        about = PARTS.get(part, DATA)
        yield f"### {about[0].upper()}{about[1:]}"
        yield table


def _table(found: Figures, part: str) -> str:
    rows = [row for row in found.rows if row.part == part]
    if not rows:
        return ""
    known = dict.fromkeys(name for row in rows for name in row.values)
    names = [*(n for n in ORDER if n in known), *(n for n in known if n not in ORDER)]
    names = [name for name in names if name != "requests"]
    heads = ["", "database", "size", *(UNITS.get(name, name.replace("_", " ")) for name in names)]
    return _markdown(heads, [_cells(row, names) for row in rows])


def _cells(row: Figure, names: Iterable[str]) -> list[str]:
    size = f"{row.size:,}" if row.size else ""
    values = [_number(row.values[name]) if name in row.values else "" for name in names]
    return [row.case, DATABASES[row.database], size, *values]


def _number(value: float) -> str:
    """Write a number with as many digits as say something."""
    if value >= LARGE or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= MIDDLING else f"{value:.3g}"


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def pictures(result: dict[str, Any]) -> dict[str, bytes]:
    """Return the charts of a run by their names; none of what was not measured."""
    found = figures.read(result["figures"])
    drawn = {
        "processor": (
            "Processor time of a rendered page, ms; a line marks the aim",
            _processor(found),
        ),
        "stored": ("Stored pages beside a server of files, requests/s", _stored(found)),
        "growth": ("Time of an answer by the number of measures, p50 in ms", _by_size(found)),
    }
    return {name: bars(title, rows) for name, (title, rows) in drawn.items() if rows}


def _processor(found: Figures) -> list[Bar]:
    rows = []
    for page, goal in CPU.items():
        for database in found.databases:
            value = found.of("pages", page, database).get("cpu_ms")
            if value is not None:
                rows.append(Bar(f"{page}, {DATABASES[database]}", value, _number(value), goal))
    return rows


def _stored(found: Figures) -> list[Bar]:
    rows = []
    for page in PUBLIC:
        cases = [(f"{page}, stored", name) for name in found.databases]
        for case, database in [*cases, (f"{page}, a file", "")]:
            value = found.of("pages", case, database).get("per_second")
            if value is not None:
                where = f", {DATABASES[database]}" if database else ""
                rows.append(Bar(f"{case}{where}", value, _number(value)))
    return rows


def _by_size(found: Figures) -> list[Bar]:
    rows = []
    for part, case in (*(("pages", page) for page in PUBLIC), ("rollup", "from kept values")):
        for database in found.databases:
            sizes = found.sizes(part, case, database)
            for size in sizes if len(sizes) > 1 else ():
                value = found.of(part, case, database, size)["p50_ms"]
                word = case if part == "pages" else "roll-up"
                rows.append(Bar(f"{word}, {DATABASES[database]}, {size:,}", value, _number(value)))
    return rows


def frame(page: Path) -> str:
    """Return the page in whose frame a run is printed. :raises Refusal: if it has no frame."""
    text = page.read_text("utf-8") if page.exists() else ""
    if not PRINTED.search(text):
        sentence = f"{page} has no place for a run; write {BEGIN} and {END} into it."
        raise Refusal(sentence)
    return text


def put(result: dict[str, Any], page: Path) -> None:
    """Print a run into the frame of a page, its charts into the folder of the page's name."""
    text, folder = frame(page), page.with_suffix("")
    own = printed(result, charts=f"{folder.name}/")
    page.write_text(PRINTED.sub(lambda _found: f"{BEGIN}\n\n{own}\n{END}", text), "utf-8")
    folder.mkdir(exist_ok=True)
    for name, picture in pictures(result).items():
        (folder / f"{name}.svg").write_bytes(picture)


def main() -> int:
    kept, page = sys.argv[1:]
    put(json.loads(Path(kept).read_text()), Path(page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
