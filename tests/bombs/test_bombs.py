"""Files made to hurt whoever opens them cost hardly more than a small one, and get a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from headway.foundation.attachments.drawing import drawn
from tests.bombs.corpus import (
    FILES,
    SCRIPT,
    SMALL,
    SMALL_TEXT,
    TAKEN,
    UNGUARDED,
    small_picture,
)

pytestmark = [pytest.mark.audit, pytest.mark.once]
ROOT = Path(__file__).parents[2]
MOST_MEGABYTES, MOST_SECONDS = 50, 2
SMALL_ONES = {".csv": SMALL_TEXT, ".png": small_picture()}


def cost(folder: Path, reader: str, name: str, content: bytes) -> dict[str, Any]:
    """Return what a file costs more than a small one of its kind, in a process of its own."""
    large = folder / name
    small = folder / f"small{large.suffix if large.suffix in SMALL_ONES else '.xlsx'}"
    large.write_bytes(content)
    small.write_bytes(SMALL_ONES.get(large.suffix, SMALL))
    words = [sys.executable, "-m", "tests.bombs.cost", reader, str(small), str(large)]
    done = subprocess.run(
        words,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )
    large.unlink()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", FILES)
def test_a_bomb_costs_little_and_is_refused_with_a_sentence(kind: str, tmp_path: Path) -> None:
    name, made = FILES[kind]
    found = cost(tmp_path, "picture" if name.endswith("png") else "table", name, made())
    assert found["megabytes"] < MOST_MEGABYTES
    assert found["seconds"] < MOST_SECONDS
    assert bool(found["sentence"]) is (kind not in TAKEN)


@pytest.mark.parametrize("reader", UNGUARDED)
def test_without_the_guards_a_bomb_breaks_the_bound(reader: str, tmp_path: Path) -> None:
    name, made = UNGUARDED[reader]
    assert cost(tmp_path, reader, name, made())["megabytes"] > MOST_MEGABYTES


def test_of_a_picture_that_is_a_page_too_the_copies_are_pictures_alone() -> None:
    made = FILES["a picture and a page"][1]()
    assert SCRIPT in made
    copies = drawn(made).copies
    assert copies
    assert not any(b"script" in copy.content for copy in copies)
