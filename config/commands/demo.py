"""Serves the demonstration on this machine, with a sign-in link for each role."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

from django.utils import timezone

from config import environment
from config.arguments import WRONG_USE
from config.commands.init import prepare
from config.installation import (
    DATABASE,
    DEMO,
    LOADED,
    data_folder,
    is_demo,
    refuse_beyond_loopback,
)
from config.refusals import Refusal
from config.server import become

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def run(options: argparse.Namespace) -> int:
    os.environ["HEADWAY_MODE"] = "demo"
    settings = environment.read()
    host = options.host or settings["listen"]
    port = options.port or settings["port"]
    refuse_beyond_loopback(host)
    data = data_folder()
    _refuse_real_data(data)
    (data / DEMO).touch()
    prepare(data, say=print)
    _load_once(data)
    _greet(host, port, data)
    return become(host=host, port=port, workers=settings["workers"])


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
    print("Loading the demonstration …", flush=True)
    importlib.import_module("headway.demo.load").load(at=timezone.now())
    (data / DEMO).write_text(LOADED)


def _greet(host: str, port: int, data: Path) -> None:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    links = importlib.import_module("headway.demo.access").links(address)
    print(f"\nHeadway is at {address}/ (data in {data}; Ctrl+C stops it).")
    print("Sign in for this demonstration:")
    width = max((len(str(role)) for role, _link in links), default=0)
    for role, link in links:
        print(f"  {role!s:<{width}}  {link}")
