"""What every command, server and worker imports before it does anything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from headway.foundation.formats import libraries
from tests.commands.conftest import ROOT

pytestmark = pytest.mark.once

START = """
import sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*sys.modules)
"""

STAYING = """
import gc
from config.loading import set_up
set_up()
print(gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    return done.stdout


def test_no_library_of_a_file_format_is_imported_when_headway_starts() -> None:
    modules = set(run(START).split())
    assert "headway.foundation.formats.papers" in modules
    assert modules & {*libraries.__all__, "lxml", "PIL"} == set()


def test_what_is_loaded_is_left_alone_by_those_who_look_for_garbage() -> None:
    assert run(STAYING).split() == ["True", "True"]


@pytest.mark.parametrize("name", libraries.__all__)
def test_every_library_is_there_when_it_is_asked_for(name: str) -> None:
    assert getattr(libraries, name).__name__ == name
