"""Serves the demonstration on this machine, with a sign-in link for each role.

A second start takes no longer than the server does: Django is loaded to look up the links while
the server starts, not before.
"""

from __future__ import annotations

import importlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config import environment
from config.arguments import OK, WRONG_USE
from config.installation import (
    DATABASE,
    DEMO,
    LOADED,
    data_folder,
    is_demo,
    is_prepared,
    refuse_beyond_loopback,
)
from config.refusals import Refusal
from config.server import become, refuse_taken

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def run(options: argparse.Namespace) -> int:
    os.environ["HEADWAY_MODE"] = "demo"
    settings = environment.read()
    host, port = options.host or settings["listen"], options.port or settings["port"]
    refuse_beyond_loopback(host)
    data = data_folder()
    _refuse_real_data(data)
    refuse_taken(host=host, port=port)
    (data / DEMO).touch()
    if not is_prepared(data):
        importlib.import_module("config.commands.init").prepare(data, say=_say)
    _load_once(data)
    _say(f"\nHeadway starts at http://{_in_address(host)}:{port}/ (data in {data}).")
    if os.fork() == 0:
        return _greet(f"http://{_in_address(host)}:{port}")
    # One process is quick to start and enough for one machine, unless somebody chose otherwise.
    workers = settings["workers"] if "HEADWAY_WORKERS" in os.environ else 1
    return become(host=host, port=port, workers=workers)


def _refuse_real_data(data: Path) -> None:
    """Keep the demonstration out of a folder in which somebody works.

    :raises Refusal: for a folder with a database that is no demonstration.
    """
    if (data / DATABASE).exists() and not is_demo(data):
        sentence = (
            f"{data} holds an installation, not a demonstration; choose another folder, such as "
            "HEADWAY_DATA=var/demo."
        )
        raise Refusal(sentence, WRONG_USE)


def _load_once(data: Path) -> None:
    if (data / DEMO).read_text() == LOADED:
        return
    _say("Loading the demonstration …")
    importlib.import_module("django").setup()
    importlib.import_module("headway.demo.load").load(at=datetime.now(UTC))
    (data / DEMO).write_text(LOADED)
    importlib.import_module("django.db").connections.close_all()


def _greet(address: str) -> int:
    """Print the sign-in links, in a process of its own beside the server, and end it."""
    importlib.import_module("django").setup()
    links = importlib.import_module("headway.demo.access").links(address)
    width = max(len(role) for role, _link in links)
    _say("Sign in by opening a link (for this demonstration only; Ctrl+C ends it):")
    _say("\n".join(f"  {role:<{width}}  {link}" for role, link in links))
    return OK


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _say(sentence: str) -> None:
    print(sentence, flush=True)
