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


def test_no_library_of_a_file_format_is_imported_when_headway_starts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    modules = set(done.stdout.split())
    assert "headway.foundation.formats.papers" in modules
    assert modules & {*libraries.__all__, "lxml", "PIL"} == set()


@pytest.mark.parametrize("name", libraries.__all__)
def test_every_library_is_there_when_it_is_asked_for(name: str) -> None:
    assert getattr(libraries, name).__name__ == name
