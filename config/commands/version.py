"""Says which Headway this is, and on what it runs."""

from __future__ import annotations

import json
import platform
from importlib import metadata
from typing import TYPE_CHECKING

from config.arguments import OK

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    versions = {"headway": metadata.version("headway"), "python": platform.python_version()}
    versions |= {"django": metadata.version("Django"), "granian": metadata.version("granian")}
    if options.json:
        print(json.dumps(versions))
    else:
        print(" · ".join(f"{name} {version}" for name, version in versions.items()))
    return OK
