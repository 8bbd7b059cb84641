"""Prints the rulebook: what the code decides, one page for each app, with its sources.

Links lead to files and name the function, without line numbers: the pages change when a rule
changes and not whenever a line moves.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import override

from headway.foundation.core.states import StateTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[1]
AREAS = ("front", "cooperation", "monitoring", "foundation")
INTRODUCTION = """# The rulebook

Where is it decided that …? One page for each app: its rules with their sources, the states of its
things, who may do what, what the audit trail says, and every way in which data is changed.

Printed from the code by `make rulebook`; `make check` fails when it no longer tells the truth.
"""
PURE = ("rules", "kinds", "methods")


@dataclass(frozen=True, slots=True)
class App:
    """One app of an area."""

    area: str
    name: str

    @property
    def folder(self) -> Path:
        return ROOT / "headway" / self.area / self.name

    @property
    def page(self) -> str:
        return f"{self.name}.md"

    def modules(self, *stems: str) -> Iterator[ModuleType]:
        """Import the app's modules of these names, and those in packages of these names."""
        for stem in stems:
            found = [self.folder / f"{stem}.py", *sorted((self.folder / stem).rglob("*.py"))]
            for path in found:
                if path.exists() and "tests" not in path.parts:
                    yield import_module(_dotted(path))


def pages() -> dict[str, str]:
    """Return every page of the rulebook by its file name."""
    with override("en"):
        printed = {app.page: _page(app) for app in apps()}
        return {"README.md": _index(printed), **printed}


def apps() -> list[App]:
    return [
        App(area, folder.parent.name)
        for area in AREAS
        for folder in sorted((ROOT / "headway" / area).glob("*/__init__.py"))
    ]


def _page(app: App) -> str:
    parts = [
        _title(app),
        _functions(app, "Rules", *PURE),
        _states(app),
        _functions(app, "Permissions", "permissions"),
        _services(app),
        _verbs(app),
        _hooks(app),
    ]
    return "\n".join(part for part in parts if part)


def _title(app: App) -> str:
    readme = app.folder / "README.md"
    heading = readme.read_text().splitlines()[0].lstrip("# ") if readme.exists() else app.name
    where = f"headway/{app.area}/{app.name}"
    return f"# {heading}\n\nIn [{where}](../../{where}).\n"


def _functions(app: App, heading: str, *stems: str) -> str:
    entries = [
        _entry(app, name, function, _lines(function))
        for module in app.modules(*stems)
        for name, function in _public(module)
    ]
    return _section(heading, entries)


def _lines(function: Callable[..., Any]) -> list[str]:
    source = _field(function, r"Source:\s*(.+?)(?:\n\n|\Z)")
    return [_first_line(function), *([f"Source: {source}"] if source else [])]


def _services(app: App) -> str:
    entries = []
    for module in app.modules("services"):
        for name, function in _public(module):
            if hasattr(function, "__wrapped__"):
                raised = re.findall(
                    r":raises (\w+): (.+?)(?=\n\s*:raises|\n\n|\Z)", _doc(function), re.DOTALL
                )
                refusals = [f"- {error}: {' '.join(when.split())}" for error, when in raised]
                told = "\n".join(refusals)
                entries.append(_entry(app, name, function, [_first_line(function), told]))
    return _section("Services: every change", entries)


def _entry(app: App, name: str, function: Callable[..., Any], lines: list[str]) -> str:
    path = str(Path(inspect.getfile(inspect.unwrap(function))).relative_to(ROOT))
    link = f"[{path.removeprefix(f'headway/{app.area}/{app.name}/')}](../../{path})"
    shown = "\n\n".join(line for line in lines if line)
    return f"### {name}\n\n{shown}\n\n`{name}` in {link}\n"


def _states(app: App) -> str:
    entries = []
    for module in app.modules("states"):
        for name, thing in vars(module).items():
            if isinstance(thing, StateTable):
                entries.append(f"### {name}\n\n```mermaid\n{thing.as_mermaid()}\n```\n")
            elif _is_choices(thing):
                rows = "\n".join(f"| `{value}` | {label} |" for value, label in thing.choices)
                told = _doc(thing).splitlines()[0] if thing.__doc__ else ""
                table = f"| value | label |\n|---|---|\n{rows}\n"
                entries.append("\n\n".join(p for p in (f"### {name}", told, table) if p))
    return _section("States and kinds", entries)


def _is_choices(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, TextChoices) and thing is not TextChoices


def _verbs(app: App) -> str:
    rows = [
        f"| `{verb.code}` | {_named(str(verb.sentence))} |"
        for module in app.modules("verbs")
        for verb in vars(module).values()
        if type(verb).__name__ == "Verb"
    ]
    table = "| verb | sentence |\n|---|---|\n" + "\n".join(rows) + "\n"
    return _section("Audit trail", [table] if rows else [])


def _hooks(app: App) -> str:
    rows = [
        f"- `{name}`: {_doc(hook).splitlines()[0]}"
        for module in app.modules("hooks")
        for name, hook in vars(module).items()
        if type(hook).__name__ == "Hook"
    ]
    return _section("Hooks", ["\n".join(rows) + "\n"] if rows else [])


def _index(printed: dict[str, str]) -> str:
    lines = [INTRODUCTION]
    for area in AREAS:
        lines.append(f"## {area.capitalize()}\n")
        lines += [
            f"- [{page.splitlines()[0].lstrip('# ')}]({app.page})"
            for app in apps()
            if app.area == area and (page := printed[app.page])
        ]
        lines.append("")
    lines.append(
        "## Everything that is decided, from A to Z\n\n| name | what | app |\n|---|---|---|"
    )
    entries = [
        (name, first, file)
        for file, page in printed.items()
        for name, first in re.findall(r"^### ([a-z]\w+)\n\n(.+)$", page, re.MULTILINE)
    ]
    lines += [
        f"| [{name}]({file}#{name}) | {first.replace('|', '/')} | {file.removesuffix('.md')} |"
        for name, first, file in sorted(entries)
    ]
    return "\n".join(lines) + "\n"


def _section(heading: str, entries: list[str]) -> str:
    return f"## {heading}\n\n" + "\n".join(entries) if entries else ""


def _public(module: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    """Return the functions that a module defines for others, in the order of the file."""
    found = [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    return sorted(found, key=lambda pair: inspect.unwrap(pair[1]).__code__.co_firstlineno)


def _doc(thing: object) -> str:
    return inspect.getdoc(thing) or ""


def _first_line(function: Callable[..., Any]) -> str:
    paragraph = re.split(r"\n\n|:raises|Source:", _doc(function))[0]
    return " ".join(paragraph.split())


def _field(function: Callable[..., Any], pattern: str) -> str:
    found = re.search(pattern, _doc(function), re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def _named(sentence: str) -> str:
    """Show placeholders as readers of the rulebook know them."""
    return re.sub(r"%\((\w+)\)s", r"*\1*", sentence)


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
