"""The house as these tests see it: its areas and apps in their order, its files."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADWAY = ROOT / "headway"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]


def _rows(container: str) -> list[list[str]]:
    """Return the layers of a container, lowest first, each as the names that stand side by side."""
    contract = next((c for c in CONTRACTS if c.get("containers") == [container]), None)
    layers = contract["layers"] if contract else []
    return [row.replace("(", "").replace(")", "").split(" | ") for row in reversed(layers)]


def levels() -> dict[str, tuple[int, int]]:
    """Return the height of each app by its dotted name, as the import contracts give it.

    Apps side by side have the same height. `headway.demo` stands on top and has no apps.
    """
    found = {}
    for area_height, areas in enumerate(_rows("headway")):
        for area in areas:
            found[f"headway.{area}"] = (area_height, 0)
            for height, apps in enumerate(_rows(f"headway.{area}")):
                found |= {f"headway.{area}.{app}": (area_height, height) for app in apps}
    return found


def python_files(*folders: str) -> list[Path]:
    """Return the project's own modules, without migrations, which Django writes."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def named(*stems: str) -> list[Path]:
    """Return the files of these names in every app, and those of packages of these names."""
    return sorted(
        path
        for stem in stems
        for pattern in (f"*/*/{stem}.py", f"*/*/{stem}/**/*.py")
        for path in HEADWAY.glob(pattern)
        if "tests" not in path.parts
    )


def dotted(path: Path) -> str:
    """Return the name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
