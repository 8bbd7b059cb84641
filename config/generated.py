"""Writes the pages that are printed from the code, or tells which of them are out of date."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django

from config import arguments, environment, rulebook

DOCS = Path(__file__).parents[1] / "docs"
SETTINGS = """# Settings

Every setting is an environment variable. Printed from `config/environment.py`; an unknown variable
that begins with `HEADWAY_` is an error.

"""


def pages() -> dict[Path, str]:
    """Return every printed page by its place. Needs Django to be set up."""
    printed = {DOCS / "settings.md": SETTINGS + environment.as_markdown()}
    printed[DOCS / "command-line.md"] = arguments.as_markdown()
    printed |= {DOCS / "rulebook" / name: text for name, text in rulebook.pages().items()}
    return {path: text.rstrip("\n") + "\n" for path, text in printed.items()}


def outdated() -> list[Path]:
    """Return the pages that are missing, read otherwise than the code, or have no app any more."""
    printed = pages()
    differing = [
        path for path, text in printed.items() if not path.exists() or path.read_text() != text
    ]
    return differing + [path for path in (DOCS / "rulebook").glob("*.md") if path not in printed]


def write() -> None:
    """Bring every printed page up to date, and take out those that have no app any more."""
    printed = pages()
    for path in outdated():
        if path in printed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(printed[path])
        else:
            path.unlink()


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--check", action="store_true")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    if not options.parse_args().check:
        write()
        return 0
    late = [str(path.relative_to(DOCS.parent)) for path in outdated()]
    if late:
        print(f"Out of date: {', '.join(late)}. Run `make rulebook` and commit the result.")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
