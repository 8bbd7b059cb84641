"""Makes the data folder, the database and the files to serve, or brings them up to date."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command

from config.arguments import OK
from config.installation import PREPARED, catalogues, data_folder, fingerprint, is_prepared
from config.secrets import NAME as KEY

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

ACCOUNTS = "headway.foundation.accounts.services"


UNSERVED = ["ext", "htmx-4*", "htmax-4*", "htmx-2.js", "account", "mfa"]
"""Static files of libraries that no page of ours loads; compressing them is most of the time."""


def run(options: argparse.Namespace) -> int:
    data = data_folder()
    quiet = options.json
    done = prepare(data, say=(lambda _sentence: None) if quiet else print)
    if quiet:
        print(json.dumps({"data": str(data), "changed": done}))
    elif not done:
        print(f"{data} is up to date.")
    return OK


def prepare(data: Path, *, say: Callable[[str], None]) -> bool:
    """Prepare the installation for this code, and tell whether there was anything to do."""
    django.setup()
    if is_prepared(data):
        return False
    say("Preparing the database …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    unreadable = importlib.import_module(ACCOUNTS).renew_encryption()
    if unreadable:
        say(f"{unreadable} second factors cannot be read: put the old key back into {data / KEY}.")
    say("Preparing the files to serve …")
    compile_catalogues()
    call_command(
        "collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNSERVED
    )
    (data / PREPARED).write_text(fingerprint())
    return True


def compile_catalogues() -> None:
    """Write the .mo file beside each .po file that is newer, for gettext to read."""
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with mo.open("wb") as target:
            write_mo(target, catalogue)
