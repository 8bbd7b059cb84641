"""Makes the data folder, the database and the files to serve, or brings them up to date."""

from __future__ import annotations

import importlib
import json
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from config.arguments import OK
from config.besides import beside
from config.catalogues import compile_catalogues
from config.installation import (
    PREPARED,
    data_folder,
    fingerprint,
    is_prepared,
    refuse_unfinished,
)
from config.loading import set_up
from config.pages import MANIFEST
from config.refusals import Refusal
from config.secrets import NAME as KEY
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

ACCOUNTS = "headway.foundation.accounts"

UNSERVED = ["ext", "htmx-4*", "htmax-4*", "htmx-2.js", "account", "mfa"]
"""Static files of libraries that no page of ours loads; compressing them is most of the time."""


def run(options: argparse.Namespace) -> int:
    data = data_folder()
    refuse_unfinished(data)
    say: Callable[[str], None] = (lambda _sentence: None) if options.json else print
    done = prepare(data, say=say)
    if not done:
        say(f"{data} is up to date.")
    if options.administrator:
        done = _appoint(options.administrator, say=say) or done
    if options.json:
        print(json.dumps({"data": str(data), "changed": done}))
    return OK


def _appoint(email: str, *, say: Callable[[str], None]) -> bool:
    """Give an administrator's account to an address without one, and tell whether it had none.

    :raises Refusal: for what is no address, or one whose account has no such role: a person gives
        it on the page of people.
    """
    known = importlib.import_module(f"{ACCOUNTS}.queries").person_by_email(email)
    role = importlib.import_module(f"{ACCOUNTS}.states").SiteRole.ADMINISTRATOR
    if known and known.site_role == role:
        say(f"{email} is an administrator already.")
        return False
    try:
        importlib.import_module(f"{ACCOUNTS}.services").invite_person(
            email=email,
            name=email,
            language=settings.INTERFACE_LANGUAGES[0],
            by=SystemActor("headway init"),
            at=datetime.now(UTC),
            site_role=role,
        )
    except BadInput as problem:
        raise Refusal(str(problem)) from problem
    say(f"{email} is an administrator now, and signs in with a link: ask for it at /sign-in/link/.")
    return True


def prepare(data: Path, *, say: Callable[[str], None]) -> bool:
    """Prepare the installation for this code, and tell whether there was anything to do."""
    set_up()
    if is_prepared(data):
        return False
    say("Preparing the database and the files to serve …")
    (data / PREPARED).unlink(missing_ok=True)
    (settings.STATIC_ROOT / MANIFEST).unlink(missing_ok=True)  # half of one cannot be read
    with beside(partial(_prepare_database, data, say)):
        compile_catalogues()
        call_command(
            "collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNSERVED
        )
    (data / PREPARED).write_text(fingerprint())
    return True


def _prepare_database(data: Path, say: Callable[[str], None]) -> None:
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    unreadable = importlib.import_module(f"{ACCOUNTS}.services").renew_encryption()
    if unreadable:
        say(f"{unreadable} second factors cannot be read: put the old key back into {data / KEY}.")
