"""The site as scanners meet it: `config.wsgi`, two weak pages beside it, and a tally of answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from config.wsgi import application as site

TALLY = "SCAN_TALLY"
"""In the environment: the file that gets a line for each answer."""

settings.ROOT_URLCONF = "tests.scanning.weak"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the site does, and note with which status."""

    def begin(status: str, headers: list[tuple[str, str]], *problem: Any) -> Any:  # noqa: ANN401 -- WSGI
        line = f"{status[:3]} {environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n"
        with open(os.environ[TALLY], "ab", buffering=0) as tally:
            tally.write(line.encode(errors="replace"))
        return start_response(status, headers, *problem)

    return site(environ, begin)
