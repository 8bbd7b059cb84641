"""Serves the demonstration on this machine, with a sign-in link for each role.

Beside the server a second process greets, then works as `headway work` does until the server ends.

The first start loads the server's code while another process loads the demonstration. A second
start takes no longer than the server does: Django is loaded to look up the links while the server
starts, not before.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config import environment
from config.arguments import OK, WRONG_USE
from config.besides import beside
from config.installation import (
    DATABASE,
    DEMO,
    LOADED,
    data_folder,
    is_demo,
    is_prepared,
    refuse_beyond_loopback,
    refuse_unfinished,
)
from config.loading import set_up
from config.refusals import Refusal
from config.server import become, refuse_taken, serve_here

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

SERVER = ("config.urls", "config.wsgi", "granian.cli")
"""What the server loads, in this order."""


def run(options: argparse.Namespace) -> int:
    os.environ["HEADWAY_MODE"] = "demo"
    settings = environment.read()
    host, port = options.host or settings["listen"], options.port or settings["port"]
    refuse_beyond_loopback(host)
    address = f"http://{_in_address(host)}:{port}"
    if not settings["address"]:  # mails have to name it
        os.environ["HEADWAY_ADDRESS"] = address
    data = data_folder()
    refuse_unfinished(data)
    _refuse_real_data(data)
    if not options.no_serve:
        refuse_taken(host=host, port=port)
    say: Callable[[str], None] = _nothing if options.json else _say
    is_new = _make(data, say)
    say(f"\nHeadway starts at {address}/ (data in {data}).")
    server = os.getpid()  # which it keeps when it becomes the server
    if options.no_serve or os.fork() == 0:
        _greet(address, as_json=options.json)
        return OK if options.no_serve else _work_beside(server, quietly=options.json)
    # One process is quick to start and enough for one machine, unless somebody chose otherwise.
    workers = settings["workers"] if "HEADWAY_WORKERS" in os.environ else 1
    if is_new:
        serve_here(host=host, port=port, workers=workers)
        return OK
    return become(host=host, port=port, workers=workers)


def _make(data: Path, say: Callable[[str], None]) -> bool:
    """Prepare the folder and load the demonstration; tell whether anything was left to do."""
    (data / DEMO).touch()
    was_prepared, was_loaded = is_prepared(data), (data / DEMO).read_text() == LOADED
    if not was_prepared:
        importlib.import_module("config.commands.init").prepare(data, say=say)
    if not was_loaded:
        say("Loading the demonstration …")
        set_up()
        with beside(_load):
            for module in SERVER:
                importlib.import_module(module)
        (data / DEMO).write_text(LOADED)
    return not (was_prepared and was_loaded)


def _load() -> None:
    """Load the demonstration, without looking for garbage: this process ends when it has."""
    gc.disable()
    importlib.import_module("headway.demo.load").load(at=datetime.now(UTC))


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


def _work_beside(server: int, *, quietly: bool) -> int:
    """Deliver mails and do what is left for the background, as `headway work` does."""
    if quietly:  # a program reads along, and expects the links alone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(importlib.import_module("config.commands.work").beside(server))


def _greet(address: str, *, as_json: bool) -> None:
    """Print the sign-in links; beside the server, in a process of its own."""
    set_up()
    links = importlib.import_module("headway.demo.access").links(address)
    if as_json:
        told = [{"role": role, "link": link} for role, link in links]
        _say(json.dumps({"address": f"{address}/", "links": told}, ensure_ascii=False))
        return
    width = max(len(role) for role, _link in links)
    _say("Sign in by opening a link (for this demonstration only; Ctrl+C ends it):")
    _say("\n".join(f"  {role:<{width}}  {link}" for role, link in links))


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _nothing(_sentence: str) -> None:
    """Say nothing where a program reads along."""
